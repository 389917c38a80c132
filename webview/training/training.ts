import type { TypedGraph } from '../../src/core/graph.js';
import { type Blame, blameNotFinite, Detective } from './blame.js';
import { silentNodes } from './checks/gradient-arrives.js';
import { meanOf, WINDOW } from './checks/loss-falls.js';
import { examineDependence } from './examinations/dependence.js';
import { examineEvaluation } from './examinations/evaluation.js';
import { propagate } from './examinations/propagation.js';
import type { Experiment } from './experiment.js';
import type { Feed } from './feed.js';
import type { Observations } from './observations.js';
import type { Pace } from './pace.js';
import type { Plan } from './plan.js';
import { Recording } from './recording.js';

/** What the main phase of a run showed. */
export type TrainingResult = Pick<
  Observations,
  | 'losses'
  | 'constantLoss'
  | 'weights'
  | 'gradients'
  | 'samples'
  | 'propagation'
  | 'dependences'
  | 'evaluation'
  | 'ends'
  | 'notFinite'
  | 'blames'
> & {
  readonly msPerStep: number;
  /** Whether it was given up, as it would have taken too long. */
  readonly isTooSlow: boolean;
};

/** Training stops early once the mean loss of a window is below this share of the best constant answer's. */
const PLAINLY_LEARNT = 0.4;

/** After so many steps it is known how long they take; not after the first, which also warms up. */
const TIMED_STEPS = { least: 2, most: 3 };

/** A traced pass needs much memory for each example. */
const TRACED_EXAMPLES = 8;

/** Trains on fresh examples until the steps are done, the network has plainly learnt, or a value is no number. */
export async function train(
  experiment: Experiment,
  graph: TypedGraph,
  plan: Plan,
  pace: Pace,
): Promise<TrainingResult> {
  const { feed } = experiment;
  const recording = new Recording(experiment.network);
  const { losses, gradients, samples } = recording;
  const propagation = await propagate(experiment, graph);
  let isTooSlow = false;
  const isDone = () =>
    losses.length === plan.steps || recording.notFinite || isTooSlow || isLearnt(losses, feed);
  pace.begin('training', plan.steps);
  while (!isDone() && (await pace.next())) {
    await feed.lend(plan.batch, async batch => {
      const record = await experiment.step(batch, recording.isSampleDue);
      recording.add(record);
      if (!record.isFinite) recording.break(blameNotFinite(graph, await experiment.trace(batch)));
    });
    const isTimed = losses.length >= TIMED_STEPS.least && losses.length <= TIMED_STEPS.most;
    isTooSlow = isTimed && pace.msPerStep > plan.slowestStep;
    pace.done('training', plan.steps, losses.at(-1)!, byHeartTime(plan, pace.msPerStep));
  }
  const { weights, notFinite } = recording;
  const { msPerStep } = pace;
  const isWhole = !notFinite && !isTooSlow && !pace.isCancelled;
  const constantLoss = feed.constantLoss();
  const blames = isWhole ? await findBlames(experiment, graph, silentNodes(recording)) : new Map();
  const examined = isWhole ? await examine(experiment, graph, plan, pace) : {};
  const observed = { losses, constantLoss, weights, gradients, samples, propagation, notFinite, blames };
  return { ...observed, ...examined, ends: endsOf(experiment), msPerStep, isTooSlow };
}

/** What a trained network is asked besides. */
async function examine(
  experiment: Experiment,
  graph: TypedGraph,
  { batch: size }: Plan,
  pace: Pace,
): Promise<Pick<Observations, 'dependences' | 'evaluation'>> {
  const { feed } = experiment;
  if (!(await pace.next())) return {};
  const dependences = await feed.lend(Math.min(size, TRACED_EXAMPLES), batch =>
    examineDependence(experiment, graph, batch),
  );
  const evaluation = await examineEvaluation(experiment, graph, async use => {
    await pace.next();
    return feed.lend(size, use);
  });
  return { dependences, evaluation };
}

const endsOf = ({ heads }: Experiment): ReadonlySet<string> =>
  new Set(heads.flatMap(({ node, bare }) => [node, bare ?? node]));

/** Milliseconds that the phase after this one will take at most. */
const byHeartTime = ({ batch, oneBatch }: Plan, msPerStep: number): number =>
  (oneBatch.steps * msPerStep * oneBatch.examples) / batch;

const isLearnt = (losses: readonly number[], feed: Feed): boolean =>
  losses.length > WINDOW && meanOf(losses.slice(-WINDOW)) < PLAINLY_LEARNT * feed.constantLoss();

/** Traces one more pass, where weights stayed without a gradient, to find out why. */
async function findBlames(
  experiment: Experiment,
  graph: TypedGraph,
  silent: readonly string[],
): Promise<ReadonlyMap<string, Blame>> {
  if (silent.length === 0) return new Map();
  return experiment.feed.lend(TRACED_EXAMPLES, async batch => {
    const detective = new Detective(graph, await experiment.trace(batch));
    return new Map(silent.map(id => [id, detective.blame(id)]));
  });
}
