import { sortTopologically } from '../../graph.js';
import type { Source } from '../../source.js';
import { type Frontend, nothingRead, type Reading } from '../frontend.js';
import { globs } from '../globs.js';
import { isInArchive } from './archive.js';
import { claims, relativeFinding } from './claims.js';
import { Expander } from './expand.js';
import { type Grouped, groupByName } from './group.js';
import { Report } from './layer.js';
import { outline } from './outline.js';
import { rewrite } from './rewrite.js';
import { settle } from './settle.js';
import { parseJson } from './syntax.js';
import { formatOf, readTopology } from './topology.js';
import { unwrap } from './unwrap.js';

export interface KerasReading extends Reading {
  /** A text that is a string of the file has no places of its own to change, and what stands in an archive is shown only. */
  readonly isRewritable: boolean;
}

/** What Keras 1, 2 and 3 and TensorFlow.js write of a model's architecture. */
export const kerasJson: Frontend<KerasReading> = {
  format: 'keras',
  title: 'Keras model (JSON)',
  globs: globs.keras,
  claims,
  read,
  rewrite: (source, { nodes, isRewritable }, change) =>
    isRewritable ? rewrite(nodes, source, change) : undefined,
};

function read(source: Source): KerasReading {
  const relative = relativeFinding(source);
  if (relative) return { ...nothing, findings: [relative], broken: relative.message };
  const syntax = parseJson(source.text);
  if ('broken' in syntax) return { ...nothing, ...syntax };
  const architecture = unwrap(syntax.root);
  if ('broken' in architecture) return { ...nothing, ...architecture };
  const topology = readTopology(architecture.model);
  const name = topology.name || nameOfFile(source);
  const report = new Report();
  const expander = new Expander(formatOf(topology) ?? 'channelsLast', report);
  const outputs = expander.network(topology, name);
  const isPlain = syntax.root.isObject;
  return {
    ...nothing,
    name,
    ...grouped(expander, outputs),
    outputs,
    definitions: isPlain ? outline(topology) : [],
    isRewritable: isPlain && !isInArchive(source.uri),
    findings: report.findings,
  };
}

/** A cycle has no order to stand together in; it is left for all to see. */
function grouped({ nodes, blocks, operations }: Expander, outputs: readonly string[]): Grouped {
  const sorted = sortTopologically(nodes);
  if (sorted.cut.length > 0) return { nodes: settle(nodes, operations), blocks };
  return groupByName(settle(sorted.nodes, operations), blocks, outputs);
}

const nothing: KerasReading = { ...nothingRead, nodes: [], isRewritable: false };

const nameOfFile = ({ uri }: Source): string =>
  uri.slice(uri.lastIndexOf('/') + 1).replace(/(?:\.keras)?\.json$/i, '');
