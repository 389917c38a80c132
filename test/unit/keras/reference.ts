import { existsSync, readFileSync } from 'node:fs';

/** Real files that stand beside the repository; they are read there and are not part of it. */
const folder = new URL('../../../../shared/reference/keras-json/', import.meta.url);

/** A shape with the batch, or one for each output. */
export type Expected = readonly (number | null)[] | readonly (readonly (number | null)[])[];

export interface Entry {
  readonly id: string;
  readonly kind: 'keras1' | 'keras2' | 'keras3' | 'tfjs-layers' | 'negative';
  /** Where it stood in its repository. */
  readonly path: string;
  readonly file: string;
  readonly expected_params: number | null;
  readonly expected_output_shapes?: Readonly<Record<string, Expected>>;
}

export const isThere = existsSync(new URL('models.json', folder));

export const entries: readonly Entry[] = isThere
  ? (JSON.parse(readFileSync(new URL('models.json', folder), 'utf8')) as { entries: Entry[] }).entries
  : [];

export const textOf = (entry: Entry): string => readFileSync(new URL(entry.file, folder), 'utf8');

if (!isThere) console.warn('skipped: the reference files are not beside this repository');
