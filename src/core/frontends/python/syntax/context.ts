import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../../source.js';
import type { Expression } from './ast.js';
import type { Field, StringToken } from './tokens.js';

/** What the lowering of one kind of node needs of the rest. */
export interface Context {
  lower(node: SyntaxNode): Expression;
  /** Where a node stands in the text. */
  span(node: SyntaxNode): Span;
  /** What is written there: the tree's own text is not always the author's. */
  text(node: SyntaxNode): string;
  fault(message: string, at: Span): void;
  /** The string that a node stands for. */
  string(node: SyntaxNode): StringToken | undefined;
  source(at: Span): string;
  field(field: Field): Expression;
}

export type Lower = (context: Context, node: SyntaxNode) => Expression;

export const unreadable = (message: string, at: Span, parts: readonly Expression[] = []): Expression => ({
  kind: 'error',
  message,
  parts,
  at,
});

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

const punctuation = /^(?:[^A-Za-z]|[A-Z]\w*Op$|[a-z]+$)/;

/** Whether a node is an expression, and not a keyword, an operator or a bracket. */
export const isExpression = (node: SyntaxNode): boolean =>
  !node.type.isError && (node.name === 'None' || !punctuation.test(node.name));

/** What a broken node holds that can be read. */
export function brokenParts(context: Context, nodes: readonly SyntaxNode[]): Expression[] {
  return nodes.filter(isExpression).map(node => context.lower(node));
}

/** Says that there is an error among the nodes, where the rest can be used as it is. */
export function faultErrors(context: Context, nodes: readonly SyntaxNode[]): void {
  const error = nodes.find(node => node.type.isError);
  if (error) context.fault('invalid syntax', context.span(error));
}

/** The node as an error with its parts. */
export function broken(context: Context, node: SyntaxNode): Expression {
  const at = context.span(node);
  context.fault('invalid syntax', at);
  return unreadable('invalid syntax', at, brokenParts(context, childrenOf(node)));
}

/** Children between commas; `trailing` where a comma stands last. */
export function groupsOf(nodes: readonly SyntaxNode[]): { groups: SyntaxNode[][]; trailing?: SyntaxNode } {
  const groups: SyntaxNode[][] = [];
  let group: SyntaxNode[] = [];
  let trailing: SyntaxNode | undefined;
  for (const node of nodes) {
    if (node.name === ',') {
      if (group.length) groups.push(group);
      group = [];
      trailing = node;
    } else {
      group.push(node);
      trailing = undefined;
    }
  }
  if (group.length) groups.push(group);
  return { groups, ...(trailing && { trailing }) };
}
