import type { Shape, TypedGraph } from '../../../src/core/graph.js';
import type { Expected } from './reference.js';

/** Whether a network holds something that is not known. */
export const isUnknown = (graph: TypedGraph): boolean => graph.nodes.some(node => node.layer === 'unknown');

/** Of several outputs, the first is the layer's. */
export const withoutBatch = (expected: Expected): Shape => {
  const [first] = expected;
  return (Array.isArray(first) ? first : (expected as readonly (number | null)[])).slice(1);
};

/** The node of a layer, or, for a model inside, the one whose output leaves it. */
export function outputNamed(graph: TypedGraph, path: string): Shape | undefined {
  const id = path.replaceAll('/', '.');
  const node = graph.nodes.find(n => n.id === id);
  if (node) return node.output;
  const inside = (n: { id: string }): boolean => n.id.startsWith(`${id}.`);
  const taken = new Set(graph.nodes.filter(n => !inside(n)).flatMap(n => n.inputs));
  return graph.nodes.find(n => inside(n) && (taken.has(n.id) || graph.outputs.includes(n.id)))?.output;
}
