import type { TypedGraph } from '../../src/core/graph.js';
import type { Blame } from './blame.js';

/** What training showed of one trained weight. */
export interface WeightObservation {
  readonly node: string;
  readonly weight: string;
  /** Longest gradient over all steps; undefined where none ever arrived. */
  readonly gradient: number | undefined;
}

/** What one node's output looked like over a batch. Of a map, a unit is a channel; of a vector, one of its numbers. */
export interface Activity {
  /** Over all examples, positions and units. */
  readonly mean: number;
  readonly deviation: number;
  /** Of a unit over examples and positions, averaged over the units: what Brock et al. 2021 plot. */
  readonly variance: number;
  /** Share of the units, from 0 to 1, that gave nothing but 0. */
  readonly dead: number;
  /** Share of the units that stuck at an end of their range; only where an activation has two ends. */
  readonly saturated?: number;
}

/** What one of the sampled steps showed. */
export interface Sample {
  /** From 0. */
  readonly step: number;
  /** Length of the step's change of each weight, as a share of the weight's length; in the order of `weights`. */
  readonly updates: readonly number[];
  /** By node, in topological order, of those that an output depends on. */
  readonly activities: ReadonlyMap<string, Activity>;
}

/** Whether the answers depend on one input. */
export interface Dependence {
  readonly input: string;
  /** Loss with the true input, and with zeros in its place. */
  readonly losses: readonly [given: number, zeroed: number];
  /** Where the losses are equal: the first node that gives the same in both cases, though its inputs differ; or `input`. */
  readonly end?: string;
}

/** The same weights on the same batch, with the batch's own statistics and with the averages that batch norms keep. */
export interface Evaluation {
  readonly losses: readonly [training: number, evaluation: number];
  /** The first batch norm whose averages are far from the batch's statistics. */
  readonly node?: string;
}

/** Everything that the checks judge, as plain data. */
export interface Observations {
  readonly graph: TypedGraph;
  /** Loss of each step. The last one may be no number. */
  readonly losses: readonly number[];
  /** What a network that knows nothing starts with, ln(classes); undefined where there is no such number. */
  readonly uninformedLoss: number | undefined;
  /** The lowest loss that the same answer to every example reaches. */
  readonly constantLoss: number;
  readonly weights: readonly WeightObservation[];
  /** Lengths of the gradients: a row for each step, in the order of `weights`; undefined where none arrived. */
  readonly gradients: readonly (readonly (number | undefined)[])[];
  /** Every few steps. */
  readonly samples: readonly Sample[];
  /** Before training, with nothing but noise of variance 1 as input: each node's `variance`, in topological order. */
  readonly propagation: ReadonlyMap<string, number>;
  /** After training, of each input; undefined where that was not tried. */
  readonly dependences?: readonly Dependence[];
  /** After training; undefined where that was not tried, or no layer behaves differently then. */
  readonly evaluation?: Evaluation;
  /** The nodes where the answers come from: their activations, if any, are the answers' form and no layer's inside. */
  readonly ends: ReadonlySet<string>;
  /** The step, from 0, where a value was no number, and where it came from. */
  readonly notFinite?: { readonly step: number; readonly blame?: Blame };
  /** Why weights got no gradient, by their node. */
  readonly blames: ReadonlyMap<string, Blame>;
  /** Losses of training a fresh copy on a few examples, again and again; undefined where that was not tried. */
  readonly oneBatch?: { readonly examples: number; readonly losses: readonly number[] };
}
