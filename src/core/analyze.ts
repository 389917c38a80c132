import { type Finding, finding } from './finding.js';
import type { Frontend, Reading } from './frontends/frontend.js';
import { frontends } from './frontends/index.js';
import { sortTopologically, type TypedGraph } from './graph.js';
import { findUnits, type Unit } from './residual.js';
import { rules } from './rules/index.js';
import { inferShapes } from './shapes.js';
import { type Files, noFiles, type Source } from './source.js';

/** All that is known of one file, as plain data. Every view shows a Model. */
export interface Model {
  readonly uri: string;
  readonly format: Frontend['format'];
  readonly graph: TypedGraph;
  readonly units: readonly Unit[];
  readonly findings: readonly Finding[];
  readonly definitions: Reading['definitions'];
  readonly dependencies: readonly string[];
  /** Why there is no picture of this text. */
  readonly broken?: string;
}

/** The front end for a file, by its name and what is in it; undefined where the file is plainly not ours. */
export const frontendFor = (source: Source): Frontend | undefined => frontends.find(f => f.claims(source));

/** The one way from a text to what is known of it; undefined where the file is not ours. Never throws on a user's text. */
export function analyze(source: Source, files: Files = noFiles): Model | undefined {
  const frontend = frontendFor(source);
  if (!frontend) return undefined;
  const reading = frontend.read(source, files);
  const { nodes: sorted, cyclic } = sortTopologically(reading.nodes);
  const units = findUnits(sorted);
  const { nodes, findings: problems } = inferShapes(sorted, units);
  const graph: TypedGraph = {
    name: reading.name,
    nodes,
    blocks: reading.blocks,
    outputs: reading.outputs.filter(id => !cyclic.includes(id)),
  };
  const checked = { graph, units };
  const found = [
    ...reading.findings,
    ...cycleFinding(reading, cyclic),
    ...problems,
    ...rules.flatMap(rule => [...(rule.check?.(checked) ?? [])]),
  ];
  return {
    uri: source.uri,
    format: frontend.format,
    graph,
    units,
    findings: mergeRepeats(found),
    definitions: reading.definitions,
    dependencies: reading.dependencies,
    broken: reading.broken,
  };
}

/** One finding for all nodes that wait for each other, at the first of them. */
function cycleFinding(reading: Reading, cyclic: readonly string[]): Finding[] {
  const first = reading.nodes.find(node => node.id === cyclic[0]);
  if (!first) return [];
  const names = cyclic.slice(0, 4).map(id => `\`${reading.nodes.find(n => n.id === id)?.name ?? id}\``);
  const more = cyclic.length > 4 ? ` and ${cyclic.length - 4} more` : '';
  return [
    finding('cycle', 'error', `a layer waits for its own output: ${names.join(', ')}${more}`, first.at, { nodes: cyclic }),
  ];
}

/** The same fault at the same place, once for each use of a block, is one finding that marks all the nodes. */
function mergeRepeats(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const f of findings) {
    const key = `${f.code} ${f.at.file ?? ''} ${f.at.start} ${f.at.end}`;
    const group = groups.get(key);
    if (group) group.push(f);
    else groups.set(key, [f]);
  }
  return [...groups.values()].map(mergeGroup);
}

function mergeGroup(group: readonly Finding[]): Finding {
  const [first, ...others] = group;
  if (others.length === 0) return first!;
  const different = new Set(group.map(f => f.message)).size;
  const note = different > 1 ? ` (and ${different - 1} more like it here)` : '';
  return { ...first!, message: first!.message + note, nodes: [...new Set(group.flatMap(f => f.nodes))] };
}

