import { isAttributeError, mayHave } from '../core/attributes.js';
import {
  type Args,
  Class,
  Instance,
  isUnknown,
  type Scope,
  Super,
  Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';

export function superOf(vm: Vm, { pos: [cls, self] }: Args): Value {
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

export function getattr(vm: Vm, { pos: [object = null, name, usual] }: Args): Value {
  if (typeof name !== 'string') return vm.unknown('getattr()');
  if (usual === undefined) return vm.get(object, name);
  try {
    const found = vm.look(object, name);
    if (found !== undefined) return found;
    return object instanceof Instance && object.cls.open ? vm.unknown(name) : usual;
  } catch (raised) {
    if (isAttributeError(raised)) return usual;
    throw raised;
  }
}

export function hasattr(vm: Vm, { pos: [object = null, name] }: Args): Value {
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

export function isCallable(vm: Vm, value: Value): Value {
  if (isUnknown(value)) return vm.unknown('callable()');
  if (value instanceof Instance) return value.cls.find('__call__') !== undefined;
  return (
    typeof value === 'object' &&
    value !== null &&
    ['function', 'builtin', 'class', 'method'].includes(value.kind)
  );
}
