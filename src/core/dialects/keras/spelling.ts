import type { Codec } from './codecs.js';

/** How Keras says one of our parameters. */
export interface Field {
  /** Keys of the config; the first one is written, the others are older or another class's. */
  readonly keys: readonly string[];
  readonly codec: Codec;
  /** Keys that hold one axis each, as Keras 1's `nb_row` and `nb_col`. */
  readonly parts?: readonly (readonly string[])[];
  /** Keras's default in Keras's spelling, where it is not ours. */
  readonly default?: unknown;
}

/** How Keras says one of our layers. */
export interface Spelling {
  /** Class names: one, or one for each number of spatial axes from 1 up; empty where Keras has none. */
  readonly classes: readonly string[];
  /** Names that are only read, with their number of spatial axes. */
  readonly older?: Readonly<Record<string, number>>;
  /** By our parameter's name. */
  readonly fields: Readonly<Record<string, Field>>;
}

export const field = (codec: Codec, ...keys: readonly string[]): Field => ({ keys, codec });

/** A layer of one class, with the fields that it has. */
export const spelled = (
  classes: string | readonly string[],
  fields: Spelling['fields'] = {},
  older: Spelling['older'] = {},
): Spelling => ({
  classes: typeof classes === 'string' ? [classes] : classes,
  older,
  fields,
});

/** A layer that no class of Keras is like. */
export const unspelled: Spelling = { classes: [], fields: {} };

/** `Conv1D`, `Conv2D`, `Conv3D`. */
export const byAxes = (before: string, after = '', axes = 3): string[] =>
  Array.from({ length: axes }, (_, i) => `${before}${i + 1}D${after}`);
