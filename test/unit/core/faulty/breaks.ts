import type { Random } from '../../keras/random.js';
import type { Lines } from './healthy.js';

/** One changed line. */
export interface Break {
  readonly kind: string;
  /** Counted from 0. */
  readonly line: number;
  readonly lines: Lines;
}

/** A mistake that people make in a line: what it is called, which lines can have it, and what becomes of them. */
interface Mistake {
  readonly kind: string;
  readonly fits: RegExp;
  change(line: string, random: Random): string;
}

const withMore = (line: string, more: string): string => line.replace(/\}?$/, end => `, ${more}${end}`);

const mistakes: readonly Mistake[] = [
  {
    kind: 'other filters',
    fits: /^ *- (conv|transposedConv): .*filters: (\d+|\$\w+)/,
    change: (line, random) =>
      line.replace(/filters: (\d+|\$\w+)/, `filters: ${random.pick([12, 20, 24, 64, 80])}`),
  },
  {
    kind: 'another stride',
    fits: /^ *- (conv|maxPool|averagePool): .*stride: /,
    change: (line, random) => line.replace(/stride: (\d+|\$\w+)/, `stride: ${random.pick([3, 4])}`),
  },
  {
    kind: 'no stride',
    fits: /^ *- conv: .*, stride: /,
    change: line => line.replace(/, stride: (\d+|\$\w+)/, ''),
  },
  {
    kind: 'a stride too many',
    fits: /^ *- conv: \{(?!.*stride)/,
    change: line => withMore(line, 'stride: 2'),
  },
  {
    kind: 'no padding',
    fits: /^ *- (conv|maxPool): .*kernel: [35]/,
    change: line => withMore(line, 'padding: valid'),
  },
  {
    kind: 'identity',
    fits: /^ *shortcut: \w/,
    change: line => line.replace(/shortcut: .*/, 'shortcut: identity'),
  },
  {
    kind: 'another gate',
    fits: /dense: .*sigmoid/,
    change: line => line.replace(/units: \d+/, 'units: 7'),
  },
  {
    kind: 'another enlargement',
    fits: /- upsample: /,
    change: line => line.replace(/factor: 2/, 'factor: 3'),
  },
  {
    kind: 'another partner',
    fits: /with: level\d/,
    change: (line, random) => line.replace(/level\d/, `level${random.integer(0, 2)}`),
  },
];

/** All ways to break a text in one line, in random order. */
export function breaksOf(lines: Lines, random: Random): Break[] {
  const found = mistakes.flatMap(({ kind, fits, change }) =>
    lines.flatMap((text, line) => {
      const now = fits.test(text) ? change(text, random) : text;
      return now === text ? [] : [{ kind, line, lines: lines.with(line, now), key: random.next() }];
    }),
  );
  return found.sort((a, b) => a.key - b.key).map(({ kind, line, lines }) => ({ kind, line, lines }));
}
