import { formatShape, type TypedGraph } from '../../../src/core/graph.js';
import type { TrainingEstimate } from '../../../src/protocol.js';
import { button } from '../../widgets.js';
import { LIMITS } from '../estimate.js';
import { estimateTest } from '../plan.js';
import { type Shrunken, shrinkToFit } from '../shrink.js';
import { formatBytes, formatSeconds } from './durations.js';

/** More than this, and WebAssembly's memory does not hold it. */
const IMPOSSIBLE_BYTES = 2 * LIMITS.bytes;

/** A shrunken copy should be quick, not just quick enough. */
const COMFORTABLE_SECONDS = LIMITS.seconds / 2;

/** What a test would cost, and more than what it may. */
export const costOf = ({ seconds, bytes }: TrainingEstimate): string =>
  `It would take about ${formatSeconds(seconds)} and ${formatBytes(bytes)}; a quick test has ${formatSeconds(LIMITS.seconds)} and ${formatBytes(LIMITS.bytes)}.`;

/** What can be done about a network that is too large for a quick test. */
export function largeActions(
  graph: TypedGraph,
  run: (graph: TypedGraph, note: string | undefined) => void,
): HTMLElement[] {
  const smaller = shrinkToFit(graph, copy => {
    const { estimate, isTooLarge } = estimateTest(copy);
    return !isTooLarge && estimate.seconds <= COMFORTABLE_SECONDS;
  });
  const shrunken = smaller && shrinkButton(smaller, run);
  const isPossible = estimateTest(graph).estimate.bytes <= IMPOSSIBLE_BYTES;
  const anyway = isPossible ? button('Run anyway', { click: () => run(graph, undefined) }) : undefined;
  return [shrunken, anyway].filter(action => action !== undefined);
}

function shrinkButton(
  { graph, width }: Shrunken,
  run: (graph: TypedGraph, note: string) => void,
): HTMLElement {
  const shapes = graph.nodes.filter(node => node.layer === 'input').map(node => formatShape(node.output));
  const copy = `input ${shapes.join(', ')}${width > 1 ? `, 1/${width} of the width` : ''}`;
  return button('Shrink input and width, and run', {
    appearance: 'primary',
    icon: 'beaker',
    title: `Runs a smaller copy: ${copy}`,
    click: () => run(graph, `This is a smaller copy of the network: ${copy}.`),
  });
}
