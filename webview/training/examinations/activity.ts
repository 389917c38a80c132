import {
  concat,
  dispose,
  keep,
  mean,
  reshape,
  square,
  type Tensor,
  tidy,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { TypedNode } from '../../../src/core/graph.js';
import { activationOf } from '../activation-names.js';
import { differentiable } from '../backends/differentiable.js';
import type { Visit } from '../network.js';
import type { Activity } from '../observations.js';

/** A unit whose values are all smaller is dead (TheDeepChecker, Ben Braiek and Khomh 2023). */
const DEAD = 1e-5;

/** A unit this close to the ends, between -1 and 1, is saturated (Rakitianskaia and Engelbrecht 2015; TheDeepChecker). */
const SATURATED = 0.95;

interface Range {
  readonly scale: number;
  readonly offset: number;
}

/** How outputs of bounded activations become numbers between -1 and 1: scale · y + offset. */
const bounded: Readonly<Record<string, Range>> = {
  sigmoid: { scale: 2, offset: -1 },
  hardSigmoid: { scale: 2, offset: -1 },
  tanh: { scale: 1, offset: 0 },
  hardTanh: { scale: 1, offset: 0 },
  softsign: { scale: 1, offset: 0 },
};

/**
 * Watches one pass forward: give its `visit` to the network, then read. Only two numbers for each unit are kept of an
 * output, its mean and its mean square.
 */
export class ActivityProbe {
  private readonly moments = new Map<TypedNode, Tensor>();

  /** @param bare nodes whose activation is left out, see `Head` */
  constructor(
    private readonly channelsFirst: boolean,
    private readonly bare: ReadonlySet<string>,
  ) {}

  readonly visit: Visit = (node, output) => {
    this.moments.set(node, keep(momentsOf(output, this.channelsFirst)));
    return output;
  };

  /** By node, in topological order. One readback for all of them. */
  async read(): Promise<ReadonlyMap<string, Activity>> {
    const nodes = [...this.moments.keys()];
    const all = tidy(() => concat([...this.moments.values()]));
    const values = await all.data<'float32'>();
    all.dispose();
    let next = 0;
    return new Map(
      nodes.map((node): [string, Activity] => {
        const from = next;
        next += this.moments.get(node)!.size;
        const activation = this.bare.has(node.id) ? undefined : activationOf(node);
        return [node.id, activityOf(values.subarray(from, next), activation)];
      }),
    );
  }

  dispose(): void {
    dispose([...this.moments.values()]);
  }
}

/** [2 · units]: means, then mean squares, over examples and positions. It is no part of any gradient. */
const momentsOf = (x: Tensor, channelsFirst: boolean): Tensor =>
  differentiable(
    [x],
    x => tidy(() => concat([unitMeans(x, channelsFirst), unitMeans(square(x), channelsFirst)])),
    (_, [x]) => [zerosLike(x)],
  );

/** [units]: means over examples and positions. */
function unitMeans(x: Tensor, channelsFirst: boolean): Tensor {
  const batch = x.shape[0]!;
  if (x.rank < 3) return mean(reshape(x, [batch, x.size / batch]), 0);
  const channels = x.shape.at(channelsFirst ? 1 : -1)!;
  const positions = x.size / (batch * channels);
  return channelsFirst
    ? mean(mean(reshape(x, [batch, channels, positions]), 2), 0)
    : mean(reshape(x, [batch * positions, channels]), 0);
}

/** @param moments [2 · units] */
function activityOf(moments: Float32Array, activation: string | undefined): Activity {
  const units = moments.length / 2;
  const range = activation === undefined ? undefined : bounded[activation];
  const totals = { mean: 0, square: 0, variance: 0, dead: 0, saturated: 0 };
  for (let unit = 0; unit < units; unit++) {
    const [mean, square] = [moments[unit]!, moments[units + unit]!];
    totals.mean += mean / units;
    totals.square += square / units;
    totals.variance += Math.max(0, square - mean ** 2) / units;
    if (square < DEAD ** 2) totals.dead += 1 / units;
    if (range && squareBetweenEnds(range, mean, square) > SATURATED ** 2) totals.saturated += 1 / units;
  }
  const { mean, square, variance, dead, saturated } = totals;
  const deviation = Math.sqrt(Math.max(0, square - mean ** 2));
  return { mean, deviation, variance, dead, ...(range && { saturated }) };
}

/** Mean square of scale · y + offset. */
const squareBetweenEnds = ({ scale, offset }: Range, mean: number, square: number): number =>
  scale ** 2 * square + 2 * scale * offset * mean + offset ** 2;
