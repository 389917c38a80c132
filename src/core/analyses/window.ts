import type { Shape, Size, TypedGraph, TypedNode } from '../graph.js';
import { axisIndex } from '../layers/axes.js';
import { layers } from '../layers/index.js';
import type { Padding } from '../layers/parameters.js';
import { alongAxis, reachOf, samePadding } from '../layers/spatial.js';

/**
 * What one output of a layer reads along an axis: `reach` neighbouring inputs, `stride` further on for the next output
 * (below 1 where a map is enlarged), the first ones around the input at `offset` (in inputs, not always a whole
 * number; null where it hangs on a size that is not known). `whole`: it reads the whole axis.
 */
export type Window =
  | { readonly reach: number; readonly stride: number; readonly offset: Size }
  | 'whole'
  | 'unknown';

const pointwise = { reach: 1, stride: 1, offset: 0 } as const satisfies Window;

type Parameters = TypedNode['parameters'];

const listAt = (parameters: Parameters, name: string, axis: number, otherwise: number): number => {
  const value = parameters[name];
  return Array.isArray(value) && value.length > 0
    ? Number(alongAxis(value as readonly number[], axis))
    : otherwise;
};

/** Zeros before the first input. */
function paddingBefore(
  parameters: Parameters,
  axis: number,
  size: Size,
  reach: number,
  stride: number,
): Size {
  const padding = (parameters.padding ?? 'valid') as Padding;
  if (padding === 'valid') return 0;
  if (padding !== 'same') return alongAxis(padding, axis)[0];
  if (stride === 1) return (reach - 1) >> 1;
  if (size === null) return null;
  return samePadding(size, stride, reach)[0];
}

function sliding(node: TypedNode, axis: number, size: Size): Window {
  const kernel = listAt(node.parameters, 'kernel', axis, 1);
  const stride = listAt(node.parameters, 'stride', axis, /Pool$/.test(node.layer) ? kernel : 1);
  const dilation = [listAt(node.parameters, 'dilation', axis, 1)];
  const reach = reachOf({ kernel: [kernel], dilation }, 0);
  const before = paddingBefore(node.parameters, axis, size, reach, stride);
  return { reach, stride, offset: before === null ? null : (reach - 1) / 2 - before };
}

/** Each input is spread over the kernel: an output reads the inputs whose kernels meet it, at most reach / stride. */
function spreading({ parameters }: TypedNode, axis: number): Window {
  const stride = listAt(parameters, 'stride', axis, 1);
  const kernel = [listAt(parameters, 'kernel', axis, 1)];
  const reach = reachOf({ kernel, dilation: [listAt(parameters, 'dilation', axis, 1)] }, 0);
  const padding = (parameters.padding ?? 'valid') as Padding;
  const cut =
    padding === 'valid'
      ? 0
      : padding === 'same'
        ? Math.max(reach - stride, 0) >> 1
        : alongAxis(padding, axis)[0];
  return { reach: Math.ceil(reach / stride), stride: 1 / stride, offset: (cut - (reach - 1) / 2) / stride };
}

const neighbours: Readonly<Record<string, number>> = { nearest: 1, bilinear: 2, bicubic: 4 };

function enlarging({ parameters }: TypedNode, factor: number): Window {
  const reach = factor === 1 ? 1 : (neighbours[String(parameters.interpolation)] ?? 1);
  return { reach, stride: 1 / factor, offset: (1 / factor - 1) / 2 };
}

function shifted(parameters: Parameters, name: string, axis: number, sign: 1 | -1): Window {
  const borders = parameters[name] as readonly (readonly [number, number])[] | undefined;
  return borders?.length ? { ...pointwise, offset: sign * alongAxis(borders, axis)[0] } : 'unknown';
}

/** Whether the axes of a map keep their order when the channels move to the other end, or stay. */
function keepsMap(order: readonly number[]): boolean {
  const rises = (axes: readonly number[]): boolean => axes.every((a, i) => i === 0 || a > axes[i - 1]!);
  return [1, order.length].some(channels => rises(order.filter(axis => axis !== channels)));
}

const isMap = (shape: Shape | undefined): boolean => (shape?.length ?? 0) >= 2;

const sameShape = (a: Shape, b: Shape | undefined): boolean =>
  a !== null && b != null && a.length === b.length && a.every((size, i) => size === b[i]);

/** Whether a concatenation lays maps beside each other along one of their own axes, not along the channels. */
function joinsMaps({ parameters, output }: TypedNode, channelsFirst: boolean): boolean {
  if (!output || output.length < 2) return false;
  return axisIndex(Number(parameters.axis ?? -1), output.length) !== (channelsFirst ? 0 : output.length - 1);
}

/** Whether a network keeps its channels before height and width. */
export const isChannelsFirst = ({ nodes }: TypedGraph): boolean =>
  nodes.some(({ parameters }) => parameters.dataFormat === 'channelsFirst');

/** The size of a map along a spatial axis. */
export const sizeAlong = (shape: Shape | undefined, axis: number, channelsFirst: boolean): Size =>
  isMap(shape) && axis < shape!.length - 1 ? shape![channelsFirst ? axis + 1 : axis]! : null;

/**
 * The window of one layer along a spatial axis (0 is the height), given its input's shape. Norms read one position:
 * that they average over the map is left out, as everywhere in the literature.
 */
export function windowOf(
  node: TypedNode,
  axis: number,
  input: Shape | undefined,
  channelsFirst: boolean,
): Window {
  const { layer, parameters } = node;
  const size = sizeAlong(input, axis, channelsFirst);
  switch (layer) {
    case 'transposedConv':
      return spreading(node, axis);
    case 'upsample':
      return enlarging(node, listAt(parameters, 'factor', axis, 1));
    case 'resize':
      return size === null ? 'unknown' : enlarging(node, listAt(parameters, 'size', axis, size) / size);
    case 'subsample':
      return { reach: 1, stride: listAt(parameters, 'stride', axis, 1), offset: 0 };
    case 'zeroPad':
    case 'reflectPad':
    case 'replicatePad':
      return shifted(parameters, 'padding', axis, -1);
    case 'crop':
      return shifted(parameters, 'cropping', axis, 1);
    case 'globalAveragePool':
    case 'globalMaxPool':
    case 'adaptiveAveragePool':
    case 'adaptiveMaxPool':
      return 'whole';
    case 'dense':
      return isMap(input) ? pointwise : 'whole';
    case 'concat':
      return joinsMaps(node, channelsFirst) ? 'unknown' : pointwise;
    case 'permute':
      return keepsMap((parameters.order ?? []) as readonly number[]) ? pointwise : 'unknown';
    case 'operation':
      if (parameters.sees === 'whole') return 'whole';
      return parameters.sees !== 'unknown' && sameShape(node.output, input) ? pointwise : 'unknown';
    case 'simpleRnn':
    case 'lstm':
    case 'gru':
      return 'whole';
    case 'flatten':
    case 'reshape':
    case 'repeatVector':
    case 'embedding':
    case 'variable':
    case 'unknown':
      return 'unknown';
    default:
      return 'kernel' in layers[layer].parameters ? sliding(node, axis, size) : pointwise;
  }
}
