import type { Change } from '../finding.js';
import type { Node, Shape, TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import { type FeatureMap, splitAnyMap } from '../layers/spatial.js';

const categoryOf = ({ layer }: Node): string => layers[layer].category;

export const isNorm = (node: Node): boolean => categoryOf(node) === 'norm';
export const isActivation = (node: Node): boolean => categoryOf(node) === 'activation';
export const isConvolution = (node: Node): boolean => categoryOf(node) === 'convolution';

/** Layers that change no value when the network is used: identity, dropout, noise. */
export const isPassive = (node: Node): boolean =>
  node.layer === 'identity' || categoryOf(node) === 'regularisation';

/** The activation that a layer applies last: its own, or the one that it has built in. */
export function activationOf(node: Node): string | undefined {
  if (isActivation(node)) return node.layer;
  const { activation } = node.parameters;
  return typeof activation === 'string' ? activation : undefined;
}

/** Whether an activation cuts off everything below 0. */
export const isRectifier = (node: Node): boolean => {
  const name = activationOf(node);
  return (name === 'relu' && !node.parameters.slope && !node.parameters.threshold) || name === 'relu6';
};

/** Numbers of a parameter that has one for each axis. */
export const numbersOf = ({ parameters }: Node, name: string): readonly number[] => {
  const value = parameters[name];
  return Array.isArray(value) ? value.filter((v): v is number => typeof v === 'number') : [];
};

/** A step larger than 1 along any axis. */
export const isStrided = (node: Node): boolean => numbersOf(node, 'stride').some(step => step > 1);

/** A kernel of a single weight for each pair of channels. */
export const isPointwise = (node: Node): boolean =>
  node.layer === 'conv' && numbersOf(node, 'kernel').every(size => size === 1);

/** One kernel for each channel: also a convolution in as many groups as it has filters. */
export const isDepthwise = ({ layer, parameters: { groups, filters } }: Node): boolean =>
  layer === 'depthwiseConv' || (typeof groups === 'number' && groups > 1 && groups === filters);

/** Height, width and channels of a shape, as a layer that takes or gives it counts them; undefined for what is no map. */
export function mapOf(shape: Shape, around: readonly TypedNode[]): FeatureMap | undefined {
  const isFirst = around.some(({ parameters }) => parameters.dataFormat === 'channelsFirst');
  return splitAnyMap(shape, isFirst ? 'channelsFirst' : 'channelsLast', () => {});
}

/** Takes the activation away: the layer that it is, or the word that a layer has for it. */
export const withoutActivation = (node: Node): Change =>
  isActivation(node)
    ? { kind: 'remove', node: node.id }
    : { kind: 'remove', node: node.id, parameter: 'activation' };
