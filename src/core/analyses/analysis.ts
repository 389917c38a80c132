import type { Model } from '../analyze.js';
import type { Size, TypedGraph } from '../graph.js';
import type { Unit } from '../residual.js';

/** What an analysis says of one layer or block; null where it cannot be known, for sizes of 0 and more. */
export type Cell = Size | string | readonly Cell[];

export type Values = Readonly<Record<string, Cell>>;

export interface Column {
  /** The value's name in the rows, and in JSON. */
  readonly key: string;
  /** As people read it, with the unit. */
  readonly title: string;
  /** Words stand to the left; figures to the right. */
  readonly align: 'left' | 'right';
  format(value: Cell): string;
}

/** A row of one layer; what is known of the layer itself is in the graph. */
export interface Row {
  readonly node: string;
  readonly values: Values;
}

/** A further table, over what is no layer: blocks, lengths, devices. */
export interface Section {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Values[];
}

export interface AnalysisResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly sections: readonly Section[];
  /** What holds for the whole network, a name and a figure each. */
  readonly facts: readonly (readonly [name: string, text: string])[];
}

/** How weights are trained, which decides what is kept beside them. */
export const optimizers = ['sgd', 'momentum', 'adam'] as const;

export type Optimizer = (typeof optimizers)[number];

export interface AnalysisOptions {
  /** Inputs at a time. */
  readonly batch: number;
  readonly optimizer: Optimizer;
}

export const defaultOptions: AnalysisOptions = { batch: 1, optimizer: 'adam' };

/** What analyses read: a network with its shapes and its residual units. */
export interface Analysed {
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
  readonly program?: Model['program'];
}

/** A view of a network in figures. Pure, never throws, and takes time in proportion to the layers. */
export interface Analysis {
  readonly id: string;
  readonly title: string;
  /** What it says and by which convention, in a sentence or two. */
  readonly doc: string;
  run(network: Analysed, options: AnalysisOptions): AnalysisResult;
}
