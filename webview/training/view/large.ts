import type { TypedGraph } from '../../../src/core/graph.js';
import { button } from '../../widgets.js';
import { LIMITS } from '../estimate.js';
import { estimateTest } from '../plan.js';
import { type SmallerCopy, smallerCopyOf } from '../smaller.js';

/** More than this, and WebAssembly's memory does not hold it. */
const IMPOSSIBLE_BYTES = 2 * LIMITS.bytes;

/** What can be done about a network that is too large for a quick test. */
export function largeActions(
  graph: TypedGraph,
  run: (graph: TypedGraph, note: string | undefined) => void,
): HTMLElement[] {
  const smaller = smallerCopyOf(graph);
  const shrunken = smaller && shrinkButton(smaller, run);
  const isPossible = estimateTest(graph).estimate.bytes <= IMPOSSIBLE_BYTES;
  const anyway = isPossible ? button('Run anyway', { click: () => run(graph, undefined) }) : undefined;
  return [shrunken, anyway].filter(action => action !== undefined);
}

const shrinkButton = (
  { graph, summary, note }: SmallerCopy,
  run: (graph: TypedGraph, note: string) => void,
): HTMLElement =>
  button('Shrink input and width, and run', {
    appearance: 'primary',
    icon: 'beaker',
    title: `Runs a smaller copy: ${summary}`,
    click: () => run(graph, note),
  });
