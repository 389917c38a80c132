import { sortTopologically } from '../../../graph.js';
import { remember } from '../../../memo.js';
import type { ReadOptions } from '../../../program.js';
import { findUnits } from '../../../residual.js';
import { rules } from '../../../rules/index.js';
import { inferShapes } from '../../../shapes.js';
import type { Files, Source } from '../../../source.js';
import type { Tried } from '../../frontend.js';
import { candidatesIn } from '../candidates.js';
import { readPython } from '../read.js';

const most = 4;

/** The number of errors in one network of a file. */
function errorsOf(source: Source, entry: string, files: Files, { roots }: ReadOptions): number {
  const reading = readPython(source, files, { entry, roots });
  const { nodes: sorted } = sortTopologically(reading.nodes);
  const units = findUnits(sorted);
  const { nodes, findings } = inferShapes(sorted, units);
  const graph = { name: reading.name, nodes, blocks: reading.blocks, outputs: reading.outputs };
  const found = rules
    .filter(rule => rule.severity === 'error')
    .flatMap(rule => [...(rule.check?.({ graph, units }) ?? [])]);
  return [...reading.findings, ...findings, ...found].filter(f => f.severity === 'error').length;
}

/** Nodes of which not the whole shape is known. */
const unknowns = ({ graph }: Tried): number =>
  graph.nodes.filter(({ output }) => output === null || output.includes(null)).length;

/**
 * Whether an edit leaves no network of the file with more errors than before, and hides none: an edit after which less
 * is known only looks clean.
 */
export function accepts(before: Tried, after: Tried, files: Files, options: ReadOptions): boolean {
  if (unknowns(after) > unknowns(before)) return false;
  const others = candidatesIn(before.source.text).filter(({ name }) => name !== before.graph.name);
  const known = remember(errors, before.source, () => new Map<string, number>());
  return others.slice(0, most).every(({ entry }) => {
    const then = remember(known, entry, () => errorsOf(before.source, entry, files, options));
    return errorsOf(after.source, entry, files, options) <= then;
  });
}

/** What was found of a file before an edit; several edits are tried on one file. */
const errors = new WeakMap<Source, Map<string, number>>();
