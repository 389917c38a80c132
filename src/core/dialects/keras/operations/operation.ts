import { product, type Shape, type Size, sum } from '../../../graph.js';
import type { Config, DataFormat } from '../codecs.js';

/** What one call of a layer makes of its inputs. Shapes come and go without the batch; sizes are null where not known. */
export interface Effect {
  readonly output: Shape;
  /** Trained numbers, and those that are kept untrained; none unless told. */
  readonly weights?: Size;
  readonly kept?: Size;
  /** Multiply-accumulates for one input; none unless told. */
  readonly macs?: Size;
  /** How much of the input one position of the output sees; that position alone unless told. */
  readonly sees?: 'whole' | 'unknown';
  /** Whether further outputs, if it has any, have the same shape. */
  readonly isAlike?: boolean;
}

/** A layer's shape rule; it never throws, and answers undefined for inputs that it cannot tell from. */
export type Operation = (inputs: readonly Shape[]) => Effect | undefined;

/** What a class is told beside its config. */
export interface Told {
  readonly config: Config;
  /** Arguments of the call that are no tensors, by name; positional ones as `args`. */
  readonly call: Config;
  readonly format: DataFormat;
}

/** A class's rule from its config; undefined where the config says nothing that we know. */
export type ReadOperation = (told: Told) => Operation | undefined;

export const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

/** A whole number above 0. */
export const count = (value: unknown): number | undefined =>
  isInteger(value) && value > 0 ? value : undefined;

/** A list of whole numbers; a single one is a list, too. */
export const integers = (value: unknown): readonly number[] | undefined => {
  if (isInteger(value)) return [value];
  return Array.isArray(value) && value.every(isInteger) ? value : undefined;
};

/** One number for each axis. */
export const perAxis = (value: unknown, axes: number): readonly number[] | undefined => {
  const list = integers(value);
  if (!list || list.some(n => n < 1)) return undefined;
  return list.length === axes ? list : list.length === 1 ? Array<number>(axes).fill(list[0]!) : undefined;
};

export const times = (...sizes: readonly Size[]): Size => product(sizes);
export const plus = (...sizes: readonly Size[]): Size => sum(sizes);

/** Size where the config says so, else nothing. */
export const when = (condition: unknown, size: Size): Size => (condition === false ? 0 : size);

/** The index in a shape without the batch of an axis that is counted with it. */
export function axisOf(axis: number, rank: number): number | undefined {
  const index = axis < 0 ? rank + axis : axis - 1;
  return index >= 0 && index < rank ? index : undefined;
}

/** The shape of the first input, with nothing learnt. */
export const keepsShape: Operation = ([input = null]) => ({ output: input });

/** An argument by any of its names; undefined where none is there. */
export const argument = ({ config, call }: Told, ...names: string[]): unknown => {
  const source = [config, call].find(values => names.some(name => values[name] !== undefined));
  return source && names.map(name => source[name]).find(value => value !== undefined);
};
