import { dispose, div, sub, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { TypedGraph } from '../../src/core/graph.js';
import { type Examples, isImage, SyntheticData } from './data.js';
import { channelsToFirst } from './layers/images.js';
import { type Head, isChannelsFirst, kindsFor } from './objective.js';
import { Tally } from './tally.js';
import { targetsFor } from './targets.js';

/** One batch as tensors. */
export interface Batch {
  /** [batch, ...shape], by the id of the input's node. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** [rows, channels] for each head. */
  readonly targets: readonly Tensor[];
}

interface Input {
  readonly id: string;
  readonly shape: readonly number[];
  /** What the network does to it first, see `rescalingOf`. */
  readonly rescaling: Rescaling | undefined;
}

interface Rescaling {
  readonly scale: number;
  readonly offset: number;
}

/** An input that is multiplied by less is meant to be large: pixels up to 255 are. */
const LARGEST_SCALE = 1 / 16;

/** How the network itself makes an input small; undefined where it takes it as it comes. */
function rescalingOf(id: string, { nodes }: TypedGraph): Rescaling | undefined {
  const users = nodes.filter(node => node.inputs.includes(id));
  const { scale, offset } = users[0]?.parameters ?? {};
  const isSmall = typeof scale === 'number' && scale > 0 && scale < LARGEST_SCALE;
  if (users.length !== 1 || users[0]!.layer !== 'rescale' || !isSmall) return undefined;
  return { scale, offset: Number(offset ?? 0) };
}

/** Synthetic batches for a network and its heads. */
export class Feed {
  readonly kinds: number;
  private readonly data: SyntheticData;
  private readonly inputs: readonly Input[];
  private readonly channelsFirst: boolean;
  private readonly withMasks: boolean;
  private readonly tallies: readonly Tally[];

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
      rescaling: rescalingOf(node.id, graph),
    }));
    this.kinds = kindsFor(heads);
    this.withMasks = this.inputs.some(input => isImage(input.shape));
    this.data = new SyntheticData(
      this.inputs.map(input => input.shape),
      this.kinds,
      seed,
    );
    this.tallies = heads.map(head => new Tally(head));
  }

  /** Lends a batch of fresh examples, and takes it back afterwards. */
  async lend<T>(examples: number, use: (batch: Batch) => Promise<T>): Promise<T> {
    const batch = this.next(examples);
    try {
      return await use(batch);
    } finally {
      dispose([...batch.inputs.values(), ...batch.targets]);
    }
  }

  /** The loss that all batches so far would give to the best answer that is always the same, over all heads. */
  constantLoss(): number {
    return this.tallies.reduce((total, tally) => total + tally.constantLoss(), 0);
  }

  private next(batch: number): Batch {
    const examples = this.data.next(batch);
    const inputs = new Map(
      this.inputs.map((input, i) => [input.id, this.toTensor(examples.inputs[i]!, batch, input)]),
    );
    return { inputs, targets: this.heads.map((head, i) => this.target(head, this.tallies[i]!, examples)) };
  }

  private target(head: Head, tally: Tally, examples: Examples): Tensor {
    const values = targetsFor(head, examples, this.kinds, this.withMasks);
    tally.add(values);
    return tensor(values, [values.length / head.channels, head.channels]);
  }

  private channelsLast(shape: readonly number[]): readonly number[] {
    return this.channelsFirst && shape.length > 1 ? [...shape.slice(1), shape[0]!] : shape;
  }

  private toTensor(values: Float32Array, batch: number, { shape, rescaling }: Input): Tensor {
    const isSwapped = this.channelsFirst && shape.length > 1;
    return tidy(() => {
      const small = tensor(values, [batch, ...shape]);
      const last = rescaling ? div(sub(small, rescaling.offset), rescaling.scale) : small;
      return isSwapped ? channelsToFirst(last) : last;
    });
  }
}
