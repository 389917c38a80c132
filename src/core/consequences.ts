import type { Finding } from './finding.js';
import type { TypedNode } from './graph.js';
import { layers } from './layers/index.js';

/** Layers that give the channels that they were made for, whatever comes in. */
const determines = ({ layer, parameters }: TypedNode): boolean =>
  (layers[layer].category === 'convolution' && parameters.filters !== undefined) ||
  layers[layer].category === 'dense';

export interface Told {
  readonly shown: readonly Finding[];
  readonly hidden: readonly Finding[];
}

/**
 * Leaves out what only follows from a fault before it: after tensors that do not fit together nobody knows which of
 * them was meant, and what is made for the other one would be blamed next.
 */
export function withoutConsequences(findings: readonly Finding[], nodes: readonly TypedNode[]): Told {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const guilty = findings.flatMap(f => (f.severity === 'error' ? (byId.get(f.nodes[0] ?? '') ?? []) : []));
  const merges = idsOf(guilty, node => layers[node.layer].category === 'merge');
  const others = idsOf(guilty, node => node.layer === 'layerNorm' || node.layer === 'operation');
  if (merges.size === 0 && others.size === 0) return { shown: findings, hidden: [] };
  const afterMerge = behind(nodes, merges, node => !determines(node));
  const afterOther = behind(nodes, others, () => true);
  const follows = ({ code, severity, nodes: [first = ''] }: Finding): boolean =>
    severity === 'error' && ((code === 'wrong-value' && afterMerge.has(first)) || afterOther.has(first));
  return { shown: findings.filter(f => !follows(f)), hidden: findings.filter(follows) };
}

const idsOf = (guilty: readonly TypedNode[], which: (node: TypedNode) => boolean): ReadonlySet<string> =>
  new Set(guilty.filter(which).map(node => node.id));

/** The nodes that take what comes from the guilty ones, past those that pass it on. */
function behind(
  nodes: readonly TypedNode[],
  guilty: ReadonlySet<string>,
  passes: (node: TypedNode) => boolean,
): ReadonlySet<string> {
  const tainted = new Set<string>();
  const found = new Set<string>();
  for (const node of nodes) {
    if (node.inputs.some(id => tainted.has(id))) found.add(node.id);
    if (guilty.has(node.id) || (found.has(node.id) && passes(node))) tainted.add(node.id);
  }
  return found;
}
