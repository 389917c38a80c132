import {
  addN,
  dispose,
  type Scalar,
  square,
  stack,
  sum,
  type Tensor,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { Batch } from './feed.js';
import type { Mode } from './layers/layer.js';
import { lossOf } from './loss.js';
import type { Network, Visit } from './network.js';
import type { Head } from './objective.js';
import type { RelativeAdam } from './optimizer.js';
import type { Random } from './random.js';

/** What one step showed. */
export interface StepRecord {
  readonly loss: number;
  /** Length of the gradient of each of the network's trained weights; undefined where none arrived. */
  readonly norms: readonly (number | undefined)[];
  /** Whether all of these are numbers. Where not, the weights were left as they are. */
  readonly isFinite: boolean;
}

/** Sum of the heads' losses for one pass. Call it inside `tidy` or a gradient. */
export function forward(
  network: Network,
  heads: readonly Head[],
  batch: Batch,
  mode: Mode,
  random: Random,
  visit?: Visit,
): Scalar {
  const answers = network.run(batch.inputs, mode, random, visit);
  return addN(heads.map((head, i) => lossOf(head, answers.get(head.node)!, batch.targets[i]!)));
}

/** Computes the gradients of one batch, and changes the weights where they are numbers. */
export async function trainStep(
  network: Network,
  heads: readonly Head[],
  batch: Batch,
  optimizer: RelativeAdam,
  mode: Mode,
  random: Random,
): Promise<StepRecord> {
  const variables = network.trained.map(weight => weight.variable);
  const { value, grads } = variableGrads(() => forward(network, heads, batch, mode, random), variables);
  const gradients = variables.map(variable => grads[variable.name] as Tensor | undefined);
  try {
    const record = await readRecord(value, gradients);
    if (record.isFinite) optimizer.apply(variables, gradients);
    return record;
  } finally {
    dispose([value, grads]);
  }
}

/** One readback for the loss and all norms. */
async function readRecord(loss: Scalar, gradients: readonly (Tensor | undefined)[]): Promise<StepRecord> {
  const all = tidy(() => stack([loss, ...gradients.flatMap(g => (g ? [sum(square(g)) as Scalar] : []))]));
  const [value, ...squares] = await all.data();
  all.dispose();
  let next = 0;
  const norms = gradients.map(g => (g ? Math.sqrt(squares[next++]!) : undefined));
  return { loss: value!, norms, isFinite: [value!, ...squares].every(Number.isFinite) };
}
