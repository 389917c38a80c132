import type { Check, SmokeReport } from '../../src/protocol.js';
import { judge, summarize } from './checks/index.js';
import type { Head } from './objective.js';
import type { Observations } from './observations.js';
import type { Obstacle } from './obstacles.js';
import type { Plan } from './plan.js';

/** What is known of a run apart from its verdict. */
export type RunFacts = Omit<SmokeReport, 'verdict' | 'summary' | 'checks'>;

export const cancelledReport = (facts: RunFacts): SmokeReport => ({
  ...facts,
  verdict: 'cancelled',
  summary: 'cancelled',
  checks: [],
});

export const tooLargeReport = (facts: RunFacts): SmokeReport => ({
  ...facts,
  verdict: 'too-large',
  summary: 'too large for a quick test',
  checks: [],
});

/** An obstacle is no fault of the network, so no check fails. */
export const notTrainableReport = (facts: RunFacts, obstacles: readonly Obstacle[]): SmokeReport => ({
  ...facts,
  verdict: 'not-trainable',
  summary: obstacles[0]!.message,
  checks: obstacles.map(
    ({ node, message }): Check => ({
      id: 'trainable',
      title: 'Can be trained here',
      verdict: 'skipped',
      message: sentence(message),
      node,
    }),
  ),
});

export function judgedReport(facts: RunFacts, observations: Observations): SmokeReport {
  const checks = judge(observations);
  const verdict = checks.some(check => check.verdict === 'fail') ? 'fail' : 'pass';
  return { ...facts, verdict, summary: summarize(checks), checks };
}

/** A run that was told to be short may end before a network that learns slowly has learnt; undefined for others. */
export const hasteOf = ({ steps, usualSteps }: Plan): string | undefined =>
  steps < usualSteps
    ? `${steps === 1 ? '1 step was' : `${steps} steps were`} asked for, where ${usualSteps} are usual: a network that learns slowly may fail.`
    : undefined;

/** What was assumed of the task, in sentences. */
export function assumptionsOn(heads: readonly Head[], kinds: number): string[] {
  const assumptions = heads.flatMap(({ assumption }) => (assumption ? [sentence(assumption)] : []));
  const most = Math.max(...heads.map(head => head.channels));
  return most > kinds + 1
    ? [...assumptions, `Only ${kinds} of the ${most} classes occur in the synthetic data.`]
    : assumptions;
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
