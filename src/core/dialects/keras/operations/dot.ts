import type { Shape } from '../../../graph.js';
import { type Effect, integers, type ReadOperation, times } from './operation.js';

/** The index in a shape with the batch. */
const counted = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Products along one axis of each of two tensors; the batch is the first axis of both. */
function dotted(inputs: readonly Shape[], axes: readonly number[]): Effect | undefined {
  const [a, b] = inputs.map(shape => shape && [null, ...shape]);
  if (!a || !b || inputs.length !== 2) return undefined;
  const [i, j] = [counted(axes[0]!, a.length), counted(axes.at(-1)!, b.length)];
  if (!(i > 0 && i < a.length && j > 0 && j < b.length)) return undefined;
  const output = [...a.slice(1).filter((_, k) => k !== i - 1), ...b.slice(1).filter((_, k) => k !== j - 1)];
  return { output: output.length > 0 ? output : [1], macs: times(...output, a[i]!) };
}

const dot: ReadOperation = ({ config }) => {
  const axes = integers(config.axes);
  return axes && axes.length > 0 ? inputs => dotted(inputs, axes) : undefined;
};

/** Keras 1 counted the axes once for each tensor, and had the cosine as a mode of its own. */
const olderDot: ReadOperation = ({ config }) => {
  if (config.mode !== 'dot' && config.mode !== 'cos') return undefined;
  const given: unknown = config.dot_axes;
  const axes = integers(Array.isArray(given) ? given.flat() : given);
  return axes && axes.length > 0 && axes.length <= 2 ? inputs => dotted(inputs, axes) : undefined;
};

export const dots: Readonly<Record<string, ReadOperation>> = { Dot: dot, Merge: olderDot };
