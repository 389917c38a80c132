import { sizeAlong } from '../analyses/window.js';
import type { Shape, Size, TypedNode } from '../graph.js';
import { axisIndex } from '../layers/axes.js';
import { layers } from '../layers/index.js';
import type { Value } from '../layers/parameters.js';
import { alongAxis, reachOf, samePadding } from '../layers/spatial.js';

/** What the shapes say again, and what a format does with sizes of 1. */
export const redundant: ReadonlySet<string> = new Set(['expects', 'counted', 'after', 'stretch']);

/** What does not change what a network computes with given weights: how they start and how averages are kept, too. */
const passing: ReadonlySet<string> = new Set([...redundant, 'init', 'momentum']);

type Parameters = TypedNode['parameters'];

/**
 * Zeros at each side of a sliding window, whatever the words for it; the words where a size is not known. `same` on
 * a 1×1 kernel is `valid`, and on a 3×3 one of stride 1 it is 1 at each side.
 */
function effectivePadding(p: Parameters, input: Shape | undefined): Value | undefined {
  const { padding } = p;
  const kernel = p.kernel as readonly number[];
  const stride = (p.stride ?? kernel) as readonly number[];
  const dilation = (p.dilation ?? [1]) as readonly number[];
  if (padding === 'valid') return kernel.map(() => [0, 0]);
  if (padding !== 'same') return padding;
  const sides = kernel.map((_, axis) => {
    const step = alongAxis(stride, axis);
    const size = sizeAlong(input, axis, p.dataFormat === 'channelsFirst');
    return sameSides(reachOf({ kernel, dilation }, axis), step, size);
  });
  return sides.includes(null) ? padding : (sides as Value[]);
}

/** With a stride of 1 the size does not matter; with a larger one only a window of one input needs none. */
function sameSides(reach: number, stride: number, size: Size): readonly number[] | null {
  if (stride === 1) return samePadding(1, 1, reach);
  if (size === null) return reach > 1 ? null : [0, 0];
  return samePadding(size, stride, reach);
}

const isWindow = ({ layer, parameters }: TypedNode): boolean =>
  layer !== 'transposedConv' && Array.isArray(parameters.kernel) && parameters.padding !== undefined;

/** Axes counted from the front, as -1 and 3 are the same one of four. */
function absolute(value: Value, rank: number | undefined): Value {
  if (rank === undefined) return value;
  if (Array.isArray(value)) return value.map(axis => absolute(axis as Value, rank));
  return typeof value === 'number' ? (axisIndex(value, rank) ?? value) : value;
}

/** One parameter as it counts, whichever way it was written; undefined where it does not. */
function counted(
  node: TypedNode,
  key: string,
  value: Value | undefined,
  input: Shape | undefined,
): Value | undefined {
  if (passing.has(key)) return undefined;
  if (key === 'padding' && isWindow(node)) return effectivePadding(node.parameters, input);
  if (key === 'axis' || key === 'axes' || key === 'sharedAxes')
    return value === undefined ? value : absolute(value, (node.output ?? input)?.length);
  if (key === 'stride' && value === undefined) return node.parameters.kernel;
  return value;
}

/** The parameters of a node that say what it computes, in the schema's order. */
export function structuralParameters(
  node: TypedNode,
  input: Shape | undefined,
): readonly (readonly [string, Value])[] {
  return Object.keys(layers[node.layer].parameters).flatMap(key => {
    const value = counted(node, key, node.parameters[key], input);
    return value === undefined || value === null ? [] : [[key, value] as const];
  });
}

/** A node by itself: equal for two that do the same to what they are given. */
export const signatureOf = (node: TypedNode, input: Shape | undefined): string =>
  `${node.layer}${JSON.stringify(structuralParameters(node, input))}`;
