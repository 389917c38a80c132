import type { TypedGraph } from '../../src/core/graph.js';
import { reinfer } from './reinfer.js';
import { Scaling, type Shrinkage } from './scaling.js';

export interface Shrunken extends Shrinkage {
  readonly graph: TypedGraph;
}

const FACTORS = [1, 2, 4, 8];

/** All ways to shrink, the least first; of equals, those that spread it, and then those that keep the width. */
const shrinkages: readonly Shrinkage[] = FACTORS.flatMap(input => FACTORS.map(width => ({ input, width })))
  .filter(({ input, width }) => input * width > 1)
  .sort(
    (a, b) =>
      a.input * a.width - b.input * b.width ||
      Math.max(a.input, a.width) - Math.max(b.input, b.width) ||
      a.width - b.width,
  );

/** The least shrunken copy of the same structure that fits; undefined where none does. */
export function shrinkToFit(graph: TypedGraph, fits: (graph: TypedGraph) => boolean): Shrunken | undefined {
  for (const shrinkage of shrinkages) {
    const smaller = shrink(graph, shrinkage);
    if (smaller && fits(smaller)) return { ...shrinkage, graph: smaller };
  }
  return undefined;
}

/** Sides of a map that are still worth a picture. */
const SMALLEST_SIDE = 8;

/**
 * The same network, node for node, with a smaller input and fewer channels; the classes stay. Undefined where a layer
 * has no room left, or sizes no longer agree.
 */
export function shrink(graph: TypedGraph, shrinkage: Shrinkage): TypedGraph | undefined {
  const smaller = reinfer(graph, new Scaling(graph, shrinkage).scaledNodes());
  const maps = smaller?.nodes.filter(node => node.layer === 'input' && node.output?.length === 3) ?? [];
  const isTooSmall = maps.some(map => map.output!.filter(size => (size ?? 0) >= SMALLEST_SIDE).length < 2);
  return isTooSmall && shrinkage.input > 1 ? undefined : smaller;
}
