import type { TypedGraph } from '../graph.js';

/** A node that the other format has no words for, and why. */
export interface Unsupported {
  readonly node: string;
  /** The end of a sentence: `TensorFlow.js has no grouped convolution`. */
  readonly reason: string;
}

/** The file's text, or everything that keeps it from being written: nothing is left out silently. */
export type Exported = { readonly text: string } | { readonly unsupported: readonly Unsupported[] };

/** A format that a network can be written in. */
export interface Exporter {
  readonly id: string;
  readonly title: string;
  /** End of the file's name, with the dot. */
  readonly extension: string;
  export(graph: TypedGraph): Exported;
}
