import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../../source.js';
import type { Call, Expression, Keyword, Slice } from './ast.js';
import { generatorsOf, startOfGenerators } from './comprehensions.js';
import {
  broken,
  brokenParts,
  type Context,
  childrenOf,
  faultErrors,
  groupsOf,
  isExpression,
  unreadable,
} from './context.js';

/** Calls, attributes and subscripts, from the inside out: `a.b(c)[d]` is one chain. */
export function lowerChain(context: Context, root: SyntaxNode): Expression {
  const links: SyntaxNode[] = [];
  let node = root;
  while (isLink(node) && node.firstChild) {
    links.push(node);
    node = node.firstChild;
  }
  let value = isLink(node) ? broken(context, node) : context.lower(node);
  for (const link of links.reverse()) value = attach(context, link, value);
  return value;
}

const isLink = (node: SyntaxNode): boolean =>
  node.name === 'CallExpression' || node.name === 'MemberExpression';

function attach(context: Context, node: SyntaxNode, value: Expression): Expression {
  const at = context.span(node);
  const rest = childrenOf(node).slice(1);
  const [first] = rest;
  if (first?.name === 'ArgList') return { kind: 'call', func: value, ...argumentsOf(context, first), at };
  if (first?.name === '[') return { kind: 'subscript', value, slice: lowerSubscript(context, rest, at), at };
  const name = rest.find(child => child.name === 'PropertyName');
  if (name)
    return { kind: 'attribute', value, attr: nameText(context.text(name)), attrAt: context.span(name), at };
  context.fault('expected a name', { start: at.end, end: at.end });
  return unreadable('expected a name', at, [value]);
}

/** Python compares names in their normal form. */
export const nameText = (text: string): string => (/^[\w]*$/.test(text) ? text : text.normalize('NFKC'));

type Arguments = Pick<Call, 'args' | 'keywords' | 'argsAt' | 'incomplete'>;

export function argumentsOf(context: Context, list: SyntaxNode): Arguments {
  const children = childrenOf(list);
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  const last = children.at(-1);
  const argsAt = context.span(list);
  let incomplete = last?.name !== ')' || isMissing(context, last);
  const inner = children.filter(({ name }) => name !== '(' && name !== ')');
  if (startOfGenerators(inner) > 0) {
    faultErrors(context, inner);
    return { args: [generator(context, inner, argsAt)], keywords, argsAt };
  }
  for (const group of groupsOf(inner).groups) {
    if (group.some(node => node.type.isError)) {
      incomplete = true;
      context.fault('invalid syntax', context.span(group.find(node => node.type.isError)!));
    }
    readArgument(context, group, args, keywords);
  }
  return { args, keywords, argsAt, ...(incomplete && { incomplete }) };
}

function isMissing(context: Context, node: SyntaxNode): boolean {
  const { start, end } = context.span(node);
  return start === end;
}

/** `f(x for x in y)`: the call's parentheses are the generator's. */
function generator(context: Context, nodes: readonly SyntaxNode[], at: Span): Expression {
  const [elt, ...rest] = nodes;
  return { kind: 'generatorExp', elt: context.lower(elt!), generators: generatorsOf(context, rest), at };
}

function readArgument(
  context: Context,
  group: readonly SyntaxNode[],
  args: Expression[],
  keywords: Keyword[],
): void {
  const [first, second, third] = group;
  const at = spanOf(context, group);
  if (first!.name === '*' || first!.name === '**') {
    const value = second ? context.lower(second) : expected(context, at);
    if (first!.name === '*') args.push({ kind: 'starred', value, at });
    else keywords.push({ value, at });
  } else if (second?.name === 'AssignOp') {
    const value = third ? context.lower(third) : expected(context, at);
    if (context.text(second) === ':=')
      args.push({ kind: 'namedExpr', target: context.lower(first!), value, at });
    else keywords.push({ arg: nameText(context.text(first!)), argAt: context.span(first!), value, at });
  } else
    args.push(
      ...(group.length === 1 && isExpression(first!) ? [context.lower(first!)] : brokenParts(context, group)),
    );
}

function expected(context: Context, at: Span): Expression {
  const end = { start: at.end, end: at.end };
  context.fault('expected an expression', end);
  return unreadable('expected an expression', end);
}

/** From the first node's start to the last one's end. */
export function spanOf(context: Context, nodes: readonly SyntaxNode[]): Span {
  return { start: context.span(nodes[0]!).start, end: context.span(nodes.at(-1)!).end };
}

function lowerSubscript(context: Context, nodes: readonly SyntaxNode[], around: Span): Expression {
  const inner = nodes.filter(({ name }) => name !== '[' && name !== ']');
  const { groups, trailing } = groupsOf(inner);
  const items = groups.map(group => lowerIndex(context, group));
  // A starred index makes a tuple even where it is alone.
  if (items.length === 1 && !trailing && items[0]!.kind !== 'starred') return items[0]!;
  if (items.length === 0) return expected(context, around);
  return { kind: 'tuple', elts: items, at: spanOf(context, inner) };
}

function lowerIndex(context: Context, group: readonly SyntaxNode[]): Expression {
  const at = spanOf(context, group);
  if (group.some(node => node.type.isError)) {
    context.fault('invalid syntax', at);
    return unreadable('invalid syntax', at, brokenParts(context, group));
  }
  const colons = group.filter(node => node.name === ':');
  if (!colons.length) return context.lower(group[0]!);
  return { kind: 'slice', ...sliceBounds(context, group), at };
}

function sliceBounds(context: Context, group: readonly SyntaxNode[]): Omit<Slice, 'kind' | 'at'> {
  const bounds: (Expression | undefined)[] = [undefined];
  for (const node of group) {
    if (node.name === ':') bounds.push(undefined);
    else bounds[bounds.length - 1] = context.lower(node);
  }
  const [lower, upper, step] = bounds;
  return { ...(lower && { lower }), ...(upper && { upper }), ...(step && { step }) };
}
