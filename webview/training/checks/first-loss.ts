import { formatNumber } from '../names.js';
import type { Observations } from '../observations.js';
import { type Check, fail, pass, skipped } from './check.js';
import { variancesAlong } from './trunk.js';

/** A head without a norm before it may start a little worse than guessing; more than that is a mistake of scale. */
const MOST = 2;
const LEAST = 0.5;

/** With fewer classes, the synthetic data have so few kinds of examples that luck decides how right the first answers are. */
const FEWEST_CLASSES = 10;
const fewestClasses = Math.log(FEWEST_CLASSES);

/**
 * How much wider the last values are than those that enter, where residual units made them so: each one with a norm in its branch adds
 * a variance of about 1 to the stream (Brock et al. 2021), and a ResNet-56 starts with up to four times the loss of guessing. What
 * grows faster than that is a fault.
 */
function growthByUnits(observations: Observations): number {
  const units = observations.graph.nodes.filter(node => node.layer === 'add').length;
  const variance = variancesAlong(observations).at(-1)?.value ?? 1;
  return Math.sqrt(Math.min(Math.max(1, variance), 1 + units));
}

export const firstLoss: Check = {
  id: 'first-loss',
  title: 'First loss is that of guessing',
  symptom:
    'Before training, the answers are not as balanced as those of guessing: the loss is far from ln(classes).',
  threshold: `${LEAST} to ${MOST} × ln(classes); with fewer than ${FEWEST_CLASSES} classes, where luck decides, up to ${MOST} × ln(${FEWEST_CLASSES}); the upper bound times the deviation to which residual units widen the signal, at most √(1 + units)`,
  source:
    'Karpathy 2019, A recipe for training neural networks: "verify loss @ init"; TheDeepChecker (Ben Braiek and Khomh 2023): less than twice what is expected; the lower bound and the exception are ours',
  fault: 'the first loss is off',
  remedy:
    'Too high: put a norm (`batchNorm`) before the last layer or inside the blocks, or start the weights smaller (`init`). Too low: look for an output that sees its own answer, or for fewer classes than the output says.',
  run(observations) {
    const {
      losses: [first],
      uninformedLoss,
    } = observations;
    if (uninformedLoss === undefined)
      return skipped('The mean squared error has no loss of guessing to compare with.');
    if (first === undefined || !Number.isFinite(first)) return skipped('There is no first loss.');
    const seen = `The first loss is ${formatNumber(first)}; guessing gives ${formatNumber(uninformedLoss)}`;
    if (first > MOST * growthByUnits(observations) * Math.max(uninformedLoss, fewestClasses))
      return fail(
        `${seen}. The answers are confidently wrong before training: values grow on their way through the network. Add a norm (batchNorm) before the last layer or inside the blocks, or start the weights smaller.`,
        { value: first },
      );
    if (uninformedLoss >= fewestClasses && first < LEAST * uninformedLoss)
      return fail(
        `${seen}. It knows too much before training: does the output see the answer, or have fewer classes than it says?`,
        {
          value: first,
        },
      );
    return pass(`${seen}.`, first);
  },
};
