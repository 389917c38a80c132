import type { Finding } from '../../../src/core/finding.js';
import { kerasJson } from '../../../src/core/frontends/keras-json/index.js';
import { sortTopologically, sum, type TypedGraph, type TypedNode } from '../../../src/core/graph.js';
import { findUnits } from '../../../src/core/residual.js';
import { rules } from '../../../src/core/rules/index.js';
import { inferShapes } from '../../../src/core/shapes.js';
import { noFiles } from '../../../src/core/source.js';

export interface Checked {
  readonly graph: TypedGraph;
  readonly findings: readonly Finding[];
  readonly broken: string | undefined;
}

/** The line from a text to findings, for a file that the Keras front end reads whether it claims it or not. */
export function check(text: string, uri = 'file:///models/model.json'): Checked {
  const reading = kerasJson.read({ uri, text }, noFiles);
  const { nodes: sorted } = sortTopologically(reading.nodes);
  const units = findUnits(sorted);
  const { nodes, findings } = inferShapes(sorted, units);
  const { name, blocks, outputs, broken } = reading;
  const graph = { name, nodes, blocks, outputs };
  const checked = rules.flatMap(rule => [...(rule.check?.({ graph, units }) ?? [])]);
  return { graph, findings: [...reading.findings, ...findings, ...checked], broken };
}

/** Weights of a network. */
export const weightsOf = (
  nodes: readonly TypedNode[],
  which: 'total' | 'trainable' = 'total',
): number | null => sum(nodes.map(node => node.weights[which]));

export const nodeOf = ({ nodes }: TypedGraph, id: string): TypedNode => {
  const node = nodes.find(n => n.id === id);
  if (!node) throw new Error(`no node ${id} among ${nodes.map(n => n.id).join(', ')}`);
  return node;
};
