import { Graph, layout } from '@dagrejs/dagre';
import ELK from 'elkjs/lib/elk.bundled.js';
import type { Model } from '../../src/core/analyze.js';
import type { Hierarchy } from '../../webview/diagram/hierarchy.js';
import { lookOf } from '../../webview/diagram/sizes.js';

interface FlatEdge {
  readonly from: string;
  readonly to: string;
}

/** Every link of a network, without its blocks. */
const flatEdges = ({ graph }: Model): FlatEdge[] =>
  graph.nodes.flatMap(({ id, inputs }) => inputs.map(from => ({ from, to: id })));

/** dagre as Netron sets it: nodesep and ranksep 20, edge labels to the right, longest-path beyond 3,000 nodes. */
export function dagre({ model, leaves }: Hierarchy): void {
  const graph = new Graph({ multigraph: true, compound: false });
  const ranker = model.graph.nodes.length > 3000 ? 'longest-path' : undefined;
  graph.setGraph({ nodesep: 20, ranksep: 20, ...(ranker && { ranker }) });
  for (const [id, leaf] of leaves) {
    const { width, height } = lookOf(leaf);
    graph.setNode(id, { width, height });
  }
  flatEdges(model).forEach(({ from, to }, i) => {
    const label = { minlen: 1, weight: 1, width: 0, height: 0, labeloffset: 10, labelpos: 'r' };
    graph.setEdge(from, to, label, String(i));
  });
  layout(graph);
}

const elk = new ELK();

/** ELK's layered algorithm with its defaults, on the flat network. */
export async function plainElk({ model, leaves }: Hierarchy): Promise<void> {
  const children = [...leaves].map(([id, leaf]) => {
    const { width, height } = lookOf(leaf);
    return { id, width, height };
  });
  const edges = flatEdges(model).map(({ from, to }, i) => ({
    id: `e${i}`,
    sources: [from],
    targets: [to],
  }));
  await elk.layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'DOWN' },
    children,
    edges,
  });
}
