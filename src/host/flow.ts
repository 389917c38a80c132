import { formatShape, type Shape, type TypedNode } from '../core/graph.js';
import type { Analysis } from './tracked.js';

/** Computes once for each analysis. */
export function memo<T>(compute: (analysis: Analysis) => T): (analysis: Analysis) => T {
  const known = new WeakMap<Analysis, { readonly value: T }>();
  return analysis => {
    const entry = known.get(analysis) ?? { value: compute(analysis) };
    known.set(analysis, entry);
    return entry.value;
  };
}

/** The output shape of every node. */
export const outputsOf = memo(
  ({ model }): ReadonlyMap<string, Shape> => new Map(model.graph.nodes.map(node => [node.id, node.output])),
);

/** `56×56×256 → 28×28×512`: what some layers in a row make of what the first of them is given. */
export function shapesThrough(nodes: readonly TypedNode[], analysis: Analysis): string {
  const input = outputsOf(analysis).get(nodes[0]?.inputs[0] ?? '') ?? null;
  return `${formatShape(input)} → ${formatShape(nodes.at(-1)?.output ?? null)}`;
}
