import { type Class, Instance, isUnknown, List, type Tensor, Tuple, type Value } from './values.js';
import { PyRaise, type Vm } from './vm.js';

/** The items of anything that can be iterated; undefined where they are not known. */
export function iterate(vm: Vm, value: Value): Iterator<Value> | undefined {
  if (typeof value === 'string') return [...value][Symbol.iterator]();
  if (value === null || typeof value !== 'object')
    throw vm.error('TypeError', `'${value === null ? 'NoneType' : typeof value}' object is not iterable`);
  switch (value.kind) {
    case 'list':
      return value.open ? undefined : listItems(value);
    case 'tuple':
      return value.items[Symbol.iterator]();
    case 'dict':
      return value.open ? undefined : [...value.map.values()].map(entry => entry.key)[Symbol.iterator]();
    case 'set':
      return value.open ? undefined : [...value.map.values()][Symbol.iterator]();
    case 'range':
      return numbers(value.start, value.length, value.step);
    case 'iterator':
      return value.items;
    case 'tensor':
      return tensorItems(vm, value);
    case 'class':
      return value.isEnum ? enumMembers(value)[Symbol.iterator]() : undefined;
    case 'instance':
      return instanceItems(vm, value);
    default:
      return undefined;
  }
}

/** A list may grow while it is walked. */
function* listItems(list: List): Generator<Value> {
  for (let i = 0; i < list.items.length; i++) yield list.items[i]!;
}

function* numbers(start: number, length: number, step: number): Generator<Value> {
  for (let i = 0; i < length; i++) yield start + i * step;
}

function tensorItems(vm: Vm, tensor: Tensor): Iterator<Value> | undefined {
  const length = tensor.shape?.[0];
  if (length === undefined || length === null || length > 10_000) return undefined;
  const get = vm.look(tensor, '__getitem__');
  return (function* () {
    for (let i = 0; i < length; i++) yield get === undefined ? vm.unknown('an item') : vm.call(get, i);
  })();
}

export const enumMembers = (cls: Class): Value[] =>
  [...cls.members.values()].filter(member => member instanceof Instance && member.cls === cls);

function instanceItems(vm: Vm, value: Instance): Iterator<Value> | undefined {
  const iter = value.cls.find('__iter__');
  if (iter !== undefined) {
    const items = vm.call(iter, value);
    if (items instanceof Instance) return nextItems(vm, items);
    return isUnknown(items) ? undefined : vm.iterate(items);
  }
  if (value.cls.find('__next__') !== undefined) return nextItems(vm, value);
  const [length, item] = [value.cls.find('__len__'), value.cls.find('__getitem__')];
  if (length === undefined || item === undefined) return undefined;
  const count = vm.call(length, value);
  if (typeof count !== 'number') return undefined;
  return (function* () {
    for (let i = 0; i < count; i++) yield vm.call(item, value, i);
  })();
}

function nextItems(vm: Vm, value: Instance): Iterator<Value> | undefined {
  const next = value.cls.find('__next__');
  if (next === undefined) return undefined;
  return (function* () {
    for (;;) {
      vm.step();
      try {
        yield vm.call(next, value);
      } catch (thrown) {
        if (thrown instanceof PyRaise) return;
        throw thrown;
      }
    }
  })();
}

/** Exactly `count` items, as unpacking needs them: of what is not known, that many unknowns. */
export function unpack(vm: Vm, value: Value, count: number): readonly Value[] {
  const known = value instanceof Tuple || (value instanceof List && !value.open) ? value.items : undefined;
  const items = known ?? (isUnknown(value) ? undefined : vm.list(value));
  if (items && items.length !== count)
    throw vm.error('ValueError', `expected ${count} values to unpack, got ${items.length}`);
  if (items) return items;
  const name = isUnknown(value) ? value.name : 'an item';
  return Array.from({ length: count }, (_, i) => vm.recorder.itemOf(vm, value, i) ?? vm.unknown(name));
}
