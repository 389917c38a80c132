import { tidy } from '@tensorflow/tfjs-core';
import type { TypedGraph } from '../../src/core/graph.js';
import { ActivityProbe } from './examinations/activity.js';
import { type Batch, Feed } from './feed.js';
import type { Mode } from './layers/layer.js';
import { Network, type Visit } from './network.js';
import { type Head, headsOf, isChannelsFirst } from './objective.js';
import { RelativeAdam } from './optimizer.js';
import { deriveSeed, type Random, seededRandom } from './random.js';
import { type Signals, traceSignals } from './signals.js';
import { forward, type StepRecord, trainStep } from './step.js';

/** A network, its synthetic data and what trains it. The same seed gives the same losses. Dispose of it after use. */
export class Experiment {
  readonly network: Network;
  readonly heads: readonly Head[];
  readonly feed: Feed;
  private readonly bare: ReadonlySet<string>;
  private readonly optimizer: RelativeAdam;
  private steps = 0;

  constructor(
    private readonly graph: TypedGraph,
    readonly seed: number,
    learningRate: number,
    /** Without noise, a network can learn by heart. */
    private readonly noise = true,
  ) {
    this.heads = headsOf(graph);
    this.feed = new Feed(graph, this.heads, seed);
    this.bare = new Set(this.heads.flatMap(head => head.bare ?? []));
    this.network = new Network(graph, { seed, bare: this.bare });
    this.optimizer = new RelativeAdam(learningRate);
  }

  /** Trains on one batch; a sampled step is looked at more closely. */
  async step(batch: Batch, isSampled = false): Promise<StepRecord> {
    const probe = isSampled ? this.probe() : undefined;
    const random = this.random();
    const record = await trainStep(this.network, this.heads, batch, this.optimizer, this.mode, random, probe);
    if (record.isFinite) this.steps++;
    return record;
  }

  /** The loss of one pass forward. Nothing is learnt from it, but in training batch norms move their averages. */
  async lossOf(batch: Batch, mode: Mode, visit?: Visit): Promise<number> {
    const loss = tidy(() => forward(this.network, this.heads, batch, mode, this.random(), visit));
    const [value] = await loss.data();
    loss.dispose();
    return value!;
  }

  /** Watches one pass; dispose of it. */
  probe(): ActivityProbe {
    return new ActivityProbe(isChannelsFirst(this.graph), this.bare);
  }

  /** What goes through every node when the step that comes next is tried, or the one that failed is tried again. */
  trace(batch: Batch): Promise<Signals> {
    return traceSignals(this.network, this.heads, batch, this.mode, () => this.random());
  }

  dispose(): void {
    this.network.dispose();
    this.optimizer.dispose();
  }

  private get mode(): Mode {
    return { training: true, noise: this.noise };
  }

  /** What dropout draws in the next step. */
  private random(): Random {
    return seededRandom(deriveSeed(this.seed, `step ${this.steps}`));
  }
}
