import { mergeInto } from '../core/evaluate.js';
import { braces } from '../core/format.js';
import { equal } from '../core/truth.js';
import {
  type Args,
  Builtin,
  Dict,
  Float,
  isUnknown,
  keyOf,
  List,
  PySet,
  type Range,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { sortList } from './sorting.js';

type Methods<T> = Readonly<Record<string, (vm: Vm, self: T, args: Args) => Value>>;

const texts: Methods<string> = {
  format: (vm, s, { pos, kw }) => braces(vm, s, pos, kw) ?? vm.unknown('a text'),
  join: (vm, s, { pos: [from] }) => {
    const all = from === undefined || isUnknown(from) ? undefined : vm.list(from);
    return all?.every(v => typeof v === 'string') ? all.join(s) : vm.unknown('a text');
  },
  split: (_, s, { pos: [by = null, most] }) => {
    const parts = by === null ? s.split(/\s+/).filter(p => p !== '') : s.split(String(by));
    if (typeof most !== 'number' || most < 0 || parts.length <= most + 1) return new List(parts);
    return new List([...parts.slice(0, most), parts.slice(most).join(String(by))]);
  },
  rsplit: (_, s, { pos: [by = null, most] }) => {
    const parts = by === null ? s.split(/\s+/) : s.split(String(by));
    if (typeof most !== 'number' || parts.length <= most + 1) return new List(parts);
    return new List([
      parts.slice(0, parts.length - most).join(String(by)),
      ...parts.slice(parts.length - most),
    ]);
  },
  partition: (_, s, { pos: [by] }) => {
    const at = s.indexOf(String(by));
    return new Tuple(at < 0 ? [s, '', ''] : [s.slice(0, at), String(by), s.slice(at + String(by).length)]);
  },
  lower: (_, s) => s.toLowerCase(),
  upper: (_, s) => s.toUpperCase(),
  title: (_, s) => s.replace(/\b\w/g, c => c.toUpperCase()),
  capitalize: (_, s) => s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase(),
  strip: (_, s, { pos: [what] }) => strip(s, what, true, true),
  lstrip: (_, s, { pos: [what] }) => strip(s, what, true, false),
  rstrip: (_, s, { pos: [what] }) => strip(s, what, false, true),
  replace: (_, s, { pos: [a, b] }) => s.replaceAll(String(a), String(b)),
  startsWith: (_, s, { pos: [a] }) => s.startsWith(String(a)),
  startswith: (_, s, { pos: [a] }) => (a instanceof Tuple ? a.items : [a]).some(p => s.startsWith(String(p))),
  endswith: (_, s, { pos: [a] }) => (a instanceof Tuple ? a.items : [a]).some(p => s.endsWith(String(p))),
  find: (_, s, { pos: [a] }) => s.indexOf(String(a)),
  rfind: (_, s, { pos: [a] }) => s.lastIndexOf(String(a)),
  index: (_, s, { pos: [a] }) => s.indexOf(String(a)),
  count: (_, s, { pos: [a] }) => s.split(String(a)).length - 1,
  isdigit: (_, s) => /^\d+$/.test(s),
  isalpha: (_, s) => /^[a-z]+$/i.test(s),
  isnumeric: (_, s) => /^\d+$/.test(s),
  zfill: (_, s, { pos: [n] }) => s.padStart(Number(n), '0'),
  encode: (_, s) => s,
  decode: (_, s) => s,
};

function strip(s: string, what: Value | undefined, left: boolean, right: boolean): string {
  const drop = typeof what === 'string' ? what : ' \t\n\r';
  let [from, to] = [0, s.length];
  while (left && from < to && drop.includes(s[from]!)) from++;
  while (right && to > from && drop.includes(s[to - 1]!)) to--;
  return s.slice(from, to);
}

const lists: Methods<List> = {
  append: (vm, l, { pos: [v = null] }) => {
    l.items.push(v);
    l.open ||= vm.unsure > 0;
    return null;
  },
  extend: (vm, l, { pos: [from = null] }) => {
    const all = isUnknown(from) ? undefined : vm.list(from);
    if (all) l.items.push(...all);
    l.open ||= !all || vm.unsure > 0;
    return null;
  },
  insert: (_, l, { pos: [at, v = null] }) => {
    if (typeof at === 'number') l.items.splice(at, 0, v);
    else l.open = true;
    return null;
  },
  pop: (vm, l, { pos: [at = -1] }) => {
    if (typeof at !== 'number' || (l.open && at !== 0)) return vm.unknown('an item');
    if (l.items.length === 0) {
      if (l.open) return vm.unknown('an item');
      throw vm.error('IndexError', 'pop from empty list');
    }
    const [item] = l.items.splice(at, 1);
    return item === undefined ? vm.unknown('an item') : item;
  },
  remove: (vm, l, { pos: [v = null] }) => {
    const at = l.items.findIndex(item => equal(vm, item, v) === true);
    if (at >= 0) l.items.splice(at, 1);
    return null;
  },
  index: (vm, l, { pos: [v = null] }) => {
    const at = l.items.findIndex(item => equal(vm, item, v) === true);
    if (at < 0) throw vm.error('ValueError', 'not in list');
    return at;
  },
  count: (vm, l, { pos: [v = null] }) => l.items.filter(item => equal(vm, item, v) === true).length,
  reverse: (_, l) => {
    l.items.reverse();
    return null;
  },
  sort: (vm, l, { kw }) => {
    sortList(vm, l, kw);
    return null;
  },
  appendleft: (vm, l, { pos: [v = null] }) => {
    l.items.unshift(v);
    l.open ||= vm.unsure > 0;
    return null;
  },
  popleft: (vm, l) => lists.pop!(vm, l, { pos: [0], kw: new Map() }),
  copy: (_, l) => new List([...l.items], l.open),
  clear: (_, l) => {
    l.items = [];
    return null;
  },
};

const tuples: Methods<Tuple> = {
  index: (vm, t, { pos: [v = null] }) => t.items.findIndex(item => equal(vm, item, v) === true),
  count: (vm, t, { pos: [v = null] }) => t.items.filter(item => equal(vm, item, v) === true).length,
  numel: (vm, t) =>
    t.items.every(v => typeof v === 'number')
      ? t.items.reduce<number>((a, b) => a * (b as number), 1)
      : vm.unknown('a size'),
  as_list: (_, t) => new List([...t.items]),
  _asdict: (_, t) => Dict.of((t.names ?? []).map((name, i) => [name, t.items[i]!])),
  _replace: (_, t, { kw }) =>
    new Tuple(
      (t.names ?? []).map((name, i) => (kw.has(name) ? kw.get(name)! : t.items[i]!)),
      t.names,
      t.cls,
    ),
};

const dicts: Methods<Dict> = {
  get: (vm, d, { pos: [key = null, usual = null], kw }) => {
    const found = d.get(key);
    if (found !== undefined) return found;
    return d.open || isUnknown(key) ? vm.unknown('an item') : (kw.get('default') ?? usual);
  },
  pop: (vm, d, { pos: [key = null, usual] }) => {
    const found = d.get(key);
    d.map.delete(keyOf(key));
    if (found !== undefined) return found;
    if (d.open || isUnknown(key)) return vm.unknown('an item');
    if (usual === undefined) throw vm.error('KeyError', 'no such key');
    return usual;
  },
  setdefault: (_, d, { pos: [key = null, usual = null] }) => {
    const found = d.get(key);
    if (found === undefined) d.set(key, usual);
    return found ?? usual;
  },
  update: (vm, d, { pos: [from], kw }) => {
    if (from instanceof Dict || isUnknown(from)) mergeInto(vm, d, from);
    else if (from !== undefined)
      for (const pair of vm.list(from) ?? [])
        if (pair instanceof Tuple) d.set(pair.items[0]!, pair.items[1]!);
    for (const [key, value] of kw) d.set(key, value);
    return null;
  },
  keys: (_, d) =>
    new List(
      [...d.map.values()].map(e => e.key),
      d.open,
    ),
  values: (_, d) =>
    new List(
      [...d.map.values()].map(e => e.value),
      d.open,
    ),
  items: (_, d) =>
    new List(
      [...d.map.values()].map(e => new Tuple([e.key, e.value])),
      d.open,
    ),
  copy: (vm, d) => {
    const copy = new Dict();
    mergeInto(vm, copy, d);
    copy.factory = d.factory;
    return copy;
  },
  clear: (_, d) => {
    d.map.clear();
    return null;
  },
  popitem: (vm, d) => {
    const last = [...d.map].at(-1);
    if (!last) throw vm.error('KeyError', 'empty');
    d.map.delete(last[0]);
    return new Tuple([last[1].key, last[1].value]);
  },
  move_to_end: () => null,
};

const sets: Methods<PySet> = {
  add: (_, s, { pos: [v = null] }) => {
    s.add(v);
    return null;
  },
  discard: (_, s, { pos: [v = null] }) => {
    s.map.delete(keyOf(v));
    return null;
  },
  remove: (_, s, { pos: [v = null] }) => {
    s.map.delete(keyOf(v));
    return null;
  },
  update: (vm, s, { pos }) => {
    for (const from of pos) for (const v of (isUnknown(from) ? [] : vm.list(from)) ?? []) s.add(v);
    return null;
  },
  union: (vm, s, { pos }) =>
    new PySet([...s.map.values(), ...pos.flatMap(from => (isUnknown(from) ? [] : (vm.list(from) ?? [])))]),
  copy: (_, s) => new PySet(s.map.values()),
};

const kinds: Readonly<Record<string, Methods<never>>> = {
  list: lists,
  tuple: tuples,
  dict: dicts,
  set: sets,
};

/** An attribute of one of Python's own values; undefined where it has none of that name. */
export function methodOf(vm: Vm, self: Value, name: string): Value | undefined {
  if (typeof self === 'string') return bound(vm, texts, self, name);
  if (typeof self === 'number' || typeof self === 'boolean' || self instanceof Float)
    return numberAttribute(self, name);
  if (self === null || typeof self !== 'object') return undefined;
  if (self instanceof Tuple) {
    const at = self.names?.indexOf(name) ?? -1;
    if (at >= 0) return self.items[at];
    if (self.cls) {
      const member = self.cls.find(name);
      if (member !== undefined && name !== '__new__')
        return (
          vm.get(member, '__get__') &&
          new Builtin(name, (inner, args) => inner.callWith(member, { ...args, pos: [self, ...args.pos] }))
        );
    }
    if (name === '_fields' && self.names) return new Tuple(self.names);
    if (name === 'rank' || name === 'ndims') return self.items.length;
  }
  if (self.kind === 'range') return rangeAttribute(self, name);
  const methods = kinds[self.kind];
  return methods ? bound(vm, methods, self as never, name) : undefined;
}

function bound<T>(_: Vm, methods: Methods<T>, self: T, name: string): Value | undefined {
  const call = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return call && new Builtin(name, (vm, args) => call(vm, self, args));
}

function numberAttribute(self: number | boolean | Float, name: string): Value | undefined {
  switch (name) {
    case 'value':
    case 'real':
      return self;
    case 'item':
    case '__int__':
      return new Builtin(name, () => self);
    case 'is_integer':
      return new Builtin(name, () => Number.isInteger(self instanceof Float ? self.value : Number(self)));
    case 'bit_length':
      return new Builtin(name, () => Number(self).toString(2).length);
    default:
      return undefined;
  }
}

const rangeAttribute = (self: Range, name: string): Value | undefined =>
  name === 'start' ? self.start : name === 'stop' ? self.stop : name === 'step' ? self.step : undefined;
