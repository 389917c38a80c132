import type { Expression } from './ast.js';
import { constantOf } from './literals.js';
import { isOp, keywords, type Token } from './tokens.js';

/** Reads `a` and `a.b.c`: half of all expressions, for which no parser is needed. */
export function readDottedName(tokens: readonly Token[]): Expression | undefined {
  const [first, ...rest] = tokens;
  if (first?.kind !== 'name' || rest.length % 2) return undefined;
  const at = { start: first.start, end: first.end };
  const constant = constantOf(first.text, at);
  if (!constant && keywords.has(first.text)) return undefined;
  let value: Expression = constant ?? { kind: 'name', id: first.text, at };
  for (let i = 0; i < rest.length; i += 2) {
    const { kind, text: attr, start, end } = rest[i + 1]!;
    if (!isOp(rest[i], '.') || kind !== 'name') return undefined;
    value = { kind: 'attribute', value, attr, attrAt: { start, end }, at: { start: at.start, end } };
  }
  return value;
}
