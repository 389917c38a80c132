import { binary, compareWith } from '../core/operators.js';
import { Builtin, Iter, isUnknown, List, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';

const all = (vm: Vm, value: Value | undefined): Value[] | undefined =>
  value === undefined || isUnknown(value) ? undefined : vm.list(value);

function* counting(start: number, step: number): Generator<Value> {
  for (let i = start; ; i += step) yield i;
}

function* chained(vm: Vm, parts: Iterable<Value>): Generator<Value> {
  for (const part of parts) {
    const items = isUnknown(part) ? undefined : vm.iterate(part);
    if (!items) continue;
    for (let next = items.next(); !next.done; next = items.next()) yield next.value;
  }
}

function* cycling(items: readonly Value[]): Generator<Value> {
  while (items.length > 0) yield* items;
}

const product = (vm: Vm, lists: readonly (readonly Value[])[]): Value[][] =>
  lists.reduce<Value[][]>(
    (made, list) => {
      vm.step(made.length * list.length);
      return made.flatMap(before => list.map(item => [...before, item]));
    },
    [[]],
  );

const chain = new Builtin('chain', (vm, { pos }) => new Iter(chained(vm, pos)));

chain.attrs.set(
  'from_iterable',
  new Builtin('from_iterable', (vm, { pos: [from] }) => new Iter(chained(vm, all(vm, from) ?? []))),
);

export const itertools: Readonly<Record<string, Value>> = {
  chain,
  count: new Builtin(
    'count',
    (_, { pos: [start = 0, step = 1] }) => new Iter(counting(Number(start), Number(step))),
  ),
  cycle: new Builtin('cycle', (vm, { pos: [from] }) => {
    const items = all(vm, from);
    return items ? new Iter(cycling(items)) : vm.unknown('cycle()');
  }),
  repeat: new Builtin('repeat', (vm, { pos: [value = null, times] }) => {
    if (times === undefined) return new Iter(cycling([value]));
    if (typeof times !== 'number') return vm.unknown('repeat()');
    vm.step(times);
    return new List(Array<Value>(Math.max(0, Math.min(times, 100_000))).fill(value));
  }),
  islice: new Builtin('islice', (vm, { pos: [from = null, a, b] }) => {
    const items = isUnknown(from) ? undefined : vm.iterate(from);
    const [start, stop] = b === undefined ? [0, a] : [Number(a), b];
    if (!items || typeof stop !== 'number') return vm.unknown('islice()');
    const taken: Value[] = [];
    for (let i = 0; i < stop; i++) {
      const next = items.next();
      vm.step();
      if (next.done) break;
      if (i >= start) taken.push(next.value);
    }
    return new List(taken);
  }),
  product: new Builtin('product', (vm, { pos, kw }) => {
    const lists = pos.map(p => all(vm, p));
    const times = kw.get('repeat');
    if (!lists.every(l => l !== undefined)) return vm.unknown('product()');
    const repeated =
      typeof times === 'number' ? Array.from({ length: Math.min(times, 8) }, () => lists).flat() : lists;
    return new List(product(vm, repeated).map(items => new Tuple(items)));
  }),
  accumulate: new Builtin('accumulate', (vm, { pos: [from] }) => {
    const items = all(vm, from);
    if (!items) return vm.unknown('accumulate()');
    let sum: Value | undefined;
    return new List(items.map(item => (sum = sum === undefined ? item : binary(vm, '+', sum, item))));
  }),
  zip_longest: new Builtin('zip_longest', (vm, { pos, kw }) => {
    const lists = pos.map(p => all(vm, p));
    if (!lists.every(l => l !== undefined)) return vm.unknown('zip_longest()');
    const length = Math.max(0, ...lists.map(l => l.length));
    return new List(
      Array.from({ length }, (_, i) => new Tuple(lists.map(l => l[i] ?? kw.get('fillvalue') ?? null))),
    );
  }),
  pairwise: new Builtin('pairwise', (vm, { pos: [from] }) => {
    const items = all(vm, from);
    return items
      ? new List(items.slice(1).map((item, i) => new Tuple([items[i]!, item])))
      : vm.unknown('pairwise()');
  }),
  groupby: new Builtin('groupby', (vm, { pos: [from, key] }) => {
    const items = all(vm, from);
    if (!items) return vm.unknown('groupby()');
    const groups: [Value, Value[]][] = [];
    for (const item of items) {
      const k = key === undefined || key === null ? item : vm.call(key, item);
      const last = groups.at(-1);
      if (last && compareWith(vm, '==', last[0], k) === true) last[1].push(item);
      else groups.push([k, [item]]);
    }
    return new List(groups.map(([k, g]) => new Tuple([k, new List(g)])));
  }),
};
