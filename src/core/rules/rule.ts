import type { Code, Finding, Severity } from '../finding.js';
import type { TypedGraph } from '../graph.js';
import type { Unit } from '../residual.js';

/** What a rule may look at. */
export interface Checked {
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
}

export type ExampleFormat = 'yaml' | 'json' | 'python';

/** A file name under which an example is read as what it is. */
export const exampleFiles: Readonly<Record<ExampleFormat, string>> = {
  yaml: 'example.resnet.yaml',
  json: 'example.keras.json',
  python: 'example.py',
};

/** One code with its page of the manual. Codes found while reading or inferring shapes have no `check`. */
export interface Rule {
  readonly code: Code;
  readonly title: string;
  readonly severity: Severity;
  /** One or two sentences: what goes wrong if it is left. */
  readonly why: string;
  /** Where it is shown: authors, year, title, and the place in it. */
  readonly paper?: string;
  /** The line of the bad example where it is found, from 1; for what the rules themselves find. */
  readonly line?: number;
  /** A file that has exactly this finding, and one that has none. */
  readonly bad: string;
  readonly good: string;
  /** What the examples are written in; native YAML where it is not said. */
  readonly format?: ExampleFormat;
  check?(checked: Checked): Iterable<Finding>;
}
