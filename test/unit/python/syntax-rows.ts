import { readFileSync, writeFileSync } from 'node:fs';
import { type Module, parsePython } from '../../../src/core/frontends/python/syntax/index.js';
import { Dump } from './syntax-dump.js';

/** One case of a file: `=== title`, Python, `==>`, and the tree, a line for each statement and each fault. */
export interface Row {
  readonly title: string;
  readonly source: string;
  readonly expected: string;
}

/** Reads a file of cases; where UPDATE is set, with what the parser gives now, and writes that down. */
export function readRows(name: string): Row[] {
  const file = new URL(name, import.meta.url);
  const rows = readFileSync(file, 'utf8').split(/^=== /m).slice(1).map(rowOf);
  if (!process.env.UPDATE) return rows;
  const updated = rows.map(row => ({ ...row, expected: printed(parsePython(row.source)) }));
  writeFileSync(file, updated.map(row => `=== ${row.title}\n${row.source}==>\n${row.expected}`).join('\n'));
  return updated;
}

function rowOf(block: string): Row {
  const title = block.slice(0, block.indexOf('\n'));
  const [source, expected] = block.slice(title.length + 1).split(/^==>\n/m);
  return { title, source: source!, expected: `${(expected ?? '').trimEnd()}\n` };
}

/** The statements of a module, then its faults as `!! start-end message`. */
export function printed({ body, errors }: Module): string {
  const dump = new Dump();
  const faults = errors.map(({ at, message }) => `!! ${at.start}-${at.end} ${message}`);
  return [...body.map(statement => dump.statement(statement)), ...faults, ''].join('\n');
}
