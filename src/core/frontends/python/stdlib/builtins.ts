import { exceptionClass, exceptionNames } from '../core/exceptions.js';
import { formatted } from '../core/format.js';
import { binary } from '../core/operators.js';
import { repr } from '../core/text.js';
import {
  Builtin,
  Class,
  Descriptor,
  Dict,
  ellipsis,
  Float,
  Instance,
  List,
  ModuleValue,
  numberOf,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { items, type Native } from './constructors.js';
import { isInstance, isSubclass } from './instances.js';
import { iterating } from './iterating.js';
import { roundHalfEven } from './math.js';
import { getattr, hasattr, isCallable, superOf } from './reflection.js';
import { types } from './types.js';

function length(vm: Vm, value: Value): Value {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') throw vm.error('TypeError', 'object has no len()');
  switch (value.kind) {
    case 'list':
      return value.open ? vm.unknown('a length') : value.items.length;
    case 'tuple':
      return value.items.length;
    case 'dict':
    case 'set':
      return value.open ? vm.unknown('a length') : value.map.size;
    case 'range':
      return value.length;
    case 'tensor':
      return value.shape?.[0] ?? vm.unknown('a length');
    case 'class':
      return items(vm, value)?.length ?? vm.unknown('a length');
    case 'instance': {
      const own = value.cls.find('__len__');
      return own === undefined ? vm.unknown('a length') : vm.call(own, value);
    }
    default:
      return vm.unknown('a length');
  }
}

function roundTo(vm: Vm, value: Value, digits: Value | undefined): Value {
  const number = numberOf(value);
  if (number === undefined) return vm.unknown('round()');
  const scale = typeof digits === 'number' ? 10 ** digits : 1;
  const rounded = roundHalfEven(number * scale);
  return typeof digits === 'number' && value instanceof Float ? new Float(rounded / scale) : rounded / scale;
}

const natives: Readonly<Record<string, Native>> = {
  len: (vm, { pos: [v = null] }) => length(vm, v),
  print: () => null,
  ...iterating,
  super: superOf,
  getattr,
  hasattr,
  setattr: (vm, { pos: [o = null, n, v = null] }) => {
    if (typeof n === 'string') vm.set(o, n, v);
    return null;
  },
  delattr: () => null,
  isinstance: (vm, { pos: [v = null, t = null] }) => isInstance(v, t) ?? vm.unknown('isinstance()'),
  issubclass: (vm, { pos: [v = null, t = null] }) => isSubclass(v, t) ?? vm.unknown('issubclass()'),
  callable: (vm, { pos: [v = null] }) => isCallable(vm, v),
  id: vm => vm.unknown('id()'),
  hash: vm => vm.unknown('hash()'),
  repr: (_, { pos: [v = null] }) => repr(v),
  format: (vm, { pos: [v = null, spec = ''] }) => formatted(v, String(spec)) ?? vm.unknown('format()'),
  abs: (vm, { pos: [v = 0] }) => {
    if (v instanceof Tensor) return vm.options.libraries.tensorUnary(vm, 'abs', v);
    const n = numberOf(v);
    return n === undefined ? vm.unknown('abs()') : v instanceof Float ? new Float(Math.abs(n)) : Math.abs(n);
  },
  round: (vm, { pos: [v = 0, d] }) => roundTo(vm, v, d ?? undefined),
  pow: (vm, { pos: [a = 0, b = 0] }) => binary(vm, '**', a, b),
  divmod: (vm, { pos: [a = 0, b = 1] }) => new Tuple([binary(vm, '//', a, b), binary(vm, '%', a, b)]),
  vars: (vm, { pos: [v] }) => (v === undefined ? Dict.of(vm.frame.scope.vars) : vm.get(v, '__dict__')),
  locals: vm => Dict.of([...vm.frame.scope.vars].filter(([name]) => name !== '__class__')),
  globals: vm => {
    const dict = Dict.of(vm.frame.scope.module.vars);
    const { module } = vm.frame.scope;
    for (const entry of dict.map.values()) {
      const found = vm.look(module, String(entry.key));
      if (found !== undefined) entry.value = found;
    }
    return dict;
  },
  dir: (vm, { pos: [v] }) =>
    v instanceof ModuleValue ? new List([...v.vars.keys()], true) : vm.unknown('dir()'),
  open: vm => vm.unknown('open()'),
  input: vm => vm.unknown('input()'),
  exit: vm => {
    throw vm.error('SystemExit', 'exit');
  },
  quit: vm => {
    throw vm.error('SystemExit', 'exit');
  },
  eval: vm => vm.unknown('eval()'),
  exec: vm => vm.unknown('exec()'),
  __import__: vm => vm.unknown('__import__()'),
  chr: (_, { pos: [n] }) => String.fromCodePoint(Number(n)),
  ord: (_, { pos: [s] }) => String(s).codePointAt(0) ?? 0,
  hex: vm => vm.unknown('hex()'),
  property: (_, { pos: [get = null, set] }) => new Descriptor('property', get, set),
  staticmethod: (_, { pos: [f = null] }) => new Descriptor('static', f),
  classmethod: (_, { pos: [f = null] }) => new Descriptor('class', f),
};

export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.entries(natives).map(([name, call]) => [name, new Builtin(name, call)] as const),
  ...types,
  ...exceptionNames.map(name => [name, exceptionClass(name)] as const),
  // Python 2.
  ['xrange', types.get('range')!],
  ['unicode', types.get('str')!],
  ['basestring', types.get('str')!],
  ['long', types.get('int')!],
  ['Ellipsis', ellipsis],
  ['NotImplemented', new Instance(new Class('NotImplementedType', []))],
  ['__debug__', true],
]);
