import type { Value } from '../../layers/parameters.js';
import { activationNames, readActivation } from './activations.js';
import { readInitializer, writeInitializer } from './initializers.js';

/** A layer's config as plain data. */
export type Config = Readonly<Record<string, unknown>>;

/** What a codec must know beside the value itself. */
export interface Around {
  /** Spatial axes of the class: 2 for Conv2D; 0 where the class has none. */
  readonly axes: number;
  readonly config: Config;
}

/** Turns Keras's spelling of a value into ours and back. `read` answers undefined for what means the default. */
export interface Codec {
  read(value: unknown, around: Around): unknown;
  write(value: Value): unknown;
}

const asIs = (value: Value): Value => value;

/** Numbers that Keras may have wrapped: `{"type": "ndarray", "value": 0.3}`. */
const unwrap = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number'
    ? value.value
    : value;

/** A value that is the same in both; null is Keras's word for "not said". */
export const plain: Codec = { read: value => unwrap(value) ?? undefined, write: asIs };

/** One number for each spatial axis, or one for all. */
export const sizes: Codec = {
  read: (value, { axes }) => (typeof value === 'number' ? Array(axes).fill(value) : (value ?? undefined)),
  write: asIs,
};

/** `padding` of convolutions and pools. A causal one looks back only: all its zeros come first. */
export const padding: Codec = {
  read(value, { config }) {
    if (value !== 'causal') return value ?? undefined;
    const taps = first(config.kernel_size) ?? first(config.filter_length) ?? 1;
    const dilation = first(config.dilation_rate) ?? 1;
    return [[dilation * (taps - 1), 0]];
  },
  write: value => (typeof value === 'string' ? value : undefined),
};

const first = (value: unknown): number | undefined => {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'number' ? one : undefined;
};

/** Zeros or crops at each side: a number, one per axis, a pair per axis, or Keras 1's flat list of pairs. */
export const borders: Codec = {
  read(value, { axes }) {
    if (typeof value === 'number') return Array(axes).fill([value, value]);
    if (!Array.isArray(value) || !value.every(v => typeof v === 'number')) return value ?? undefined;
    if (value.length === 2 * axes)
      return Array.from({ length: axes }, (_, i) => [value[2 * i], value[2 * i + 1]]);
    return value.map(v => [v, v]);
  },
  write: asIs,
};

/** A single axis, which Keras may keep in a list. */
export const axis: Codec = {
  read: value => (Array.isArray(value) && value.length === 1 ? value[0] : (value ?? undefined)),
  write: asIs,
};

export const dataFormat: Codec = { read: value => readDataFormat(value), write: value => snake(value) };

export type DataFormat = 'channelsLast' | 'channelsFirst';

/** Keras 1 named the orders after TensorFlow and Theano. */
export function readDataFormat(value: unknown): DataFormat | undefined {
  if (value === 'channels_last' || value === 'tf') return 'channelsLast';
  if (value === 'channels_first' || value === 'th') return 'channelsFirst';
  return undefined;
}

const snake = (value: Value): string => String(value).replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** An activation that is built into a layer; those that are layers of their own are split off before (see `fusedActivation`). */
export const activation: Codec = {
  read(value) {
    const read = readActivation(value);
    return read && 'builtIn' in read ? read.builtIn : undefined;
  },
  write: value => activationNames[value as keyof typeof activationNames]?.[0] ?? 'linear',
};

export const initializer: Codec = { read: readInitializer, write: writeInitializer };
/** γ starts as one constant; a random start has no word here, and is nearly 1. */
export const constantStart: Codec = {
  read(value) {
    const initializer = readInitializer(value);
    return initializer === 'zeros' || initializer === 'ones' ? initializer : undefined;
  },
  write: writeInitializer,
};
