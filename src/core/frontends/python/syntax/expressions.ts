import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './ast.js';
import { lowerChain, nameText } from './calls.js';
import { broken, type Context, childrenOf, faultErrors, isExpression, type Lower } from './context.js';
import {
  lowerComprehension,
  lowerDict,
  lowerDictComprehension,
  lowerElement,
  lowerSequence,
  lowerTuple,
} from './displays.js';
import { lowerLambda } from './lambda.js';
import { lowerNumber, lowerString, lowerWord } from './literals.js';
import { lowerOperators } from './operators.js';

const lowerName: Lower = (context, node) => {
  const at = context.span(node);
  return { kind: 'name', id: nameText(context.source(at)), at };
};

const lowerParentheses: Lower = (context, node) => {
  const contents = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')');
  if (!contents.length || contents.some(child => child.type.isError)) return broken(context, node);
  return lowerElement(context, contents);
};

/** The expressions of a node that has no others. */
function expressionsOf(context: Context, node: SyntaxNode): Expression[] {
  const children = childrenOf(node);
  faultErrors(context, children);
  return children.filter(isExpression).map(child => context.lower(child));
}

const lowerConditional: Lower = (context, node) => {
  const [body, test, orelse] = expressionsOf(context, node);
  if (!body || !test || !orelse) return broken(context, node);
  return { kind: 'ifExp', test, body, orelse, at: context.span(node) };
};

const lowerNamed: Lower = (context, node) => {
  const [target, value] = expressionsOf(context, node);
  if (!target || !value) return broken(context, node);
  return { kind: 'namedExpr', target, value, at: context.span(node) };
};

const lowerYield: Lower = (context, node) => {
  const at = context.span(node);
  const [, second, ...rest] = childrenOf(node);
  faultErrors(context, rest);
  if (second?.name === 'from') {
    const value = rest.find(isExpression);
    return value ? { kind: 'yieldFrom', value: context.lower(value), at } : broken(context, node);
  }
  if (!second || context.span(second).start === at.end) return { kind: 'yield', at };
  return { kind: 'yield', value: lowerTuple(context, [second, ...rest]), at };
};

/** By the names of lezer's nodes. */
export const lowerers: Readonly<Record<string, Lower>> = {
  VariableName: lowerName,
  Number: lowerNumber,
  String: lowerString,
  ContinuedString: lowerString,
  None: lowerWord,
  Boolean: lowerWord,
  Ellipsis: (context, node) => ({ kind: 'ellipsis', at: context.span(node) }),
  CallExpression: lowerChain,
  MemberExpression: lowerChain,
  BinaryExpression: lowerOperators,
  UnaryExpression: lowerOperators,
  AwaitExpression: lowerOperators,
  ConditionalExpression: lowerConditional,
  NamedExpression: lowerNamed,
  LambdaExpression: lowerLambda,
  YieldExpression: lowerYield,
  ParenthesizedExpression: lowerParentheses,
  TupleExpression: lowerSequence('tuple'),
  ArrayExpression: lowerSequence('list'),
  SetExpression: lowerSequence('set'),
  DictionaryExpression: lowerDict,
  ComprehensionExpression: lowerComprehension('generatorExp'),
  ArrayComprehensionExpression: lowerComprehension('listComp'),
  SetComprehensionExpression: lowerComprehension('setComp'),
  DictionaryComprehensionExpression: lowerDictComprehension,
};
