import type { Model } from '../core/analyze.js';
import type { Block, TypedGraph, TypedNode } from '../core/graph.js';
import { networkName } from '../core/program.js';
import type { Side, Unit } from '../core/residual.js';
import { memo } from './flow.js';
import type { Analysis } from './tracked.js';

/**
 * All networks of a file as one, for what stands at the lines of the text: a line of a program belongs to every
 * network that runs it. With several, ids begin with the network's name.
 */
export const wholeOf = memo((analysis: Analysis): Analysis => {
  const { networks } = analysis;
  if (networks.length < 2) return analysis;
  const models = networks.map(prefixed);
  const graph: TypedGraph = {
    name: analysis.model.graph.name,
    nodes: models.flatMap(({ graph: { nodes } }) => nodes),
    blocks: models.flatMap(({ graph: { blocks } }) => blocks),
    outputs: models.flatMap(({ graph: { outputs } }) => outputs),
  };
  const units = models.flatMap(model => model.units);
  return { ...analysis, model: { ...analysis.model, graph, units } };
});

function prefixed(model: Model): Pick<Model, 'graph' | 'units'> {
  const name = networkName(model);
  const id = (own: string): string => (own === '' ? name : `${name}.${own}`);
  const ids = (own: readonly string[]): string[] => own.map(id);
  const node = (n: TypedNode): TypedNode => ({
    ...n,
    id: id(n.id),
    inputs: ids(n.inputs),
    block: id(n.block),
    ...(n.sharedWith === undefined ? {} : { sharedWith: id(n.sharedWith) }),
  });
  const block = (b: Block): Block => ({
    ...b,
    id: id(b.id),
    parent: b.parent === null ? null : id(b.parent),
  });
  const side = ({ input, nodes }: Side): Side => ({ input, nodes: ids(nodes) });
  const unit = (u: Unit): Unit => ({
    ...u,
    merge: id(u.merge),
    split: id(u.split),
    shortcut: side(u.shortcut),
    branch: side(u.branch),
  });
  const { graph, units } = model;
  return {
    graph: {
      name,
      nodes: graph.nodes.map(node),
      blocks: graph.blocks.map(block),
      outputs: ids(graph.outputs),
    },
    units: units.map(unit),
  };
}
