import type { Proposal } from '../finding.js';
import type { TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import { mergeConflict } from '../layers/merge.js';
import type { Wiring } from './wiring.js';

const most = 4;

/** Layers with names that would fit where a merge names another one; those that nothing else merges with come first. */
export const reconnections = (merge: TypedNode, wiring: Wiring): Proposal[] =>
  candidates(merge, wiring)
    .slice(0, most)
    .map(({ proposal }) => proposal);

/** The same where the name is surely another's: two merges have it, and one that fits has none. */
export const misnamed = (merge: TypedNode, wiring: Wiring): Proposal[] =>
  candidates(merge, wiring)
    .filter(({ named, node }) => mergesOf(named, wiring) > 1 && mergesOf(node, wiring) === 0)
    .map(({ proposal }) => proposal);

const isMerge = ({ layer }: TypedNode): boolean => layers[layer].category === 'merge';
const mergesOf = (node: TypedNode, wiring: Wiring): number => wiring.consumers(node).filter(isMerge).length;

interface Candidate {
  readonly named: TypedNode;
  readonly node: TypedNode;
  readonly proposal: Proposal;
}

function candidates(merge: TypedNode, wiring: Wiring): Candidate[] {
  const shapes = merge.inputs.map(id => wiring.shape(id));
  const { nodes } = wiring.graph;
  const fits = ({ output }: TypedNode, input: number): boolean =>
    !mergeConflict(merge.layer, shapes.with(input, output), merge.parameters);
  const earlier = nodes
    .slice(0, nodes.indexOf(merge))
    .filter(({ name, layer, id }) => name !== undefined && layer !== 'input' && !merge.inputs.includes(id));
  return merge.inputs
    .flatMap((id, input) => {
      const named = wiring.known(id);
      if (named.name === undefined) return [];
      return earlier
        .filter(node => fits(node, input))
        .map((node): Candidate => {
          const title = `Merge with \`${node.name}\` instead of \`${named.name}\``;
          const change = { kind: 'reconnect', merge: merge.id, input, to: node.id } as const;
          return { named, node, proposal: { title, change } };
        });
    })
    .toSorted((a, b) => mergesOf(a.node, wiring) - mergesOf(b.node, wiring));
}
