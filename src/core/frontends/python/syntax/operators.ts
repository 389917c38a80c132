import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './ast.js';
import { bind, type Item } from './binder.js';
import { type Context, childrenOf, isExpression, unreadable } from './context.js';

/**
 * The grammar binds `not`, `await` and chains of comparisons wrongly. So all operators of an expression are laid out
 * in one row and bound anew.
 */
export function lowerOperators(context: Context, root: SyntaxNode): Expression {
  const value = bind(rowOf(context, root), context.span(root));
  if (value.kind === 'error') context.fault(value.message, value.at);
  return value;
}

const operatorNodes = new Set(['BinaryExpression', 'UnaryExpression', 'AwaitExpression']);

function rowOf(context: Context, root: SyntaxNode): Item[] {
  const row: Item[] = [];
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (operatorNodes.has(node.name)) stack.push(...childrenOf(node).reverse());
    else row.push(itemOf(context, node));
  }
  return row;
}

function itemOf(context: Context, node: SyntaxNode): Item {
  const at = context.span(node);
  if (isExpression(node)) return { kind: 'operand', value: context.lower(node), at };
  if (!node.type.isError) return { kind: 'operator', text: operatorOf(context.text(node)), at };
  context.fault('invalid syntax', at);
  return { kind: 'operand', value: unreadable('expected an expression', at), at };
}

/** `readPattern` has put `or` in the place of `as`. */
const operatorOf = (text: string): string => (text === 'as' ? 'or' : text);
