import { functionOf } from '../core/calls.js';
import { Builtin, Class, Dict, Instance, Method, type Value } from '../core/values.js';

const parameterClass = new Class('Parameter', []);
const kinds = { positionalOnly: 0, positional: 1, varArgs: 2, keywordOnly: 3, kwArgs: 4 } as const;
const names = {
  POSITIONAL_ONLY: 0,
  POSITIONAL_OR_KEYWORD: 1,
  VAR_POSITIONAL: 2,
  KEYWORD_ONLY: 3,
  VAR_KEYWORD: 4,
};
for (const [name, value] of Object.entries(names)) parameterClass.members.set(name, value);
const empty = new Instance(new Class('_empty', []));
parameterClass.members.set('empty', empty);

const signatureClass = new Class('Signature', []);

/** A function's parameters, as `inspect.signature` shows them. */
function parametersOf(f: Value | undefined): Dict | undefined {
  const func = functionOf(f);
  if (!func) return undefined;
  const isBound = f instanceof Method || f instanceof Class;
  const dict = new Dict();
  for (const { kind, name } of func.params.slice(isBound ? 1 : 0)) {
    const parameter = new Instance(parameterClass);
    parameter.attrs.set('name', name);
    parameter.attrs.set('kind', kinds[kind]);
    parameter.attrs.set('default', func.hasDefault(name) ? func.default(name)! : empty);
    dict.set(name, parameter);
  }
  return dict;
}

const kindOf = (v: Value | undefined): string => (typeof v === 'object' && v !== null ? v.kind : typeof v);

export const inspect: Readonly<Record<string, Value>> = {
  Parameter: parameterClass,
  signature: new Builtin('signature', (vm, { pos: [f] }) => {
    const parameters = parametersOf(f);
    if (!parameters) return vm.unknown('inspect.signature()');
    const signature = new Instance(signatureClass);
    signature.attrs.set('parameters', parameters);
    return signature;
  }),
  isclass: new Builtin('isclass', (vm, { pos: [v] }) =>
    kindOf(v) === 'unknown' ? vm.unknown('isclass()') : kindOf(v) === 'class',
  ),
  isfunction: new Builtin('isfunction', (vm, { pos: [v] }) =>
    kindOf(v) === 'unknown' ? vm.unknown('isfunction()') : kindOf(v) === 'function',
  ),
};
