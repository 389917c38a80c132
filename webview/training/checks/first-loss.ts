import { formatNumber } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';

/** A head without a norm before it may start a little worse than guessing; more than that is a mistake of scale. */
const MOST = 5;
const LEAST = 0.5;

export const firstLoss: Check = {
  id: 'first-loss',
  title: 'First loss is that of guessing',
  symptom:
    'Before training, the answers are not as balanced as those of guessing: the loss is far from ln(classes).',
  threshold: `${LEAST} to ${MOST} × ln(classes)`,
  source: 'Karpathy 2019, A recipe for training neural networks: "verify loss @ init"; the factors are ours',
  fault: 'the first loss is off',
  remedy:
    'Too high: put a norm (`batchNorm`) before the last layer or inside the blocks, or start the weights smaller (`init`). Too low: look for an output that sees its own answer, or for fewer classes than the output says.',
  run({ losses: [first], uninformedLoss }) {
    if (uninformedLoss === undefined)
      return skipped('The mean squared error has no loss of guessing to compare with.');
    if (first === undefined || !Number.isFinite(first)) return skipped('There is no first loss.');
    const seen = `The first loss is ${formatNumber(first)}; guessing gives ${formatNumber(uninformedLoss)}`;
    if (first > MOST * uninformedLoss)
      return fail(
        `${seen}. The answers are confidently wrong before training: values grow on their way through the network. Add a norm (batchNorm) before the last layer or inside the blocks, or start the weights smaller.`,
        { value: first },
      );
    if (first < LEAST * uninformedLoss)
      return fail(
        `${seen}. It knows too much before training: does the output see the answer, or have fewer classes than it says?`,
        {
          value: first,
        },
      );
    return pass(`${seen}.`, first);
  },
};
