import type { TypedGraph } from '../../src/core/graph.js';
import { type Blame, blameNotFinite, Detective } from './blame.js';
import { silentNodes } from './checks/gradient-arrives.js';
import { meanOf, WINDOW } from './checks/loss-falls.js';
import type { Experiment } from './experiment.js';
import type { Observations, WeightObservation } from './observations.js';
import type { Pace } from './pace.js';
import type { Plan } from './plan.js';

/** What the main phase of a run showed. */
export type TrainingResult = Pick<
  Observations,
  'losses' | 'constantLoss' | 'weights' | 'notFinite' | 'blames'
> & {
  readonly msPerStep: number;
  /** Whether it was given up, as it would have taken too long. */
  readonly isTooSlow: boolean;
};

/** Training stops early once the mean loss of a window is below this share of the best constant answer's. */
const PLAINLY_LEARNT = 0.4;

/** After so many steps it is known how long they take. */
const TIMED_STEPS = 3;

/** A traced pass needs much memory for each example. */
const TRACED_EXAMPLES = 8;

/** Trains on fresh examples until the steps are done, the network has plainly learnt, or a value is no number. */
export async function train(
  experiment: Experiment,
  graph: TypedGraph,
  plan: Plan,
  pace: Pace,
): Promise<TrainingResult> {
  const { feed, network } = experiment;
  const losses: number[] = [];
  const longest: (number | undefined)[] = network.trained.map(() => undefined);
  let notFinite: Observations['notFinite'];
  let isTooSlow = false;
  const isDone = () =>
    losses.length === plan.steps || notFinite || isTooSlow || isLearnt(losses, feed.constantLoss());
  pace.begin('training', plan.steps);
  while (!isDone() && (await pace.next())) {
    const batch = feed.next(plan.batch);
    const record = await experiment.step(batch);
    losses.push(record.loss);
    record.norms.forEach((norm, i) => {
      if (norm !== undefined) longest[i] = Math.max(longest[i] ?? 0, norm);
    });
    if (!record.isFinite)
      notFinite = { step: losses.length - 1, blame: blameNotFinite(graph, await experiment.trace(batch)) };
    batch.dispose();
    isTooSlow = losses.length <= TIMED_STEPS && pace.msPerStep > plan.slowestStep;
    pace.done('training', plan.steps, record.loss, byHeartTime(plan, pace.msPerStep));
  }
  const weights = network.trained.map(
    ({ node, name }, i): WeightObservation => ({ node, weight: name, gradient: longest[i] }),
  );
  const { msPerStep } = pace;
  const isWhole = !notFinite && !isTooSlow && !pace.isCancelled;
  const blames = isWhole ? await findBlames(experiment, graph, weights) : new Map();
  return { losses, constantLoss: feed.constantLoss(), weights, notFinite, blames, msPerStep, isTooSlow };
}

/** Milliseconds that the phase after this one will take at most. */
const byHeartTime = ({ batch, oneBatch }: Plan, msPerStep: number): number =>
  (oneBatch.steps * msPerStep * oneBatch.examples) / batch;

const isLearnt = (losses: readonly number[], constantLoss: number): boolean =>
  losses.length > WINDOW && meanOf(losses.slice(-WINDOW)) < PLAINLY_LEARNT * constantLoss;

async function findBlames(
  experiment: Experiment,
  graph: TypedGraph,
  weights: readonly WeightObservation[],
): Promise<ReadonlyMap<string, Blame>> {
  const silent = silentNodes({ weights });
  if (silent.length === 0) return new Map();
  const batch = experiment.feed.next(TRACED_EXAMPLES);
  const detective = new Detective(graph, await experiment.trace(batch));
  batch.dispose();
  return new Map(silent.map(id => [id, detective.blame(id)]));
}
