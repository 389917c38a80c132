import type { SmokeReport, TrainingJob } from '../../src/protocol.js';
import { learnByHeart } from './by-heart.js';
import { Experiment } from './experiment.js';
import { uninformedLossOf } from './objective.js';
import { obstaclesOf } from './obstacles.js';
import { Pace, type TrainerHooks } from './pace.js';
import { type Plan, planFor } from './plan.js';
import {
  assumptionsOn,
  cancelledReport,
  hasteOf,
  judgedReport,
  notTrainableReport,
  type RunFacts,
  tooLargeReport,
} from './report.js';
import { withInputSizes } from './sizes.js';
import { type SmallerCopy, smallerCopyOf } from './smaller.js';
import { train } from './training.js';

export type { TrainerHooks } from './pace.js';

/**
 * Runs one smoke test on the backend that tfjs is set to. It yields between steps, and there it can be cancelled: a
 * step once begun is finished. Nothing of it is left in tfjs's memory. It needs no DOM and no Node.
 */
export async function runSmokeTest(
  given: TrainingJob,
  backend: string,
  hooks: TrainerHooks,
): Promise<SmokeReport> {
  const { graph: sized, note } = withInputSizes(given.graph);
  const obstacles = obstaclesOf(sized);
  const isPossible = obstacles.length === 0;
  const smaller = isPossible && given.shrinkIfLarge ? copyIfLarge({ ...given, graph: sized }) : undefined;
  const job = { ...given, graph: smaller?.graph ?? sized };
  const plan = planFor(job);
  const notes = [note, smaller?.note, hasteOf(plan)].filter(each => each !== undefined);
  const facts = factsBefore(job, plan, backend, notes);
  if (!isPossible) return notTrainableReport(facts, obstacles);
  if (plan.isTooLarge && !job.evenIfLarge) return tooLargeReport(facts);
  const pace = new Pace(hooks);
  try {
    return await runPlan(job, plan, facts, pace);
  } finally {
    pace.close();
  }
}

const copyIfLarge = (job: TrainingJob): SmallerCopy | undefined =>
  planFor(job).isTooLarge ? smallerCopyOf(job.graph) : undefined;

const factsBefore = (
  { seed }: TrainingJob,
  { batch, estimate }: Plan,
  backend: string,
  notes: readonly string[],
): RunFacts => ({ backend, batch, seed, estimate, notes, steps: 0, losses: [], msPerStep: 0 });

async function runPlan(
  { graph, seed }: TrainingJob,
  plan: Plan,
  before: RunFacts,
  pace: Pace,
): Promise<SmokeReport> {
  const experiment = new Experiment(graph, seed, plan.learningRate);
  const { heads, feed } = experiment;
  const trained = await train(experiment, graph, plan, pace).finally(() => experiment.dispose());
  const { losses, msPerStep, constantLoss } = trained;
  const uninformedLoss = uninformedLossOf(heads);
  const notes = [...before.notes, ...assumptionsOn(heads, feed.kinds)];
  const facts = { ...before, notes, losses, msPerStep, uninformedLoss, steps: losses.length };
  if (pace.isCancelled) return cancelledReport(facts);
  if (trained.isTooSlow) return tooLargeReport(facts);

  const fresh = trained.notFinite ? undefined : new Experiment(graph, seed, plan.learningRate, false);
  const learning = fresh && learnByHeart(fresh, plan, constantLoss, pace).finally(() => fresh.dispose());
  const oneBatch = await learning;
  if (pace.isCancelled) return cancelledReport(facts);
  return judgedReport(facts, { ...trained, graph, uninformedLoss, oneBatch });
}
