import type { TypedGraph } from '../../src/core/graph.js';
import { isChannelsFirst } from './objective.js';
import { reinfer } from './reinfer.js';

/** Heights and widths to try where the network leaves them open, the quickest first. */
const SIDES = [32, 64, 128, 224];

export interface Sized {
  readonly graph: TypedGraph;
  /** What was assumed, as a sentence. */
  readonly note?: string;
}

/** Gives inputs of open height and width a size that the network can take; leaves the graph as it is where none fits. */
export function withInputSizes(graph: TypedGraph): Sized {
  const isOpen = graph.nodes.some(node => node.layer === 'input' && node.output?.includes(null));
  if (!isOpen) return { graph };
  for (const side of SIDES) {
    const sized = reinfer(graph, withSide(graph, side));
    if (sized?.nodes.every(node => node.output?.every(size => size !== null)))
      return { graph: sized, note: `The input's size is open: taken as ${side}×${side}.` };
  }
  return { graph };
}

/** The channels are not a side: they stay open. */
function withSide(graph: TypedGraph, side: number) {
  const channelsFirst = isChannelsFirst(graph);
  return graph.nodes.map(node => {
    const shape = node.layer === 'input' ? node.output : null;
    if (shape?.length !== 3) return node;
    const channels = channelsFirst ? 0 : 2;
    const sized = shape.map((size, axis) => (axis === channels ? size : (size ?? side)));
    return { ...node, parameters: { ...node.parameters, shape: sized } };
  });
}
