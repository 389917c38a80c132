import { formatNumber } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';
import { WINDOW } from './loss-falls.js';

/** A rise from one step to the next, as a share of the best constant answer's loss. */
const SWING = 0.03;

/** Share of the steps that may rise so much. */
const MOST = 0.2;

/**
 * AutoTrainer's numbers, on the loss of the batch that is seen again and again: fresh examples make the loss swing by
 * that much in every healthy run, with nothing wrong but luck.
 */
export const oscillation: Check = {
  id: 'oscillation',
  title: 'The loss does not oscillate',
  symptom: 'On the same few examples, the loss jumps up again and again instead of falling.',
  threshold: `rises of ${SWING} × what a constant answer reaches, or more, in fewer than ${100 * MOST} % of the steps on one batch`,
  source:
    'AutoTrainer (Zhang et al. 2021): swings of 0.03 in 20 % of the steps; that only rises on the same examples count is ours',
  fault: 'the loss oscillates',
  explainedBy: ['update-size', 'signal-propagation'],
  remedy: 'Lower the learning rate, start the weights smaller (`init`), or add norms (`batchNorm`).',
  run({ oneBatch, constantLoss }) {
    const losses = oneBatch?.losses.filter(Number.isFinite) ?? [];
    if (losses.length === 0) return skipped('It was not tried, as training broke off.');
    if (losses.length < WINDOW) return pass(`One batch was learnt within ${losses.length} steps.`);
    const rises = losses.slice(1).filter((loss, i) => loss - losses[i]! >= SWING * constantLoss).length;
    const share = rises / (losses.length - 1);
    const seen = `On one batch, the loss rises sharply in ${formatNumber(100 * share)} % of the steps`;
    if (share < MOST) return pass(`${seen}.`, share);
    return fail(
      `${seen}. Lower the learning rate, start the weights smaller (init), or add norms (batchNorm).`,
      {
        value: share,
      },
    );
  },
};
