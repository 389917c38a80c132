import type { Expression } from './ast.js';
import { bind, type Item } from './binder.js';
import type { Surroundings } from './lowering.js';
import { splitRun } from './runs.js';
import type { RunToken, Token } from './tokens.js';

/** Reads an operator expression of many terms: term by term, so that it is never nested as a tree of lezer's. */
export function bindRun(surroundings: Surroundings, run: RunToken): Expression {
  const at = { start: run.start, end: run.end };
  const row = splitRun(run.tokens).map(item => itemOf(surroundings, item));
  const value = bind(row, at);
  if (value.kind === 'error') surroundings.fault(value.message, at);
  return value;
}

function itemOf(surroundings: Surroundings, item: Token | readonly Token[]): Item {
  if (!isOperand(item))
    return { kind: 'operator', text: item.text, at: { start: item.start, end: item.end } };
  const at = { start: item[0]!.start, end: item.at(-1)!.end };
  return { kind: 'operand', value: surroundings.expression(item, at.end), at };
}

const isOperand = (item: Token | readonly Token[]): item is readonly Token[] => Array.isArray(item);
