import { formatNumber } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';

/** Share of the best constant answer's loss below which one batch counts as learnt by heart. */
export const LEARNT = 0.2;

export const oneBatch: Check = {
  id: 'one-batch',
  title: 'One batch is overfitted',
  symptom: 'A few examples, seen again and again, are not learnt by heart.',
  threshold: `loss below ${LEARNT} × what a constant answer reaches`,
  source: 'Karpathy 2019, A recipe for training neural networks: "overfit one batch"; the factor is ours',
  fault: 'one batch cannot be overfitted',
  remedy:
    'The network is too small, or something between input and output destroys what tells the examples apart: a stride or pooling too many, a layer without a gradient, an activation that cuts everything off.',
  run({ oneBatch: run, constantLoss }) {
    if (!run || run.losses.length === 0) return skipped('It was not tried, as training broke off.');
    const [first, last] = [run.losses[0]!, run.losses.at(-1)!];
    const seen = `${run.examples} examples, seen ${run.losses.length} times: loss from ${formatNumber(first)} to ${formatNumber(last)}`;
    if (last <= LEARNT * constantLoss) return pass(`${seen}.`, last);
    return fail(
      `${seen}. A network that cannot learn ${run.examples} examples by heart is too small, or something between input and output destroys what tells them apart.`,
      { value: last },
    );
  },
};
