import { formatShape, type Shape, type Size } from '../graph.js';
import type { Report } from './layer.js';
import type { Parameter } from './parameters.js';

/** One axis of a tensor. */
export const axisParameter = {
  kind: 'integer',
  min: -8,
  max: 8,
  default: -1,
  doc: 'The axis of the channels, as Keras counts: 0 is the batch, -1 the last one.',
} as const satisfies Parameter;

/** Where an axis, counted as Keras does, stands in a shape without the batch; undefined where there is none. */
export function axisIndex(axis: number, rank: number): number | undefined {
  const index = axis < 0 ? rank + axis : axis - 1;
  return index >= 0 && index < rank ? index : undefined;
}

/** The size along an axis; unknown where the shape is, or has no such axis. */
export function sizeAt(shape: Shape | undefined, axis: number): Size {
  const index = shape ? axisIndex(axis, shape.length) : undefined;
  return index === undefined ? null : shape![index]!;
}

/** Reports an axis that the shape does not have. */
export function checkAxis(parameter: string, axis: number, shape: Shape | undefined, report: Report): void {
  if (!shape || axisIndex(axis, shape.length) !== undefined) return;
  const isBatch = axis === 0 || axis === -shape.length - 1;
  const message = isBatch ? `axis ${axis} is the batch` : `there is no axis ${axis} in ${formatShape(shape)}`;
  report({ code: 'wrong-value', message, parameter });
}
