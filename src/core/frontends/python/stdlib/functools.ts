import {
  Builtin,
  Class,
  Descriptor,
  Dict,
  Func,
  Instance,
  isUnknown,
  itemsOf,
  Tuple,
  type Value,
} from '../core/values.js';
import { type Names, passing } from './names.js';

/** `functools.partial`: a function whose arguments are there already. */
const partialClass = new Class('partial', []);

partialClass.members.set(
  '__init__',
  new Builtin(
    '__init__',
    (_, { pos: [self, func = null, ...pos], kw }) => {
      if (!(self instanceof Instance)) return null;
      self.attrs.set('func', func);
      self.attrs.set('args', new Tuple(pos));
      self.attrs.set('keywords', Dict.of(kw));
      return null;
    },
    true,
  ),
);

partialClass.members.set(
  '__call__',
  new Builtin(
    '__call__',
    (vm, { pos: [self, ...pos], kw, open }) => {
      if (!(self instanceof Instance)) return null;
      const merged = new Map<string, Value>();
      const given = self.attrs.get('keywords');
      if (given instanceof Dict)
        for (const entry of given.map.values()) merged.set(String(entry.key), entry.value);
      for (const [name, value] of kw) merged.set(name, value);
      return vm.callWith(self.attrs.get('func') ?? null, {
        pos: [...(itemsOf(self.attrs.get('args')) ?? []), ...pos],
        kw: merged,
        open,
      });
    },
    true,
  ),
);

export const functools: Names = {
  partial: partialClass,
  partialmethod: partialClass,
  wraps: new Builtin(
    'wraps',
    (_, { pos: [wrapped] }) =>
      new Builtin('wraps', (vm, { pos: [f = null] }) => {
        if (f instanceof Func && wrapped !== undefined)
          for (const name of ['__name__', '__module__', '__doc__', '__qualname__'])
            f.attrs.set(name, vm.look(wrapped, name) ?? null);
        if (f instanceof Func && wrapped instanceof Func) f.attrs.set('__wrapped__', wrapped);
        return f;
      }),
  ),
  lru_cache: passing('lru_cache'),
  cache: passing('cache'),
  cached_property: new Builtin('cached_property', (_, { pos: [f = null] }) => new Descriptor('cached', f)),
  reduce: new Builtin('reduce', (vm, { pos: [f = null, from = null, start] }) => {
    const all = isUnknown(from) ? undefined : vm.list(from);
    if (!all) return vm.unknown('reduce()');
    const items = start === undefined ? all : [start, ...all];
    return items.length === 0
      ? vm.unknown('reduce()')
      : items.slice(1).reduce((a, b) => vm.call(f, a, b), items[0]!);
  }),
  update_wrapper: new Builtin('update_wrapper', (_, { pos: [f = null] }) => f),
  singledispatch: passing('singledispatch'),
};
