import type { TypedGraph } from '../../src/core/graph.js';
import type { TrainingEstimate, TrainingJob } from '../../src/protocol.js';
import { LIMITS, type Size, sizeOf, stepMemory, stepTime } from './estimate.js';

/** How a test will run. */
export interface Plan {
  readonly steps: number;
  /** What would have been chosen where the job says how many. */
  readonly usualSteps: number;
  readonly batch: number;
  readonly learningRate: number;
  /** A fresh copy is trained on so many examples, again and again. */
  readonly oneBatch: { readonly steps: number; readonly examples: number };
  readonly estimate: TrainingEstimate;
  readonly isTooLarge: boolean;
  /** A run whose steps turn out to last longer than so many milliseconds is given up. */
  readonly slowestStep: number;
}

const LEARNING_RATE = 0.03;

/** A small network may learn slowly, but its steps are quick: it gets as many as last so long, within bounds. */
const STEPS = { least: 60, most: 200, seconds: 10 };
const ONE_BATCH = { least: 40, most: 200, seconds: 3, examples: 8 };

/** Batches to choose from. Fewer examples than the smallest give gradients too rough for 60 steps. */
const BATCHES = [32, 16, 8];

/** How far off an estimate may be: a busy machine must not change the verdict. */
const TOLERANCE = 3;

/** A smaller batch is taken where training would last longer. */
const COMFORTABLE_SECONDS = 30;

/** Chooses what the job leaves open. */
export function planFor(job: Omit<TrainingJob, 'seed'>): Plan {
  const size = sizeOf(job.graph);
  const batch = job.batch ?? chooseBatch(size, job.steps ?? STEPS.least);
  const usualSteps = stepsWithin(STEPS, stepTime(size, batch));
  const steps = job.steps ?? usualSteps;
  const examples = Math.min(batch, ONE_BATCH.examples);
  const byHeart = stepsWithin(ONE_BATCH, stepTime(size, examples));
  const oneBatch = { examples, steps: Math.min(usualSteps, byHeart) };
  const milliseconds = steps * stepTime(size, batch) + oneBatch.steps * stepTime(size, oneBatch.examples);
  const estimate = { seconds: milliseconds / 1000, bytes: stepMemory(size, batch) };
  const isTooLarge = estimate.seconds > LIMITS.seconds || estimate.bytes > LIMITS.bytes;
  const slowestStep = job.evenIfLarge
    ? Number.POSITIVE_INFINITY
    : (TOLERANCE * LIMITS.seconds * 1000) / STEPS.least;
  return {
    steps,
    usualSteps,
    batch,
    learningRate: job.learningRate ?? LEARNING_RATE,
    oneBatch,
    estimate,
    isTooLarge,
    slowestStep,
  };
}

/** What a test of this network would take, and whether that is too much. */
export const estimateTest = (graph: TypedGraph): Pick<Plan, 'estimate' | 'isTooLarge'> => planFor({ graph });

const stepsWithin = ({ least, most, seconds }: typeof STEPS, msPerStep: number): number =>
  Math.round(Math.min(most, Math.max(least, (seconds * 1000) / msPerStep)));

function chooseBatch(size: Size, steps: number): number {
  const fits = (batch: number) =>
    (steps * stepTime(size, batch)) / 1000 <= COMFORTABLE_SECONDS && stepMemory(size, batch) <= LIMITS.bytes;
  return BATCHES.find(fits) ?? BATCHES.at(-1)!;
}
