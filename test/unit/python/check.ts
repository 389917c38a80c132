import type { Finding } from '../../../src/core/finding.js';
import {
  type PythonOptions,
  type PythonReading,
  python,
  readPython,
} from '../../../src/core/frontends/python/index.js';
import { type Size, sortTopologically, sum, type TypedGraph } from '../../../src/core/graph.js';
import { findUnits } from '../../../src/core/residual.js';
import { rules } from '../../../src/core/rules/index.js';
import { inferShapes } from '../../../src/core/shapes.js';
import { type Files, noFiles } from '../../../src/core/source.js';

export interface Checked {
  readonly reading: PythonReading;
  readonly graph: TypedGraph;
  readonly findings: readonly Finding[];
  /** As the framework counts. */
  readonly parameters: Size;
}

export const uri = 'file:///work/model.py';

/** The line from a Python text to its findings, as `analyze` has it. */
export function check(text: string, options: PythonOptions = {}, files: Files = noFiles, at = uri): Checked {
  const reading = readPython({ uri: at, text }, files, options);
  const { nodes: sorted } = sortTopologically(reading.nodes);
  const units = findUnits(sorted);
  const { nodes, findings } = inferShapes(sorted, units);
  const graph: TypedGraph = { name: reading.name, nodes, blocks: reading.blocks, outputs: reading.outputs };
  const found = rules.flatMap(rule => [...(rule.check?.({ graph, units }) ?? [])]);
  const counted = sum(nodes.map(node => node.weights.total));
  return {
    reading,
    graph,
    findings: [...reading.findings, ...findings, ...found],
    parameters: reading.totals ? reading.totals.total : counted,
  };
}

export const errorsIn = ({ findings }: Checked): readonly Finding[] =>
  findings.filter(f => f.severity === 'error');

export const lineOfFinding = (text: string, f: Finding): number =>
  text.slice(0, f.at.start).split('\n').length;

export { python };
