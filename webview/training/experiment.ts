import type { TypedGraph } from '../../src/core/graph.js';
import { type Batch, Feed } from './feed.js';
import type { Mode } from './layers/layer.js';
import { Network } from './network.js';
import { type Head, headsOf } from './objective.js';
import { RelativeAdam } from './optimizer.js';
import { deriveSeed, type Random, seededRandom } from './random.js';
import { type Signals, traceSignals } from './signals.js';
import { type StepRecord, trainStep } from './step.js';

/** A network, its synthetic data and what trains it. The same seed gives the same losses. Dispose of it after use. */
export class Experiment {
  readonly network: Network;
  readonly heads: readonly Head[];
  readonly feed: Feed;
  private readonly optimizer: RelativeAdam;
  private steps = 0;

  constructor(
    graph: TypedGraph,
    private readonly seed: number,
    learningRate: number,
    /** Without noise, a network can learn by heart. */
    private readonly noise = true,
  ) {
    this.heads = headsOf(graph);
    this.feed = new Feed(graph, this.heads, seed);
    this.network = new Network(graph, { seed, bare: new Set(this.heads.flatMap(head => head.bare ?? [])) });
    this.optimizer = new RelativeAdam(learningRate);
  }

  /** Trains on one batch. */
  async step(batch: Batch): Promise<StepRecord> {
    const record = await trainStep(this.network, this.heads, batch, this.optimizer, this.mode, this.random());
    if (record.isFinite) this.steps++;
    return record;
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
