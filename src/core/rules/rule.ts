import type { Finding, Severity } from '../finding.js';
import type { TypedGraph } from '../graph.js';
import type { Unit } from '../residual.js';

/** What a rule may look at. */
export interface Checked {
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
}

/** One code with its page of the manual. Codes found while reading or inferring shapes have no `check`. */
export interface Rule {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  /** One or two sentences: what goes wrong if it is left. */
  readonly why: string;
  /** A native file that has exactly this finding, and one that has none. */
  readonly bad: string;
  readonly good: string;
  check?(checked: Checked): Iterable<Finding>;
}
