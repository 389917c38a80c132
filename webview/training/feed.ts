import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { TypedGraph } from '../../src/core/graph.js';
import { type Examples, isImage, SyntheticData } from './data.js';
import { channelsToFirst } from './layers/images.js';
import { constantLoss } from './loss.js';
import { type Head, isChannelsFirst, kindsFor } from './objective.js';
import { targetsFor } from './targets.js';

/** One batch as tensors. Dispose of it after use. */
export interface Batch {
  /** [batch, ...shape], by the id of the input's node. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** [rows, channels] for each head. */
  readonly targets: readonly Tensor[];
  dispose(): void;
}

interface Input {
  readonly id: string;
  readonly shape: readonly number[];
}

/** Synthetic batches for a network and its heads. */
export class Feed {
  readonly kinds: number;
  private readonly data: SyntheticData;
  private readonly inputs: readonly Input[];
  private readonly channelsFirst: boolean;
  private readonly withMasks: boolean;
  private readonly totals: readonly Float64Array[];
  private rows: readonly number[];

  constructor(
    graph: TypedGraph,
    private readonly heads: readonly Head[],
    seed: number,
  ) {
    const inputs = graph.nodes.filter(node => node.layer === 'input');
    this.channelsFirst = isChannelsFirst(graph);
    this.inputs = inputs.map(node => ({
      id: node.id,
      shape: this.channelsLast(node.output as readonly number[]),
    }));
    this.kinds = kindsFor(heads);
    this.withMasks = this.inputs.some(input => isImage(input.shape));
    this.data = new SyntheticData(
      this.inputs.map(input => input.shape),
      this.kinds,
      seed,
    );
    this.totals = heads.map(head => new Float64Array(head.channels));
    this.rows = heads.map(() => 0);
  }

  next(batch: number): Batch {
    const examples = this.data.next(batch);
    const inputs = new Map(
      this.inputs.map(({ id, shape }, i) => [id, this.toTensor(examples.inputs[i]!, batch, shape)]),
    );
    const targets = this.heads.map((head, i) => this.target(head, i, examples));
    const dispose = () => {
      for (const each of [...inputs.values(), ...targets]) each.dispose();
    };
    return { inputs, targets, dispose };
  }

  /** The loss that all batches so far would give to the best answer that is always the same, over all heads. */
  constantLoss(): number {
    return this.heads.reduce((total, head, i) => {
      const frequencies = Array.from(this.totals[i]!, sum => sum / this.rows[i]!);
      return total + constantLoss(head.loss, frequencies);
    }, 0);
  }

  private target(head: Head, index: number, examples: Examples): Tensor {
    const values = targetsFor(head, examples, this.kinds, this.withMasks);
    const total = this.totals[index]!;
    values.forEach((value, i) => {
      total[i % head.channels]! += value;
    });
    const rows = values.length / head.channels;
    this.rows = this.rows.map((count, i) => (i === index ? count + rows : count));
    return tensor(values, [rows, head.channels]);
  }

  private channelsLast(shape: readonly number[]): readonly number[] {
    return this.channelsFirst && shape.length > 1 ? [...shape.slice(1), shape[0]!] : shape;
  }

  private toTensor(values: Float32Array, batch: number, shape: readonly number[]): Tensor {
    const isSwapped = this.channelsFirst && shape.length > 1;
    return tidy(() => {
      const last = tensor(values, [batch, ...shape]);
      return isSwapped ? channelsToFirst(last) : last;
    });
  }
}
