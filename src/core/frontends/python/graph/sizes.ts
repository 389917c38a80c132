import type { Shape, Size } from '../../../graph.js';
import {
  Float,
  isTensor,
  isUnknown,
  itemsOf,
  numberOf,
  sizeValue,
  type Tensor,
  Tuple,
  type Value,
} from '../core/values.js';

/** An axis counted from the front; undefined where there is no such one, or it is not known. */
export function axisOf(value: Value | undefined, rank: number): number | undefined {
  const axis = numberOf(value);
  if (axis === undefined || !Number.isInteger(axis)) return undefined;
  const index = axis < 0 ? rank + axis : axis;
  return index >= 0 && index < rank ? index : undefined;
}

/** One size: a whole number, or null where it is not known. */
export function sizeOf(value: Value | undefined): Size {
  if (value instanceof Float) return Number.isInteger(value.value) ? value.value : null;
  const number = numberOf(value);
  return number === undefined ? null : number;
}

/** A list of sizes from a tuple, a list, or one number; undefined where it is none of them. */
export function sizesOf(value: Value | undefined): Size[] | undefined {
  const items = itemsOf(value);
  if (items) return items.map(sizeOf);
  if (value === undefined || value === null || isUnknown(value)) return undefined;
  if (isTensor(value) && value.data) return [...value.data];
  const one = numberOf(value);
  return one === undefined ? undefined : [one];
}

/** `n` whole numbers from one or from `n` of them; undefined where they are not known. */
export function numbersOf(value: Value | undefined, n: number): number[] | undefined {
  const sizes = sizesOf(value);
  if (!sizes || sizes.some(size => size === null)) return undefined;
  if (sizes.length === 1) return Array<number>(n).fill(sizes[0]!);
  return sizes as number[];
}

export const shapeTuple = (shape: Shape): Value | undefined =>
  shape === null ? undefined : new Tuple(shape.map(sizeValue));

/** The shape of an element-wise result; undefined where the shapes cannot be brought together. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  if (a === null || b === null) return null;
  const rank = Math.max(a.length, b.length);
  const result: Size[] = [];
  for (let i = 0; i < rank; i++) {
    const x = i < rank - a.length ? 1 : a[i - (rank - a.length)]!;
    const y = i < rank - b.length ? 1 : b[i - (rank - b.length)]!;
    if (x !== null && y !== null && x !== y && x !== 1 && y !== 1) return undefined;
    result.push(
      x === null || y === null
        ? x === null
          ? y === 1
            ? null
            : y
          : x === 1
            ? null
            : x
        : Math.max(x, y) === 1
          ? 1
          : x === 1
            ? y
            : x,
    );
  }
  return result;
}

export const count = (shape: Shape): Size =>
  shape === null ? null : shape.reduce<Size>((a, b) => (a === null || b === null ? null : a * b), 1);

/** A target shape with at most one -1 worked out; undefined where the numbers of values differ. */
export function reshaped(from: Shape, target: readonly Size[]): Size[] | undefined {
  const all = count(from);
  const known = target.filter(size => size !== -1);
  const product = count(known);
  const open = target.indexOf(-1);
  if (open < 0) return all !== null && product !== null && all !== product ? undefined : [...target];
  if (all === null || product === null || product === 0)
    return target.map(size => (size === -1 ? null : size));
  if (all % product !== 0) return undefined;
  return target.map(size => (size === -1 ? all / product : size));
}

/** As Keras shows it: the batch is None, and so is a size that was left open; one that only we do not know may be anything. */
export const kerasShape = (shape: readonly Size[], isOpen: boolean): Tuple =>
  new Tuple(shape.map((size, i) => (i === 0 || isOpen ? size : sizeValue(size))));

/** Whether the sizes of a tensor that are not known are open in Keras, too. */
export const hasOpenSizes = (tensor: Tensor): boolean => !tensor.opaque && !tensor.doubtful;
