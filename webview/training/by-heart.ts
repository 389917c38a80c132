import { LEARNT } from './checks/one-batch.js';
import type { Experiment } from './experiment.js';
import type { Observations } from './observations.js';
import type { Pace } from './pace.js';
import type { Plan } from './plan.js';

/** Trains a fresh network on the same few examples, again and again, until it knows them by heart. */
export async function learnByHeart(
  experiment: Experiment,
  { oneBatch: { steps, examples } }: Plan,
  constantLoss: number,
  pace: Pace,
): Promise<Observations['oneBatch']> {
  const losses: number[] = [];
  const phase = 'overfitting one batch';
  pace.begin(phase, steps);
  await experiment.feed.lend(examples, async batch => {
    while (losses.length < steps && (await pace.next())) {
      const record = await experiment.step(batch);
      losses.push(record.loss);
      pace.done(phase, steps, record.loss);
      if (!record.isFinite || record.loss < LEARNT * constantLoss) break;
    }
  });
  return { examples, losses };
}
