import { isAttributeError, mayHave } from '../core/attributes.js';
import { mergeInto } from '../core/evaluate.js';
import { exceptionClass, exceptionNames } from '../core/exceptions.js';
import { formatted } from '../core/format.js';
import { binary } from '../core/operators.js';
import { getItem } from '../core/subscript.js';
import { repr, str } from '../core/text.js';
import { compare } from '../core/truth.js';
import {
  type Args,
  Builtin,
  Class,
  Descriptor,
  Dict,
  ellipsis,
  Float,
  Instance,
  Iter,
  isUnknown,
  List,
  ModuleValue,
  numberOf,
  PySet,
  Range,
  type Scope,
  Slice,
  Super,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { isInstance, isSubclass, typeOf } from './instances.js';
import { types } from './types.js';

type Native = (vm: Vm, args: Args) => Value;

const done = [][Symbol.iterator]();

/** The items of the first argument; undefined where they are not known. */
const items = (vm: Vm, value: Value | undefined): Value[] | undefined =>
  value === undefined || isUnknown(value) ? undefined : vm.list(value);

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

const toInt: Native = (vm, { pos: [value = 0, base] }) => {
  if (typeof value === 'string') {
    const parsed = Number.parseInt(value, typeof base === 'number' && base > 0 ? base : 10);
    if (Number.isNaN(parsed)) throw vm.error('ValueError', 'invalid literal for int()');
    return parsed;
  }
  const number = numberOf(value);
  return number !== undefined && Number.isFinite(number) ? Math.trunc(number) + 0 : vm.unknown('int()');
};

const toFloat: Native = (vm, { pos: [value = 0] }) => {
  const number =
    typeof value === 'string' ? Number(value.replace(/^([+-]?)inf.*$/i, '$1Infinity')) : numberOf(value);
  return number === undefined ? vm.unknown('float()') : new Float(number);
};

const toDict: Native = (vm, { pos: [from], kw, open }) => {
  const dict = new Dict();
  if (from instanceof Dict || (from instanceof Instance && from.cls.find('keys'))) mergeInto(vm, dict, from);
  else if (from !== undefined) {
    const pairs = items(vm, from);
    if (!pairs) dict.open = true;
    for (const pair of pairs ?? []) dict.set(getItem(vm, pair, 0), getItem(vm, pair, 1));
  }
  for (const [key, value] of kw) dict.set(key, value);
  dict.open ||= open === true;
  return dict;
};

const toSet: Native = (vm, { pos: [from] }) => {
  const known = from === undefined ? [] : items(vm, from);
  const set = new PySet(known ?? []);
  set.open ||= !known;
  return set;
};

const toType: Native = (vm, { pos: [value = null, bases, members] }) => {
  if (bases === undefined) return typeOf(value) ?? vm.unknown('type()');
  const made = new Class(
    str(value) ?? '',
    (items(vm, bases) ?? []).filter(b => b instanceof Class),
  );
  if (members instanceof Dict)
    for (const { key, value: v } of members.map.values()) made.members.set(String(key), v);
  return made;
};

/** What calling one of Python's own types makes. */
const constructors: Readonly<Record<string, Native>> = {
  int: toInt,
  float: toFloat,
  bool: (vm, { pos: [value = false] }) => vm.truth(value) ?? vm.unknown('bool()'),
  str: (vm, { pos: [value = ''] }) => str(value) ?? vm.unknown('str()'),
  list: (vm, { pos: [from] }) => {
    const known = from === undefined ? [] : items(vm, from);
    return new List(known ? [...known] : [], !known);
  },
  tuple: (vm, { pos: [from] }) => {
    const known = from === undefined ? [] : items(vm, from);
    return known ? new Tuple(known) : vm.unknown('tuple()');
  },
  dict: toDict,
  set: toSet,
  frozenset: toSet,
  type: toType,
  range: (vm, { pos }) => {
    const [a, b, c] = pos.map(v =>
      typeof v === 'boolean' || (v instanceof Tensor && v.whole) ? numberOf(v) : v,
    );
    if (pos.some(v => v instanceof Float))
      throw vm.error('TypeError', "'float' object cannot be interpreted as an integer");
    if ([a, b, c].some(v => v !== undefined && typeof v !== 'number') || c === 0)
      return vm.unknown('range()');
    return b === undefined
      ? new Range(0, a as number, 1)
      : new Range(a as number, b as number, (c as number | undefined) ?? 1);
  },
  slice: (_, { pos: [a = null, b, c = null] }) =>
    b === undefined ? new Slice(null, a, c) : new Slice(a, b, c),
};

for (const [name, make] of Object.entries(constructors)) {
  types.get(name)!.members.set(
    '__new__',
    new Builtin('__new__', (vm, args) => {
      const [cls] = args.pos;
      const inner = { ...args, pos: args.pos.slice(1) };
      if (!(cls instanceof Class) || types.get(cls.name) === cls) return make(vm, inner);
      const instance = new Instance(cls);
      if (
        name === 'dict' ||
        name === 'list' ||
        name === 'str' ||
        name === 'int' ||
        name === 'float' ||
        name === 'tuple'
      )
        instance.data = make(vm, inner);
      return instance;
    }),
  );
}

types.get('dict')!.members.set(
  'fromkeys',
  new Builtin('fromkeys', (vm, { pos: [keys, value = null] }) => {
    const dict = new Dict();
    for (const key of items(vm, keys) ?? []) dict.set(key, value);
    return dict;
  }),
);

function extreme(sign: 1 | -1): Native {
  return (vm, { pos, kw }) => {
    const all = pos.length === 1 ? items(vm, pos[0]) : [...pos];
    if (!all || all.length === 0) return kw.get('default') ?? vm.unknown('max()');
    const key = kw.get('key');
    const keys = key === undefined || key === null ? all : all.map(v => vm.call(key, v));
    let best = 0;
    for (let i = 1; i < all.length; i++) {
      const order = compare(keys[i]!, keys[best]!);
      if (order === undefined) return vm.unknown('max()');
      if (order * sign > 0) best = i;
    }
    return all[best]!;
  };
}

function sorted(vm: Vm, all: readonly Value[], kw: Args['kw']): Value[] | undefined {
  const key = kw.get('key');
  const keyed = all.map(v => [key === undefined || key === null ? v : vm.call(key, v), v] as const);
  let known = true;
  keyed.sort(([a], [b]) => {
    const order = compare(a, b);
    known &&= order !== undefined;
    return order ?? 0;
  });
  const result = keyed.map(([, v]) => v);
  if (kw.get('reverse') === true) result.reverse();
  return known ? result : undefined;
}

export function sortList(vm: Vm, list: List, kw: Args['kw']): void {
  const result = sorted(vm, list.items, kw);
  if (result) list.items = result;
  else list.items = list.items.map(() => vm.unknown('an item'));
}

function* zipped(iterators: readonly Iterator<Value>[]): Generator<Value> {
  while (iterators.length > 0) {
    const next = iterators.map(iterator => iterator.next());
    if (next.some(n => n.done)) return;
    yield new Tuple(next.map(n => n.value));
  }
}

function* mapped(vm: Vm, f: Value, iterators: readonly Iterator<Value>[]): Generator<Value> {
  for (const args of zipped(iterators)) yield vm.callWith(f, { pos: (args as Tuple).items, kw: new Map() });
}

/** Several iterators; undefined where one of them is not known. */
function iterators(vm: Vm, values: readonly Value[]): Iterator<Value>[] | undefined {
  const all = values.map(v => (isUnknown(v) ? undefined : vm.iterate(v)));
  return all.every(i => i !== undefined) ? all : undefined;
}

function superOf(vm: Vm, { pos: [cls, self] }: Args): Value {
  if (cls instanceof Class && self !== undefined) return new Super(cls, self);
  for (let s: Scope | undefined = vm.frame.scope; s; s = s.parent) {
    const owner = s.vars.get('__class__');
    if (owner instanceof Class) {
      const first = s.vars.values().next().value;
      return first === undefined ? vm.unknown('super()') : new Super(owner, first);
    }
  }
  return vm.unknown('super()');
}

function getattr(vm: Vm, { pos: [object = null, name, usual] }: Args): Value {
  if (typeof name !== 'string') return vm.unknown('getattr()');
  if (usual === undefined) return vm.get(object, name);
  try {
    return (
      vm.look(object, name) ?? (object instanceof Instance && object.cls.open ? vm.unknown(name) : usual)
    );
  } catch (raised) {
    if (isAttributeError(raised)) return usual;
    throw raised;
  }
}

function hasattr(vm: Vm, { pos: [object = null, name] }: Args): Value {
  if (typeof name !== 'string' || isUnknown(object)) return vm.unknown('hasattr()');
  try {
    if (vm.look(object, name) !== undefined) return true;
  } catch (raised) {
    if (!isAttributeError(raised)) throw raised;
    return false;
  }
  return object instanceof Instance && !object.cls.open
    ? false
    : mayHave(object) !== undefined && !(object instanceof Tensor)
      ? object instanceof Instance
        ? vm.unknown('hasattr()')
        : false
      : false;
}

function isCallable(vm: Vm, value: Value): Value {
  if (isUnknown(value)) return vm.unknown('callable()');
  if (value instanceof Instance) return value.cls.find('__call__') !== undefined;
  return (
    typeof value === 'object' &&
    value !== null &&
    ['function', 'builtin', 'class', 'method'].includes(value.kind)
  );
}

function roundTo(vm: Vm, value: Value, digits: Value | undefined): Value {
  const number = numberOf(value);
  if (number === undefined) return vm.unknown('round()');
  const scale = typeof digits === 'number' ? 10 ** digits : 1;
  const scaled = number * scale;
  const floor = Math.floor(scaled);
  const rounded = scaled - floor === 0.5 ? floor + (floor % 2) : Math.round(scaled);
  return typeof digits === 'number' && value instanceof Float ? new Float(rounded / scale) : rounded / scale;
}

const natives: Readonly<Record<string, Native>> = {
  len: (vm, { pos: [v = null] }) => length(vm, v),
  print: () => null,
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
  max: extreme(1),
  min: extreme(-1),
  sum: (vm, { pos: [from, start], kw }) => {
    const all = items(vm, from);
    return all
      ? all.reduce((a, b) => binary(vm, '+', a, b), start ?? kw.get('start') ?? 0)
      : vm.unknown('sum()');
  },
  any: (vm, { pos: [from] }) => {
    const truths = items(vm, from)?.map(v => vm.truth(v));
    return truths?.includes(true)
      ? true
      : !truths || truths.includes(undefined)
        ? vm.unknown('any()')
        : false;
  },
  all: (vm, { pos: [from] }) => {
    const truths = items(vm, from)?.map(v => vm.truth(v));
    return truths?.includes(false)
      ? false
      : !truths || truths.includes(undefined)
        ? vm.unknown('all()')
        : true;
  },
  sorted: (vm, { pos: [from], kw }) => {
    const all = items(vm, from);
    const result = all && sorted(vm, all, kw);
    return result ? new List(result) : new List([], true);
  },
  reversed: (vm, { pos: [from = null] }) => {
    const own = from instanceof Instance ? from.cls.find('__reversed__') : undefined;
    if (own !== undefined) return vm.call(own, from);
    const all = items(vm, from);
    return all ? new Iter([...all].reverse()[Symbol.iterator]()) : vm.unknown('reversed()');
  },
  enumerate: (vm, { pos: [from, start], kw }) => {
    const first = start ?? kw.get('start') ?? 0;
    const all = from === undefined || isUnknown(from) ? undefined : vm.iterate(from);
    if (!all || typeof first !== 'number') return vm.unknown('enumerate()');
    return new Iter(
      zipped([
        (function* () {
          for (let i = first; ; i++) yield i;
        })(),
        all,
      ]),
    );
  },
  zip: (vm, { pos }) => {
    const all = iterators(vm, pos);
    return all ? new Iter(all.length > 0 ? zipped(all) : done) : vm.unknown('zip()');
  },
  map: (vm, { pos: [f = null, ...from] }) => {
    const all = iterators(vm, from);
    return all ? new Iter(mapped(vm, f, all)) : vm.unknown('map()');
  },
  filter: (vm, { pos: [f = null, from] }) => {
    const all = items(vm, from);
    return all
      ? new List(all.filter(v => vm.truth(f === null ? v : vm.call(f, v)) !== false))
      : vm.unknown('filter()');
  },
  iter: (vm, { pos: [from = null] }) => {
    const all = isUnknown(from) ? undefined : vm.iterate(from);
    return all ? new Iter(all) : vm.unknown('iter()');
  },
  next: (vm, { pos: [from = null, usual] }) => {
    if (from instanceof Instance) return vm.call(vm.get(from, '__next__'));
    if (!(from instanceof Iter)) return vm.unknown('next()');
    const { done: ended, value } = from.items.next();
    if (!ended) return value;
    if (usual !== undefined) return usual;
    throw vm.error('StopIteration', 'no more items');
  },
  vars: (vm, { pos: [v] }) => (v === undefined ? Dict.of(vm.frame.scope.vars) : vm.get(v, '__dict__')),
  locals: vm => Dict.of([...vm.frame.scope.vars].filter(([name]) => name !== '__class__')),
  globals: vm => {
    const dict = Dict.of(vm.frame.scope.module.vars);
    const { module } = vm.frame.scope;
    for (const entry of dict.map.values()) entry.value = vm.look(module, String(entry.key)) ?? entry.value;
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
