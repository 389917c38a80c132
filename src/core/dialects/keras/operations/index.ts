import { attentions } from './attention.js';
import { convolving } from './convolving.js';
import { dots } from './dot.js';
import { einsums } from './einsum.js';
import { functions } from './functions.js';
import { older } from './older.js';
import type { Operation, ReadOperation, Told } from './operation.js';
import { preprocessing } from './preprocessing.js';
import { recurrent } from './recurrent.js';
import { bidirectional, spectral, timeDistributed } from './wrapped.js';

export type { Effect, Operation, Told } from './operation.js';
export { distributed } from './wrapped.js';

/**
 * Layers of Keras that are none of ours, by their classes: what they make of the shapes that come in, and what they
 * weigh. A function of `keras.ops` has `ops.` before its name.
 */
const table: Readonly<Record<string, ReadOperation>> = {
  ...attentions,
  ...convolving,
  ...dots,
  ...einsums,
  ...functions,
  ...older,
  ...preprocessing,
  ...recurrent,
  TimeDistributed: timeDistributed(readOperation),
  Bidirectional: bidirectional(readOperation),
  SpectralNormalization: spectral,
};

/** A class's rule for this config; undefined where we have none. */
export function readOperation(className: string, told: Told): Operation | undefined {
  return Object.hasOwn(table, className) ? table[className]!(told) : undefined;
}

export const operationNames = Object.keys(table);
