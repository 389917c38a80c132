import type { Related } from './finding.js';
import { formatShape, type Node, nodeName, type Shape } from './graph.js';
import { layers } from './layers/index.js';

/** What is known of a graph while its shapes are inferred. */
export interface Inferred {
  node(id: string): Node | undefined;
  shape(id: string): Shape;
}

/** Layers that say how many channels they give, or lay them out anew. */
const giving = new Set(['convolution', 'dense', 'input', 'unknown', 'shape']);

/** The node that gave a node's input its channels: back over everything that only passes them on. */
export function originOf(node: Node, graph: Inferred): Node | undefined {
  let origin = graph.node(node.inputs[0] ?? '');
  while (
    origin &&
    origin.layer !== 'concat' &&
    origin.layer !== 'operation' &&
    !giving.has(layers[origin.layer].category)
  )
    origin = graph.node(origin.inputs[0] ?? '');
  return origin;
}

/** `flatten` gives 4096, from 256×4×4. */
export function describeOrigin(node: Node, graph: Inferred): Related[] {
  const origin = originOf(node, graph);
  if (!origin) return [];
  const given = formatShape(graph.shape(origin.id));
  const from = origin.inputs.map(id => formatShape(graph.shape(id)));
  const source = from.length === 0 ? '' : ` from ${from.join(' and ')}`;
  return [{ message: `\`${nodeName(origin)}\` gives ${given}${source}`, at: origin.at }];
}
