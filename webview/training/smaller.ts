import { formatShape, type TypedGraph } from '../../src/core/graph.js';
import { LIMITS } from './estimate.js';
import { estimateTest } from './plan.js';
import { shrinkToFit } from './shrink.js';

/** A shrunken copy should be quick, not just quick enough. */
const COMFORTABLE_SECONDS = LIMITS.seconds / 2;

/** A network that is quick to train, in the place of one that is too large. */
export interface SmallerCopy {
  readonly graph: TypedGraph;
  /** What is smaller: `input 28×28×3, 1/4 of the width`. */
  readonly summary: string;
  /** The same for the notes of a report, as a sentence. */
  readonly note: string;
}

/** The largest copy of the same structure that a quick test can train; undefined where there is none. */
export function smallerCopyOf(graph: TypedGraph): SmallerCopy | undefined {
  const smaller = shrinkToFit(graph, copy => {
    const { estimate, isTooLarge } = estimateTest(copy);
    return !isTooLarge && estimate.seconds <= COMFORTABLE_SECONDS;
  });
  if (!smaller) return undefined;
  const inputs = smaller.graph.nodes.filter(node => node.layer === 'input');
  const shapes = inputs.map(node => formatShape(node.output)).join(', ');
  const summary = `input ${shapes}${smaller.width > 1 ? `, 1/${smaller.width} of the width` : ''}`;
  return { graph: smaller.graph, summary, note: `This is a smaller copy of the network: ${summary}.` };
}
