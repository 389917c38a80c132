import {
  Float,
  Instance,
  isTensor,
  isUnknown,
  keyOf,
  List,
  numberOf,
  Tensor,
  Tuple,
  type Value,
} from './values.js';
import type { Vm } from './vm.js';

/** Whether a value counts as true; undefined where that is not known. */
export function truth(vm: Vm, value: Value): boolean | undefined {
  if (value === null || typeof value !== 'object') return Boolean(value);
  switch (value.kind) {
    case 'float':
      return value.value !== 0;
    case 'list':
      return value.items.length > 0 || (value.open ? undefined : false);
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
    case 'set':
      return value.map.size > 0 || (value.open ? undefined : false);
    case 'range':
      return value.length > 0;
    case 'tensor':
      return value.data?.length === 1 ? value.data[0] !== 0 : undefined;
    case 'instance': {
      const test = value.cls.find('__bool__') ?? value.cls.find('__len__');
      if (test === undefined) return value.cls.open ? undefined : true;
      return vm.truth(vm.call(test, value));
    }
    case 'unknown':
      return undefined;
    default:
      return true;
  }
}

/** Whether two values are equal; undefined where that is not known. */
export function equal(vm: Vm, a: Value, b: Value): boolean | undefined {
  if (a === b) return true;
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (isTensor(a) || isTensor(b)) {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x !== undefined && y !== undefined) return x === y;
    return a === null || b === null ? false : undefined;
  }
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x === y;
  if (a instanceof Instance || b instanceof Instance) return equalInstances(vm, a, b);
  const sameKind =
    (a instanceof Tuple && b instanceof Tuple) ||
    (a instanceof List && b instanceof List && !a.open && !b.open);
  if (sameKind) return equalItems(vm, (a as Tuple).items, (b as Tuple).items);
  if (
    typeof a === 'object' &&
    a !== null &&
    a.kind === 'dict' &&
    typeof b === 'object' &&
    b !== null &&
    b.kind === 'dict'
  ) {
    if (a.open || b.open) return undefined;
    if (a.map.size !== b.map.size) return false;
    const entries = [...a.map].map(([key, entry]) => {
      const other = b.map.get(key);
      return other === undefined ? false : equal(vm, entry.value, other.value);
    });
    return all(entries);
  }
  if (
    typeof a === 'object' &&
    a !== null &&
    a.kind === 'set' &&
    typeof b === 'object' &&
    b !== null &&
    b.kind === 'set'
  )
    return a.map.size === b.map.size && [...a.map.keys()].every(key => b.map.has(key));
  return keyOf(a) === keyOf(b);
}

function equalInstances(vm: Vm, a: Value, b: Value): boolean | undefined {
  const own = a instanceof Instance ? a : (b as Instance);
  const other = own === a ? b : a;
  const test = own.cls.find('__eq__');
  if (test !== undefined) return vm.truth(vm.call(test, own, other));
  if (own.cls.fields && other instanceof Instance && other.cls === own.cls)
    return all(own.cls.fields.map(f => equal(vm, own.attrs.get(f) ?? null, other.attrs.get(f) ?? null)));
  const raw = own.cls.isEnum ? own.attrs.get('value') : undefined;
  if (
    raw !== undefined &&
    own.cls.mro.some(c => c.name === 'str' || c.name === 'int') &&
    !(other instanceof Instance)
  )
    return equal(vm, raw, other);
  return own.cls.open ? undefined : false;
}

const equalItems = (vm: Vm, a: readonly Value[], b: readonly Value[]): boolean | undefined =>
  a.length !== b.length ? false : all(a.map((item, i) => equal(vm, item, b[i]!)));

const all = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;

/** Less, equal or greater; undefined where that is not known. */
export function compare(a: Value, b: Value): number | undefined {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  const ordered = (v: Value): readonly Value[] | undefined =>
    v instanceof Tuple || v instanceof List ? v.items : undefined;
  const [p, q] = [ordered(a), ordered(b)];
  if (!p || !q) return undefined;
  for (let i = 0; i < Math.min(p.length, q.length); i++) {
    const order = compare(p[i]!, q[i]!);
    if (order !== 0) return order;
  }
  return p.length - q.length;
}

/** The identity test; a small number is the same object, as in CPython. */
export function same(a: Value, b: Value): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (a instanceof Float && b instanceof Float) return a.value === b.value;
  if (a instanceof Tensor && b instanceof Tensor && a !== b) return false;
  return a === b;
}
