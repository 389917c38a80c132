import { compare } from '../core/truth.js';
import type { Args, List, Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { items, type Native } from './constructors.js';

export function extreme(sign: 1 | -1): Native {
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

export function sorted(vm: Vm, all: readonly Value[], kw: Args['kw']): Value[] | undefined {
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
