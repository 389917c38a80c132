import { mergeInto } from '../core/evaluate.js';
import { getItem } from '../core/subscript.js';
import { str } from '../core/text.js';
import {
  type Args,
  Builtin,
  Class,
  Dict,
  Float,
  Instance,
  isUnknown,
  List,
  numberOf,
  PySet,
  Range,
  Slice,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { typeOf } from './instances.js';
import { types } from './types.js';

export type Native = (vm: Vm, args: Args) => Value;

/** The items of the first argument; undefined where they are not known. */
export const items = (vm: Vm, value: Value | undefined): Value[] | undefined =>
  value === undefined || isUnknown(value) ? undefined : vm.list(value);

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
