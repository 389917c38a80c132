import type { Size } from '../graph.js';

/** A parameter's value as plain data. */
export type Value = string | number | boolean | null | readonly Value[];

/** Zeros added around a map, `[before, after]` for each axis; or by name, as TensorFlow counts them. */
export type Padding = 'same' | 'valid' | readonly (readonly [number, number])[];

/** The types of a parameter by kind, as code sees them after reading. */
interface Kinds {
  /** A whole number, at least `min` (1 unless told). */
  readonly integer: number;
  readonly number: number;
  readonly boolean: boolean;
  /** One whole number for each spatial axis; a single one stands for all. */
  readonly sizes: readonly number[];
  readonly padding: Padding;
  /** `[before, after]` for each spatial axis; a number, or one per axis, stands for both. */
  readonly borders: readonly (readonly [number, number])[];
  /** A shape without the batch; -1 for one axis that follows from the rest. */
  readonly shape: readonly number[];
  /** A tensor's shape without the batch; null where a size is not known. */
  readonly tensorShape: readonly Size[];
  /** Axes as Keras counts them: 0 is the batch, -1 the last one. */
  readonly axes: readonly number[];
  readonly text: string;
}

export type Kind = keyof Kinds | 'choice';

/** What a layer says of one parameter; checking, types, hover, completion and the JSON schema follow from it. */
export interface Parameter {
  readonly kind: Kind;
  readonly doc: string;
  /** For `choice`. */
  readonly of?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly required?: true;
  readonly default?: Value;
  /** Set by front ends only; not a word of the native format. */
  readonly internal?: true;
}

export type Schema = Readonly<Record<string, Parameter>>;

type TypeOf<P extends Parameter> = P['kind'] extends keyof Kinds
  ? Kinds[P['kind']]
  : P['of'] extends readonly (infer Word)[]
    ? Word
    : never;

/** The values that a layer's functions receive. */
export type ParametersOf<S extends Schema> = string extends keyof S
  ? Readonly<Record<string, Value | undefined>>
  : {
      readonly [K in keyof S]: S[K] extends { required: true } | { default: Value }
        ? TypeOf<S[K]>
        : TypeOf<S[K]> | undefined;
    };

/** A value read, or the sentence's end that says what it should have been. */
export type Read = { readonly value: Value } | { readonly expected: string };

const isInteger = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value);
const isPair = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(v => isInteger(v) && v >= 0);

function readSizes(value: unknown, min: number): Read {
  if (isInteger(value) && value >= min) return { value: [value, value] };
  if (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= 3 &&
    value.every(v => isInteger(v) && v >= min)
  ) {
    return { value };
  }
  return { expected: `a whole number ≥ ${min}, or [height, width]` };
}

function readBorders(value: unknown): Read {
  if (isInteger(value) && value >= 0)
    return {
      value: [
        [value, value],
        [value, value],
      ],
    };
  if (Array.isArray(value) && value.length >= 1 && value.length <= 3) {
    if (value.every(v => isInteger(v) && v >= 0)) return { value: value.map(v => [v, v]) };
    if (value.every(isPair)) return { value };
  }
  return { expected: 'a whole number, [height, width] or [[top, bottom], [left, right]]' };
}

const readers: Record<Kind, (value: unknown, parameter: Parameter) => Read> = {
  integer: (value, { min = 1, max = Number.MAX_SAFE_INTEGER }) =>
    isInteger(value) && value >= min && value <= max
      ? { value }
      : { expected: min === 1 ? 'a whole number, at least 1' : `a whole number, at least ${min}` },
  number: (value, { min = -Infinity, max = Infinity }) =>
    typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max
      ? { value }
      : {
          expected: Number.isFinite(min)
            ? `a number from ${min}${Number.isFinite(max) ? ` to ${max}` : ''}`
            : 'a number',
        },
  boolean: value => (typeof value === 'boolean' ? { value } : { expected: 'true or false' }),
  sizes: (value, { min = 1 }) => readSizes(value, min),
  padding: value => {
    if (value === 'same' || value === 'valid') return { value };
    const borders = readBorders(value);
    return 'value' in borders ? borders : { expected: `same, valid, ${borders.expected}` };
  },
  borders: readBorders,
  shape: value =>
    Array.isArray(value) &&
    value.every(v => isInteger(v) && (v > 0 || v === -1)) &&
    value.filter(v => v === -1).length <= 1
      ? { value }
      : { expected: 'a list of whole numbers, at most one of them -1' },
  tensorShape: value =>
    Array.isArray(value) && value.every(v => v === null || (isInteger(v) && v > 0))
      ? { value }
      : { expected: 'a list of whole numbers, null where a size is not known' },
  axes: value =>
    isInteger(value)
      ? { value: [value] }
      : Array.isArray(value) && value.length > 0 && value.every(isInteger)
        ? { value }
        : { expected: 'an axis, or a list of axes' },
  text: value => (typeof value === 'string' ? { value } : { expected: 'a text' }),
  choice: (value, { of = [] }) =>
    typeof value === 'string' && of.includes(value) ? { value } : { expected: listWords(of) },
};

/** Checks one written value against its parameter. */
export const readValue = (parameter: Parameter, value: unknown): Read =>
  readers[parameter.kind](value, parameter);

/** `a, b or c` */
export const listWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** The defaults of a schema, read as if they had been written. */
export function defaultsOf(schema: Schema): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, parameter] of Object.entries(schema)) {
    if (parameter.default === undefined) continue;
    const read = readValue(parameter, parameter.default);
    values[name] = 'value' in read ? read.value : parameter.default;
  }
  return values;
}
