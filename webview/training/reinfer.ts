import type { Node, TypedGraph } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import { mergeConflict } from '../../src/core/layers/merge.js';
import { findUnits } from '../../src/core/residual.js';
import { inferShapes } from '../../src/core/shapes.js';

/** The same graph with changed nodes; undefined where a layer has no room left, or merged sizes no longer agree. */
export function reinfer(graph: TypedGraph, changed: readonly Node[]): TypedGraph | undefined {
  const { nodes, findings } = inferShapes(changed, findUnits(changed));
  const next = { ...graph, nodes };
  return findings.length === 0 && conflictsOf(next).length === 0 ? next : undefined;
}

/** Ids of the merges whose inputs do not fit together. */
export function conflictsOf({ nodes }: TypedGraph): string[] {
  const outputs = new Map(nodes.map(node => [node.id, node.output]));
  const conflicts = nodes.filter(node => {
    const inputs = node.inputs.map(id => outputs.get(id) ?? null);
    return layers[node.layer].category === 'merge' && mergeConflict(node.layer, inputs, node.parameters);
  });
  return conflicts.map(node => node.id);
}
