import { formatRough } from './analyses/format.js';
import { sparkline } from './sparkline.js';
import { left, table } from './text-table.js';

/** One answer of a smoke test, in a line. */
export interface CheckRow {
  readonly id: string;
  readonly verdict: 'pass' | 'fail' | 'skipped';
  /** What was seen, or the line to blame. */
  readonly said: string;
}

/** How a smoke test ran. */
export interface RunFigures {
  readonly backend: string;
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  readonly losses: readonly number[];
  readonly uninformedLoss?: number;
  readonly msPerStep: number;
  readonly notes: readonly string[];
}

/** Bars of the losses. */
const WIDTH = 40;

export const checkLines = (rows: readonly CheckRow[]): string[] =>
  table(
    [left('check'), left('verdict'), left('what was seen, or the line to blame')],
    rows.map(({ id, verdict, said }) => [id, verdict === 'fail' ? 'FAIL' : verdict, said]),
  );

/** The losses in a line, what was assumed, and what kind of a test it was. */
export function runLines(run: RunFigures): string[] {
  const { losses, steps, uninformedLoss, notes, backend, msPerStep, batch, seed } = run;
  const guessing = uninformedLoss === undefined ? '' : ` (guessing: ${formatRough(uninformedLoss)})`;
  const [first, last] = [losses[0]!, losses.at(-1)!].map(formatRough);
  const count = `${steps} ${steps === 1 ? 'step' : 'steps'}`;
  return [
    `loss ${first} ${sparkline(losses, WIDTH)} ${last} in ${count}${guessing}`,
    ...notes,
    `A smoke test on synthetic data, no benchmark: ${backend}, ${Math.round(msPerStep)} ms per step of ${batch} examples, seed ${seed}.`,
  ];
}
