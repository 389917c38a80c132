import type { TypedNode } from '../../../src/core/graph.js';
import type { Activation } from '../../../src/core/layers/activation.js';
import { activationOf } from '../activation-names.js';
import { formatNumber, nameOf } from '../names.js';
import type { Activity, Observations, Sample } from '../observations.js';
import { type Check, fail, pass, skipped } from './check.js';
import { isSampled, laterHalf } from './profile.js';

/** Share of a layer's units that may be dead. */
const MOST = 0.7;

/** A layer whose own input varies less than this has nothing that its ReLU could cut off. */
const LEAST_INPUT = 1e-3;

const cutting: readonly (Activation | undefined)[] = ['relu', 'relu6'];

/**
 * AutoTrainer's share, but of units (a map's channels) that are 0 for every example at every position of the batch, in every
 * sampled step of the later half: single zeros are what a ReLU is for, a last layer is mostly zeros when it knows the
 * answer, and a third of a small dense layer may be idle in a healthy network.
 */
export const dyingRelu: Check = {
  id: 'dying-relu',
  title: 'ReLUs are alive',
  symptom: 'Most units of a layer give 0 for every example, and get no gradient that could change this.',
  threshold: `fewer than ${100 * MOST} % of a layer's units give nothing but values below 1e-5, over a whole batch, in every sampled step of the later half`,
  source:
    'AutoTrainer (Zhang et al. 2021): 70 %; TheDeepChecker (Ben Braiek and Khomh 2023): 1e-5; over whole batches and several steps is ours',
  fault: 'ReLUs are dead',
  explainedBy: ['update-size', 'signal-propagation'],
  remedy:
    'Look for what moves the values below 0: a large negative bias or offset, or a learning rate that is too high. A norm (`batchNorm`) before the ReLU keeps half of them above 0; `leakyRelu` lets a gradient through.',
  run(observations) {
    if (!isSampled(observations)) return skipped('Too few steps were run.');
    const samples = laterHalf(observations.samples);
    const relus = observations.graph.nodes.filter(node => cuts(node, observations, samples));
    if (relus.length === 0) return skipped('There is no ReLU inside the network.');
    const deadest = relus.map(node => ({ node, dead: leastDead(node, samples) }));
    const most = Math.max(...deadest.map(({ dead }) => dead));
    if (most < MOST) return pass(`At most ${percent(most)} of a layer's units are dead.`, most);
    const { node, dead } = deadest.find(each => each.dead >= MOST)!;
    const cause = moverOf(node, observations, samples.at(-1)!);
    const moved = cause === node ? '' : `, moved below 0 by ${nameOf(cause)}`;
    return fail(
      `${percent(dead)} of the units of ${nameOf(node)} give 0 for every example${moved}. Put a norm (batchNorm) before the ReLU, take the offset away, or learn more slowly.`,
      { node: cause.id, value: dead },
    );
  },
};

const percent = (share: number): string => `${formatNumber(100 * share)} %`;

/** Whether a node cuts off values that are there. */
function cuts(node: TypedNode, { ends }: Observations, samples: readonly Sample[]): boolean {
  const { slope = 0 } = node.parameters;
  if (slope !== 0 || !cutting.includes(activationOf(node)) || ends.has(node.id)) return false;
  return samples.length > 0 && samples.every(({ activities }) => isFed(node, activities));
}

function isFed(node: TypedNode, activities: ReadonlyMap<string, Activity>): boolean {
  const input = activities.get(node.inputs[0]!);
  if (!input || !activities.has(node.id)) return false;
  const isMoved = Math.abs(input.mean) > LEAST_INPUT;
  return input.deviation > LEAST_INPUT || isMoved;
}

/** The share of dead units in the sampled step where it is least. */
const leastDead = ({ id }: TypedNode, samples: readonly Sample[]): number =>
  Math.min(...samples.map(({ activities }) => activities.get(id)!.dead));

/** Upstream, the first node whose output lies below 0 while its input does not. */
function moverOf(relu: TypedNode, { graph }: Observations, { activities }: Sample): TypedNode {
  const nodes = new Map(graph.nodes.map(node => [node.id, node]));
  const isBelow = (id: string): boolean => {
    const activity = activities.get(id);
    return activity !== undefined && activity.mean < -2 * activity.deviation;
  };
  let mover = relu;
  for (;;) {
    const next = mover.inputs.find(isBelow);
    if (next === undefined) return mover;
    mover = nodes.get(next)!;
  }
}
