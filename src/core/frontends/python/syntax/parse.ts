import type { Module } from './ast.js';
import { Clauses } from './clauses.js';
import { LineReader } from './lines.js';
import { Reader } from './reader.js';
import { tokenize } from './scanner.js';
import { readStatement } from './statements.js';
import type { Found } from './tokens.js';

/** Reads a Python text. Never throws: what cannot be read is an `error` in the tree and a fault in the list. */
export const parsePython = (text: string): Module => parse(text, false);

/**
 * Reads a Python text, and the bodies of its functions when they are first asked for: most of those that a file imports
 * are never called. The faults are those outside functions.
 */
export const parseLazily = (text: string): Module => parse(text, true);

function parse(text: string, lazy: boolean): Module {
  const found: Found = { comments: [], faults: [] };
  const tokens = tokenize(text, found);
  const lines = new LineReader(text, tokens, found).read();
  const body = new Clauses(new Reader(text, found), lines, readStatement, lazy).block(-1);
  const errors = found.faults.sort((a, b) => a.at.start - b.at.start);
  return { body, comments: found.comments.sort((a, b) => a.at.start - b.at.start), errors };
}
