import type { TypedGraph, TypedNode } from '../graph.js';
import { remember } from '../memo.js';
import { digest } from './digest.js';
import { signatureOf } from './signature.js';

/** Merges whose inputs can change places. */
export const commutative: ReadonlySet<string> = new Set(['add', 'multiply', 'average', 'maximum', 'minimum']);

export interface NodeHashes {
  /** The node by itself. */
  readonly own: string;
  /** The node with all that it is computed from. */
  readonly before: string;
  /** The node with all that is computed from it. */
  readonly after: string;
}

interface Reader {
  readonly node: TypedNode;
  readonly slot: number | '';
}

/** By the id of each node, who reads it and as which of its inputs. */
function readersOf({ nodes }: TypedGraph): Map<string, Reader[]> {
  const readers = new Map<string, Reader[]>(nodes.map(node => [node.id, []]));
  for (const node of nodes) {
    node.inputs.forEach((id, i) => {
      readers.get(id)?.push({ node, slot: commutative.has(node.layer) ? '' : i });
    });
  }
  return readers;
}

/** What the readers of a node look like, in any order, and which output it is. */
const following = (
  graph: TypedGraph,
  node: TypedNode,
  readers: readonly Reader[],
  known: ReadonlyMap<string, string>,
): string => {
  const parts = readers.map(({ node: reader, slot }) => `${slot}:${known.get(reader.id)}`).sort();
  const output = graph.outputs.indexOf(node.id);
  return `${parts.join()}>${output < 0 ? '' : output}`;
};

const known = new WeakMap<TypedGraph, ReadonlyMap<string, NodeHashes>>();

/** Hashes of every node, in time in proportion to the edges. */
export const nodeHashes = (graph: TypedGraph): ReadonlyMap<string, NodeHashes> =>
  remember(known, graph, () => hashNodes(graph));

function hashNodes(graph: TypedGraph): ReadonlyMap<string, NodeHashes> {
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const readers = readersOf(graph);
  const own = new Map<string, string>();
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const node of graph.nodes) {
    const signature = signatureOf(node, byId.get(node.inputs[0] ?? '')?.output);
    const shared = node.sharedWith === undefined ? '' : `=${before.get(node.sharedWith)}`;
    own.set(node.id, digest(signature));
    const inputs = node.inputs.map(id => before.get(id) ?? '');
    if (commutative.has(node.layer)) inputs.sort();
    before.set(node.id, digest(`${signature}${shared}(${inputs.join()})`));
  }
  for (const node of graph.nodes.toReversed())
    after.set(node.id, digest(`${own.get(node.id)}<${following(graph, node, readers.get(node.id)!, after)}`));
  return new Map(
    graph.nodes.map(({ id }) => [id, { own: own.get(id)!, before: before.get(id)!, after: after.get(id)! }]),
  );
}

/**
 * A name for what a network is: equal where the same layers are connected in the same way, whatever they are called, in
 * whichever format and order they are written. Each node counts with all that leads to it and from it (as in the test of
 * Weisfeiler and Leman); null where there is no network.
 */
export function structuralHash(graph: TypedGraph): string | null {
  if (graph.nodes.length === 0) return null;
  const hashes = nodeHashes(graph);
  const readers = readersOf(graph);
  const places = new Map<string, string>();
  for (const node of graph.nodes.toReversed()) {
    const rest = following(graph, node, readers.get(node.id)!, places);
    places.set(node.id, digest(`${hashes.get(node.id)!.before}<${rest}`));
  }
  return digest([...places.values()].sort().join());
}
