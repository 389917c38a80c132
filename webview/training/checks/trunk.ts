import type { TypedGraph, TypedNode } from '../../../src/core/graph.js';
import { layers } from '../../../src/core/layers/index.js';
import { isWeighted } from '../../../src/core/residual.js';
import { activationOf } from '../activation-names.js';
import type { Observations } from '../observations.js';
import type { Point } from './profile.js';

/**
 * The nodes that everything passes: no edge leads around them. Of a residual network these are its stem, its merges and
 * what stands between them, not its branches.
 * @param used nodes that an output depends on, in topological order
 */
export function trunkOf(used: readonly TypedNode[]): TypedNode[] {
  const position = new Map(used.map((node, i) => [node.id, i]));
  const reach = used.map((_, i) => i);
  used.forEach((node, i) => {
    for (const id of node.inputs) {
      const from = position.get(id);
      if (from !== undefined) reach[from] = Math.max(reach[from]!, i);
    }
  });
  let farthest = 0;
  return used.filter((_, i) => {
    const isPassed = farthest <= i;
    farthest = Math.max(farthest, reach[i]!);
    return isPassed;
  });
}

/** Of an activation, the layer that gives it its values their size: the one with weights, or the scale, right before it. */
export function scalerOf({ nodes }: Pick<TypedGraph, 'nodes'>, id: string): string {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const start = byId.get(id)!;
  for (let node: TypedNode | undefined = start; node?.inputs.length === 1; node = byId.get(node.inputs[0]!)) {
    if (isWeighted(node) || node.layer === 'rescale') return node.id;
  }
  return id;
}

/** Layers that make the data ready. */
const preparing: ReadonlySet<string> = new Set([
  'input',
  'rescale',
  'identity',
  'zeroPad',
  'reshape',
  'permute',
]);

/**
 * Where the network proper begins, behind what makes the data ready: pixels that are divided by 255 are small because they
 * are meant to be large, so sizes count from there.
 */
export function entryOf(trunk: readonly TypedNode[]): TypedNode | undefined {
  const first = trunk.findIndex(node => !preparing.has(node.layer));
  return first < 0 ? undefined : trunk[first - 1];
}

/** These average noise away, and keep what a picture has. */
const averaging: ReadonlySet<string> = new Set(['globalAveragePool', 'adaptiveAveragePool']);

/** Of the trunk's merges and activations, up to where positions are averaged, as shares of the variance where it begins. */
export function variancesAlong({
  graph,
  propagation,
  ends,
}: Pick<Observations, 'graph' | 'propagation' | 'ends'>): Point[] {
  const trunk = trunkOf(graph.nodes.filter(node => propagation.has(node.id)));
  const entry = entryOf(trunk);
  const unit = entry && propagation.get(entry.id)!;
  if (!entry || !unit) return [];
  const end = trunk.findIndex(node => averaging.has(node.layer) || ends.has(node.id));
  return trunk
    .slice(trunk.indexOf(entry), end < 0 ? undefined : end)
    .filter(node => node === entry || isStation(node))
    .map(node => ({ node: node.id, value: sizeOf(propagation.get(node.id)! / unit) }));
}

/** Where infinities were subtracted, there is no number. */
const sizeOf = (variance: number): number => (Number.isNaN(variance) ? Number.POSITIVE_INFINITY : variance);

const isStation = (node: TypedNode): boolean =>
  layers[node.layer].category === 'merge' || activationOf(node) !== undefined;
