import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TypedNode } from '../../../src/core/graph.js';
import type { LayerName, LayerParameters } from '../../../src/core/layers/index.js';
import type { Value } from '../../../src/core/layers/parameters.js';
import type { Random } from '../random.js';

/** How a pass runs. */
export interface Mode {
  /** Batch norm uses the batch's statistics and moves its averages. */
  readonly training: boolean;
  /** Dropout and its like are on. */
  readonly noise: boolean;
}

/** What one layer gets in one pass. */
export interface Call<P = Readonly<Record<string, Value | undefined>>> {
  /** Each [batch, ...shape], in the order of the node's inputs. */
  readonly inputs: readonly [Tensor, ...Tensor[]];
  readonly parameters: P;
  /** By their names in the registry; shapes as there. */
  readonly weights: Readonly<Record<string, Variable>>;
  readonly mode: Mode;
  readonly random: Random;
  /** The shape that its output must have, without the batch. */
  readonly shape: readonly number[];
}

/** A layer that the smoke test can train. */
export interface Trainable<P = Readonly<Record<string, Value | undefined>>> {
  /** Answers [batch, ...shape]. A fused activation is applied outside. */
  forward(call: Call<P>): Tensor;
  /** Why this use of the layer cannot be trained here; undefined where it can. */
  obstacle?(node: TypedNode, inputs: readonly TypedNode[]): string | undefined;
}

/** A layer that it cannot, and why: the end of the sentence "… cannot be trained here: ". */
export interface NotTrainable {
  readonly reason: string;
}

/** Gives a layer's functions the types of its parameters. */
export const trainable = <N extends LayerName>(
  layer: Trainable<LayerParameters<N>>,
): Trainable<LayerParameters<N>> => layer;
