import { mul, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { TypedGraph, TypedNode } from '../../../src/core/graph.js';
import type { Experiment } from '../experiment.js';
import type { Batch } from '../feed.js';
import type { Activity, Evaluation } from '../observations.js';

/** So many batches fill the averages. */
const PASSES = 5;

/** Averages whose normalised output is that much wider or narrower, or off by so many deviations, are far off. */
const FAR = 2;

/**
 * The loss of one batch in training and in evaluation mode, with what the batch norms have learnt of the data by then.
 * A short run leaves averages that follow slowly (Keras: 0.99) near where they started, which is no fault. So they are filled anew
 * here, with the weights at rest, and what is missing of their weight is made up for, as Adam does with its moments.
 * @param lend gives fresh batches
 * @returns undefined where there is no batch norm
 */
export async function examineEvaluation(
  experiment: Experiment,
  graph: TypedGraph,
  lend: <T>(use: (batch: Batch) => Promise<T>) => Promise<T>,
): Promise<Evaluation | undefined> {
  const norms = graph.nodes.filter(node => node.layer === 'batchNorm');
  if (norms.length === 0) return undefined;
  await fillAverages(experiment, norms, lend);
  return lend(async batch => {
    const evaluation = await observe(experiment, batch, false);
    const training = await observe(experiment, batch, true);
    const far = norms.find(({ id }) => isFar(training.activities.get(id), evaluation.activities.get(id)));
    return { losses: [training.loss, evaluation.loss], ...(far && { node: far.id }) };
  });
}

async function fillAverages(
  experiment: Experiment,
  norms: readonly TypedNode[],
  lend: <T>(use: (batch: Batch) => Promise<T>) => Promise<T>,
): Promise<void> {
  // An average that never moves stays as it is.
  const moving = norms.filter(norm => Number(norm.parameters.momentum) < 1);
  changeAverages(experiment, moving, average => zerosLike(average));
  for (let pass = 0; pass < PASSES; pass++)
    await lend(batch => experiment.lossOf(batch, { training: true, noise: true }));
  changeAverages(experiment, moving, (average, { parameters }) =>
    mul(average, 1 / (1 - Number(parameters.momentum) ** PASSES)),
  );
}

function changeAverages(
  { network }: Experiment,
  norms: readonly TypedNode[],
  change: (average: Tensor, norm: TypedNode) => Tensor,
): void {
  const byId = new Map(norms.map(norm => [norm.id, norm]));
  for (const { node, name, variable } of network.weights) {
    const norm = byId.get(node);
    if (norm && name.startsWith('moving_')) tidy(() => variable.assign(change(variable, norm)));
  }
}

async function observe(experiment: Experiment, batch: Batch, training: boolean) {
  const probe = experiment.probe();
  try {
    const loss = await experiment.lossOf(batch, { training, noise: false }, probe.visit);
    return { loss, activities: await probe.read() };
  } finally {
    probe.dispose();
  }
}

function isFar(training: Activity | undefined, evaluation: Activity | undefined): boolean {
  if (!training || !evaluation || training.deviation === 0) return false;
  const wider = evaluation.deviation / training.deviation;
  const shift = Math.abs(evaluation.mean - training.mean) / training.deviation;
  return wider > FAR || wider < 1 / FAR || shift > FAR;
}
