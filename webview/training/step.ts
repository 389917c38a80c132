import {
  add,
  addN,
  dispose,
  div,
  type Scalar,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { ActivityProbe } from './examinations/activity.js';
import type { Batch } from './feed.js';
import type { Mode } from './layers/layer.js';
import { lossOf } from './loss.js';
import type { Network, Visit } from './network.js';
import type { Head } from './objective.js';
import type { Sample } from './observations.js';
import type { RelativeAdam } from './optimizer.js';
import type { Random } from './random.js';

/** Keeps a change of weights that are 0 a finite share of them. */
const TINY = 1e-20;

/** What one step showed. */
export interface StepRecord {
  readonly loss: number;
  /** Length of the gradient of each of the network's trained weights; undefined where none arrived. */
  readonly norms: readonly (number | undefined)[];
  /** Whether all of these are numbers. Where not, the weights were left as they are. */
  readonly isFinite: boolean;
  /** What a sampled step showed besides, if its values are numbers. */
  readonly sample?: Omit<Sample, 'step'>;
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

/**
 * Computes the gradients of one batch, and changes the weights where they are numbers.
 * @param probe makes it a sampled step
 */
export async function trainStep(
  network: Network,
  heads: readonly Head[],
  batch: Batch,
  optimizer: RelativeAdam,
  mode: Mode,
  random: Random,
  probe?: ActivityProbe,
): Promise<StepRecord> {
  const variables = network.trained.map(weight => weight.variable);
  const { value, grads } = variableGrads(
    () => forward(network, heads, batch, mode, random, probe?.visit),
    variables,
  );
  const gradients = variables.map(variable => grads[variable.name] as Tensor | undefined);
  try {
    const record = await readRecord(value, gradients);
    if (!record.isFinite) return record;
    const change = () => optimizer.apply(variables, gradients);
    if (!probe) {
      change();
      return record;
    }
    const updates = await measureUpdates(variables, change);
    return { ...record, sample: { updates, activities: await probe.read() } };
  } finally {
    probe?.dispose();
    dispose([value, grads]);
  }
}

/** Length of what `change` does to each variable, as a share of the variable's length before. */
async function measureUpdates(variables: readonly Variable[], change: () => void): Promise<number[]> {
  const before = variables.map(variable => variable.clone());
  change();
  const ratios = tidy(() =>
    stack(
      variables.map((variable, i) => {
        const squares = sum(square(before[i]!));
        return sqrt(div(sum(square(sub(variable, before[i]!))), add(squares, TINY)));
      }),
    ),
  );
  const values = await ratios.data();
  dispose([ratios, ...before]);
  return [...values];
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
