import type { TypedNode } from '../../../graph.js';
import type { Expression, FunctionDef, If, IfExp } from '../syntax/index.js';
import { addArgument, argument, calledIn, ownParameters } from './arguments.js';
import type { Context, Level } from './context.js';
import { equals } from './style.js';
import { allIn, callAt, functionAround, namesIn } from './tree.js';
import { type Option, titleOf } from './values.js';

/** Whether a function decides something by a parameter. */
const asks = ({ body }: FunctionDef, name: string): boolean =>
  [...allIn({ body })].some(n => {
    const tests =
      n.kind === 'if'
        ? (n as unknown as If).branches.map(b => b.test)
        : n.kind === 'ifExp'
          ? [(n as unknown as IfExp).test]
          : [];
    return tests.some(test => namesIn({ test }).some(({ id }) => id === name));
  });

/**
 * Other arguments for the call that ran the guilty line: a number that is not the input's, a switch that is off.
 * Either those by which the function decides what to do, or the others.
 */
export function callOptions(
  context: Context,
  node: TypedNode,
  sizes: readonly number[],
  isAsked: boolean,
): Option[] {
  // What runs in an imported file stands at the call that led there.
  const [outer] = node.calls ?? [];
  const at = outer?.at.file === undefined ? outer?.at : node.at;
  const call = at && callAt(context.module, at);
  const called = call && calledIn(context.modules, call);
  if (!call || !called) return [];
  const path = context.path(call.at);
  const level: Level = { call, path, inside: functionAround(path) };
  return ownParameters(called.function, called.isMethod).flatMap(({ name, default: usual }, _, all) => {
    if (asks(called.function, name) !== isAsked) return [];
    const given = argument(
      call,
      all.map(p => p.name),
      name,
    );
    const change = (text: string): Option[] => {
      const edit = given
        ? { span: given.at, text }
        : addArgument(context.text, call, `${name}${equals(context.text, call)}${text}`);
      return edit ? [{ title: titleOf(context, level, edit), edits: [edit], group: 'call' }] : [];
    };
    const value: Expression | undefined = given ?? usual;
    if (value?.kind === 'bool') return change(value.value ? 'False' : 'True');
    if (given?.kind !== 'int') return [];
    return sizes.filter(size => size !== given.value).flatMap(size => change(String(size)));
  });
}
