import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file of `examples`. */
export const example = (name: string): string => readFileSync(join('examples', name), 'utf8');

/** The number, from 1, of the first line of an example that holds the text. */
export const lineOf = (name: string, text: string): number =>
  example(name)
    .split('\n')
    .findIndex(line => line.includes(text)) + 1;
