import type { SyntaxNode } from '@lezer/common';
import type { Expression, Generator } from './ast.js';
import { type Context, childrenOf, groupsOf, isExpression, unreadable } from './context.js';

/** The index of the `for` (or its `async`) among the contents of brackets; -1 where there is none. */
export function startOfGenerators(nodes: readonly SyntaxNode[]): number {
  const at = nodes.findIndex(node => node.name === 'for');
  return at > 0 && nodes[at - 1]!.name === 'async' ? at - 1 : at;
}

/** `for … in … if …`, as often as it comes. */
export function generatorsOf(context: Context, nodes: readonly SyntaxNode[]): Generator[] {
  const generators: Generator[] = [];
  let from = 0;
  while (from < nodes.length) {
    let to = from + 1;
    if (nodes[from]!.name === 'async') to++;
    while (to < nodes.length && nodes[to]!.name !== 'for' && nodes[to]!.name !== 'async') to++;
    generators.push(generatorOf(context, nodes.slice(from, to)));
    from = to;
  }
  return generators;
}

function generatorOf(context: Context, nodes: readonly SyntaxNode[]): Generator {
  const isAsync = nodes[0]!.name === 'async';
  const from = nodes.findIndex(node => node.name === 'for') + 1;
  const to = nodes.findIndex(node => node.name === 'in');
  const end = context.span(nodes.at(-1)!).end;
  const rest = to < 0 ? [] : nodes.slice(to + 1).filter(node => node.name !== 'if');
  const [iter, ...ifs] = rest.map(node => lowerOperand(context, node));
  return {
    target: lowerTarget(context, nodes.slice(from, to < 0 ? undefined : to), end),
    iter: iter ?? nothing(context, end),
    ifs,
    isAsync,
    at: { start: context.span(nodes[0]!).start, end },
  };
}

/** `a, b` without parentheses is a tuple. */
function lowerTarget(context: Context, nodes: readonly SyntaxNode[], end: number): Expression {
  const { groups, trailing } = groupsOf(nodes);
  const elts = groups.map(([first]) => lowerOperand(context, first!));
  if (!elts.length) return nothing(context, end);
  if (elts.length === 1 && !trailing) return elts[0]!;
  const last = context.span(nodes.at(-1)!);
  return { kind: 'tuple', elts, at: { start: context.span(nodes[0]!).start, end: last.end } };
}

function lowerOperand(context: Context, node: SyntaxNode): Expression {
  return isExpression(node) ? context.lower(node) : nothing(context, context.span(node).end);
}

function nothing(context: Context, end: number): Expression {
  const at = { start: end, end };
  context.fault('expected an expression', at);
  return unreadable('expected an expression', at);
}

/** The contents of brackets that hold a comprehension: what is made, and the generators. */
export function comprehensionOf(context: Context, node: SyntaxNode) {
  const inner = childrenOf(node).slice(1, -1);
  const from = startOfGenerators(inner);
  return { element: inner.slice(0, from), generators: generatorsOf(context, inner.slice(from)) };
}
