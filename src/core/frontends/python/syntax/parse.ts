import type { Module } from './ast.js';
import { Clauses } from './clauses.js';
import { LineReader } from './lines.js';
import { Reader } from './reader.js';
import { tokenize } from './scanner.js';
import { readStatement } from './statements.js';
import type { Found } from './tokens.js';

/** Reads a Python text. Never throws: what cannot be read is an `error` in the tree and a fault in the list. */
export function parsePython(text: string): Module {
  const found: Found = { comments: [], faults: [] };
  const tokens = tokenize(text, found);
  const lines = new LineReader(text, tokens, found).read();
  const body = new Clauses(new Reader(text, found), lines, readStatement).block(-1);
  const errors = found.faults.sort((a, b) => a.at.start - b.at.start);
  return { body, comments: found.comments.sort((a, b) => a.at.start - b.at.start), errors };
}
