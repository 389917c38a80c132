import type { Module } from './ast.js';
import { Clauses } from './clauses.js';
import { LineReader } from './lines.js';
import { Reader } from './reader.js';
import { keptOf, type Parsed } from './reuse.js';
import { tokenize } from './scanner.js';
import { readStatement } from './statements.js';
import type { Found } from './tokens.js';

/** Reads a Python text. Never throws: what cannot be read is an `error` in the tree and a fault in the list. */
export const parsePython = (text: string): Module => parse(text, false, undefined);

/**
 * Reads a Python text, and the bodies of its functions when they are first asked for: most of those that a file imports
 * are never called. The faults are those outside functions. Statements of an earlier version that stand before
 * the first difference are taken over.
 */
export const parseLazily = (text: string, earlier?: Parsed): Module => parse(text, true, earlier);

function parse(text: string, lazy: boolean, earlier: Parsed | undefined): Module {
  const kept = earlier && keptOf(earlier, text);
  const from = kept?.from ?? 0;
  const found: Found = { comments: [], faults: [] };
  const tokens = tokenize(text, found, from);
  const lines = new LineReader(text, tokens, found).read();
  const body = new Clauses(new Reader(text, found), lines, readStatement, lazy).block(-1);
  const comments = found.comments.sort((a, b) => a.at.start - b.at.start);
  const errors = found.faults.sort((a, b) => a.at.start - b.at.start);
  if (!kept?.from) return { body, comments, errors };
  return {
    body: [...kept.body, ...body],
    comments: [...earlier!.module.comments.filter(({ at }) => at.start < from), ...comments],
    errors,
  };
}
