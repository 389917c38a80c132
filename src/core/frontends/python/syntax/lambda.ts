import type { SyntaxNode } from '@lezer/common';
import type { Parameter } from './ast.js';
import { nameText, spanOf } from './calls.js';
import {
  broken,
  type Context,
  childrenOf,
  faultErrors,
  groupsOf,
  isExpression,
  type Lower,
} from './context.js';
import { type Marked, parameterKinds } from './parameter-kinds.js';

export const lowerLambda: Lower = (context, node) => {
  const children = childrenOf(node);
  const list = children.find(child => child.name === 'ParamList');
  const body = children.findLast(isExpression);
  if (!list || !body || body.name === 'ParamList') return broken(context, node);
  faultErrors(context, [...children, ...childrenOf(list)]);
  const marked = groupsOf(childrenOf(list)).groups.map(group => markedOf(context, group));
  return {
    kind: 'lambda',
    params: parameterKinds(marked),
    body: context.lower(body),
    at: context.span(node),
  };
};

/** The writer has put a name where `/` was. */
function markedOf(context: Context, group: readonly SyntaxNode[]): Marked {
  const [first] = group;
  const stars = first!.name === '*' || first!.name === '**' ? first!.name : '';
  const name = group.find(node => node.name === 'VariableName');
  if (!name) return { mark: stars || '/' };
  if (context.text(name) === '/') return { mark: '/' };
  const equals = group.findIndex(node => node.name === 'AssignOp');
  const value = equals < 0 ? undefined : group.slice(equals + 1).find(isExpression);
  const parameter: Omit<Parameter, 'kind'> = {
    name: nameText(context.text(name)),
    nameAt: context.span(name),
    ...(value && { default: context.lower(value) }),
    at: spanOf(context, group),
  };
  return { mark: stars, parameter };
}
