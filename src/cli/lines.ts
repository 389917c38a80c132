import { remember } from '../core/memo.js';
import { lineOf, lineStarts, type Place } from '../core/source.js';
import type { Loaded } from './load.js';

/** Line and column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where an offset of a place stands, in the file itself or in the one that the place is in. */
export type Locate = (place: Place, offset?: number) => Position;

const known = new Map<string, number[]>();

/** Line starts, computed once for each text. */
const startsOf = (text: string): number[] => remember(known, text, () => lineStarts(text));

export function locator({ source, files }: Pick<Loaded, 'source' | 'files'>): Locate {
  const own = startsOf(source.text);
  return (place, offset = place.start) => {
    const starts = place.file === undefined ? own : startsOf(files.read(place.file) ?? '');
    const line = lineOf(starts, offset);
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}
