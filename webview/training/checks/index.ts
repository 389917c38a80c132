import type { Check as Outcome } from '../../../src/protocol.js';
import type { Observations } from '../observations.js';
import type { Check } from './check.js';
import { firstLoss } from './first-loss.js';
import { gradientArrives } from './gradient-arrives.js';
import { lossFalls } from './loss-falls.js';
import { notANumber } from './not-a-number.js';
import { oneBatch } from './one-batch.js';

/** Every check, in the order in which they are shown: what breaks training first comes first. */
export const checks: readonly Check[] = [notANumber, firstLoss, gradientArrives, lossFalls, oneBatch];

/** All answers to one training run. */
export const judge = (observations: Observations): Outcome[] =>
  checks.map(({ id, title, threshold, source, run }) => ({
    id,
    title,
    threshold,
    source,
    ...run(observations),
  }));

/** `learns`, or the first fault in a few words and how many more there are. */
export function summarize(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(outcome => outcome.verdict === 'fail').map(outcome => outcome.id);
  if (failed.length === 0) return 'learns';
  const { fault } = checks.find(check => check.id === failed[0])!;
  return failed.length === 1
    ? fault
    : `${fault}, and ${failed.length - 1} more ${failed.length === 2 ? 'fault' : 'faults'}`;
}
