import { binary } from '../core/operators.js';
import { Instance, Iter, isUnknown, List, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { items, type Native } from './constructors.js';
import { extreme, sorted } from './sorting.js';

const done = [][Symbol.iterator]();

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

/** Those that go through items. */
export const iterating: Readonly<Record<string, Native>> = {
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
};
