import type { Check as Outcome } from '../../../src/protocol.js';
import type { Observations } from '../observations.js';

/** What a check found: the outcome without what is the same each time. */
export type Finding = Pick<Outcome, 'verdict' | 'message' | 'node' | 'value'>;

/** One question to a training run. */
export interface Check {
  /** Stable; the README has a page under this name. */
  readonly id: string;
  readonly title: string;
  /** What goes wrong in a network that fails, in a sentence. */
  readonly symptom: string;
  readonly threshold: string;
  /** Where the threshold comes from. */
  readonly source: string;
  /** A few words for the summary when it fails. */
  readonly fault: string;
  /** Checks, before it in the list, whose fault brings this one along: where one of them fails, this one is skipped. */
  readonly explainedBy?: readonly string[];
  /** What to try then, for the manual. */
  readonly remedy: string;
  run(observations: Observations): Finding;
}

export const pass = (message: string, value?: number): Finding => ({ verdict: 'pass', message, value });

export const skipped = (message: string): Finding => ({ verdict: 'skipped', message });

export const fail = (message: string, more: Pick<Finding, 'node' | 'value'> = {}): Finding => ({
  verdict: 'fail',
  message,
  ...more,
});
