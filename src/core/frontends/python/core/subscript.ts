import { contains } from './operators.js';
import {
  Class,
  Dict,
  Instance,
  isTensor,
  isUnknown,
  List,
  Range,
  Slice,
  Super,
  Tuple,
  Unknown,
  type Value,
} from './values.js';
import type { Vm } from './vm.js';

/** `object[index]`. */
export function getItem(vm: Vm, object: Value, index: Value): Value {
  if (isTensor(object)) return vm.options.libraries.tensorItem(vm, object, index);
  if (isUnknown(object)) return vm.unknown(`${object.name}[…]`);
  if (object instanceof Dict) return dictItem(vm, object, index);
  if (object instanceof Instance || object instanceof Super) {
    const item = object instanceof Instance ? object.cls.find('__getitem__') : vm.look(object, '__getitem__');
    if (item === undefined) return vm.unknown(`${object.cls.name}[…]`);
    return object instanceof Instance ? vm.call(item, object, index) : vm.call(item, index);
  }
  if (object instanceof Class) return classItem(vm, object, index);
  if (
    typeof object === 'string' ||
    object instanceof List ||
    object instanceof Tuple ||
    object instanceof Range
  )
    return sequenceItem(vm, object, index);
  if (object === null || typeof object !== 'object')
    throw vm.error('TypeError', 'object is not subscriptable');
  return vm.unknown('an item');
}

function dictItem(vm: Vm, dict: Dict, key: Value): Value {
  const found = dict.get(key);
  if (found !== undefined) return found;
  if (isUnknown(key) || dict.open) return vm.unknown('an item');
  if (dict.factory === undefined || dict.factory === null) throw vm.error('KeyError', 'no such key');
  const made = vm.call(dict.factory);
  dict.set(key, made);
  return made;
}

/** `Color['RED']`, or a generic type. */
function classItem(vm: Vm, cls: Class, index: Value): Value {
  if (!cls.isEnum) return cls;
  const member = typeof index === 'string' ? cls.members.get(index) : undefined;
  if (member !== undefined) return member;
  if (isUnknown(index)) return vm.unknown(cls.name);
  throw vm.error('KeyError', 'no such member');
}

function sequenceItem(vm: Vm, object: string | List | Tuple | Range, index: Value): Value {
  const length =
    typeof object === 'string'
      ? object.length
      : object instanceof Range
        ? object.length
        : object.items.length;
  const open = object instanceof List && object.open;
  if (index instanceof Slice) {
    if (open) return new List([], true);
    const picked = sliceIndices(index, length);
    if (!picked) return object instanceof List ? new List([], true) : vm.unknown('a slice');
    vm.step(picked.length);
    if (typeof object === 'string') return picked.map(i => object[i]!).join('');
    if (object instanceof Range) return new List(picked.map(i => object.start + i * object.step));
    const items = picked.map(i => object.items[i]!);
    return object instanceof List ? new List(items) : new Tuple(items);
  }
  const at = typeof index === 'boolean' ? Number(index) : index;
  if (typeof at !== 'number') {
    if (isUnknown(at) || isTensor(at) || at instanceof Instance) return vm.unknown('an item');
    throw vm.error('TypeError', 'indices must be integers');
  }
  const i = at < 0 ? length + at : at;
  if (open && (at < 0 || i >= length)) return vm.unknown('an item');
  if (i < 0 || i >= length) throw vm.error('IndexError', 'index out of range');
  if (typeof object === 'string') return object[i]!;
  return object instanceof Range ? object.start + i * object.step : object.items[i]!;
}

/** The indices that a slice takes; undefined where its ends are not known. */
export function sliceIndices({ start, stop, step }: Slice, length: number): number[] | undefined {
  const by = step === null ? 1 : step;
  if (typeof by !== 'number' || by === 0) return undefined;
  const clamp = (value: Value, usual: number, low: number, high: number): number | undefined => {
    if (value === null) return usual;
    if (typeof value !== 'number') return undefined;
    return Math.min(high, Math.max(low, value < 0 ? length + value : value));
  };
  const from = by > 0 ? clamp(start, 0, 0, length) : clamp(start, length - 1, -1, length - 1);
  const to = by > 0 ? clamp(stop, length, 0, length) : clamp(stop, -1, -1, length - 1);
  if (from === undefined || to === undefined) return undefined;
  const picked: number[] = [];
  for (let i = from; by > 0 ? i < to : i > to; i += by) picked.push(i);
  return picked;
}

/** `object[index] = value`. */
export function setItem(vm: Vm, object: Value, index: Value, value: Value): void {
  if (object instanceof Dict) {
    object.set(index, value);
    return;
  }
  if (object instanceof List) {
    setListItem(vm, object, index, value);
    return;
  }
  if (object instanceof Instance) {
    const setter = object.cls.find('__setitem__');
    if (setter !== undefined) vm.call(setter, object, index, value);
  }
}

function setListItem(vm: Vm, list: List, index: Value, value: Value): void {
  if (index instanceof Slice) {
    const picked = sliceIndices(index, list.items.length);
    const items = isUnknown(value) ? undefined : vm.list(value);
    if (picked && items && index.step === null) list.items.splice(picked[0] ?? 0, picked.length, ...items);
    else list.open = true;
    return;
  }
  if (typeof index !== 'number') {
    list.items = list.items.map(() => new Unknown('an item'));
    return;
  }
  const at = index < 0 ? list.items.length + index : index;
  if (at >= 0 && at < list.items.length) list.items[at] = value;
  else if (!list.open) throw vm.error('IndexError', 'assignment index out of range');
}

/** `del object[index]`. */
export function deleteItem(vm: Vm, object: Value, index: Value): void {
  if (object instanceof List && typeof index === 'number') {
    object.items.splice(index < 0 ? object.items.length + index : index, 1);
  } else if (object instanceof List && index instanceof Slice) {
    const picked = new Set(sliceIndices(index, object.items.length) ?? []);
    object.items = object.items.filter((_, i) => !picked.has(i));
  } else if (object instanceof Dict) {
    if (contains(vm, object, index) === false) throw vm.error('KeyError', 'no such key');
    for (const [key, entry] of object.map) if (entry.key === index) object.map.delete(key);
  } else if (object instanceof Instance) {
    const remove = object.cls.find('__delitem__');
    if (remove !== undefined) vm.call(remove, object, index);
  }
}
