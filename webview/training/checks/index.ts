import type { Check as Outcome } from '../../../src/protocol.js';
import type { Observations } from '../observations.js';
import { activationDeviation } from './activation-deviation.js';
import { type Check, type Finding, skipped } from './check.js';
import { dataDependence } from './data-dependence.js';
import { dyingRelu } from './dying-relu.js';
import { evaluationMode } from './evaluation-mode.js';
import { explodingGradient } from './exploding-gradient.js';
import { firstLoss } from './first-loss.js';
import { gradientArrives } from './gradient-arrives.js';
import { lossFalls } from './loss-falls.js';
import { notANumber } from './not-a-number.js';
import { oneBatch } from './one-batch.js';
import { oscillation } from './oscillation.js';
import { saturation } from './saturation.js';
import { signalPropagation } from './signal-propagation.js';
import { updateSize } from './update-size.js';
import { vanishingGradient } from './vanishing-gradient.js';

/** Every check, in the order in which they are shown: what breaks training first comes first, causes before symptoms. */
export const checks: readonly Check[] = [
  notANumber,
  firstLoss,
  gradientArrives,
  updateSize,
  signalPropagation,
  dyingRelu,
  saturation,
  vanishingGradient,
  explodingGradient,
  activationDeviation,
  dataDependence,
  evaluationMode,
  oscillation,
  lossFalls,
  oneBatch,
];

/** All answers to one training run. A fault is reported once, at its cause, and not by every check that it brings along. */
export function judge(observations: Observations): Outcome[] {
  const failed = new Map<string, Check>();
  return checks.map(check => {
    const { id, title, threshold, source, explainedBy = [] } = check;
    const cause = explainedBy.map(other => failed.get(other)).find(other => other !== undefined);
    const finding = check.run(observations);
    if (finding.verdict === 'fail' && !cause) failed.set(id, check);
    return { id, title, threshold, source, ...(cause ? explained(finding, cause) : finding) };
  });
}

const explained = (finding: Finding, { title }: Check): Finding =>
  finding.verdict === 'fail' ? skipped(`It comes with another fault, see “${title}”.`) : finding;

/** `learns`, or the first fault in a few words and how many more there are. */
export function summarize(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(outcome => outcome.verdict === 'fail').map(outcome => outcome.id);
  if (failed.length === 0) return 'learns';
  const { fault } = checks.find(check => check.id === failed[0])!;
  return failed.length === 1
    ? fault
    : `${fault}, and ${failed.length - 1} more ${failed.length === 2 ? 'fault' : 'faults'}`;
}
