import type { TypedGraph } from '../../src/core/graph.js';
import type { Blame } from './blame.js';

/** What training showed of one trained weight. */
export interface WeightObservation {
  readonly node: string;
  readonly weight: string;
  /** Longest gradient over all steps; undefined where none ever arrived. */
  readonly gradient: number | undefined;
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
  /** The step, from 0, where a value was no number, and where it came from. */
  readonly notFinite?: { readonly step: number; readonly blame?: Blame };
  /** Why weights got no gradient, by their node. */
  readonly blames: ReadonlyMap<string, Blame>;
  /** Losses of training a fresh copy on a few examples, again and again; undefined where that was not tried. */
  readonly oneBatch?: { readonly examples: number; readonly losses: readonly number[] };
}
