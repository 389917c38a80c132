import type { SyntaxNode } from '@lezer/common';
import type { DictItem, Expression } from './ast.js';
import { spanOf } from './calls.js';
import { comprehensionOf } from './comprehensions.js';
import {
  broken,
  type Context,
  childrenOf,
  groupsOf,
  isExpression,
  type Lower,
  unreadable,
} from './context.js';

const bracket = /^[([{})\]]$/;

const contentsOf = (node: SyntaxNode): SyntaxNode[] =>
  childrenOf(node).filter(({ name }) => !bracket.test(name));

const hasError = (nodes: readonly SyntaxNode[]): boolean => nodes.some(node => node.type.isError);

/** An element of a display or an argument: an expression, or one behind a star. */
export function lowerElement(context: Context, group: readonly SyntaxNode[]): Expression {
  const [first, second] = group;
  if (first!.name === '*' && second && isExpression(second)) {
    return { kind: 'starred', value: context.lower(second), at: spanOf(context, group) };
  }
  if (isExpression(first!)) return context.lower(first!);
  const at = spanOf(context, group);
  context.fault('invalid syntax', at);
  return unreadable('invalid syntax', at);
}

/** Expressions between commas without brackets: one alone is itself. */
export function lowerTuple(context: Context, nodes: readonly SyntaxNode[]): Expression {
  const { groups, trailing } = groupsOf(nodes);
  const elts = groups.map(group => lowerElement(context, group));
  return elts.length === 1 && !trailing ? elts[0]! : { kind: 'tuple', elts, at: spanOf(context, nodes) };
}

export const lowerSequence =
  (kind: 'list' | 'tuple' | 'set'): Lower =>
  (context, node) => {
    const contents = contentsOf(node);
    if (hasError(contents)) return broken(context, node);
    const elts = groupsOf(contents).groups.map(group => lowerElement(context, group));
    return { kind, elts, at: context.span(node) };
  };

export const lowerDict: Lower = (context, node) => {
  const contents = contentsOf(node);
  if (hasError(contents)) return broken(context, node);
  const items = groupsOf(contents).groups.map(group => dictItem(context, group));
  return { kind: 'dict', items, at: context.span(node) };
};

function dictItem(context: Context, [first, second, third]: readonly SyntaxNode[]): DictItem {
  if (first!.name === '**') return { value: lowerElement(context, [second ?? first!]) };
  if (third) return { key: context.lower(first!), value: lowerElement(context, [third]) };
  return { key: lowerElement(context, [first!]), value: lowerElement(context, [second ?? first!]) };
}

export const lowerComprehension =
  (kind: 'listComp' | 'setComp' | 'generatorExp'): Lower =>
  (context, node) => {
    if (hasError(childrenOf(node))) return broken(context, node);
    const { element, generators } = comprehensionOf(context, node);
    return { kind, elt: lowerElement(context, element), generators, at: context.span(node) };
  };

export const lowerDictComprehension: Lower = (context, node) => {
  if (hasError(childrenOf(node))) return broken(context, node);
  const { element, generators } = comprehensionOf(context, node);
  const [key, , value] = element;
  if (!key || !value) return broken(context, node);
  return {
    kind: 'dictComp',
    key: context.lower(key),
    value: context.lower(value),
    generators,
    at: context.span(node),
  };
};
