import { fn } from '../core/signature.js';
import { Dict, Instance, List, PySet, Tensor, Tuple, type Value } from '../core/values.js';
import type { Names } from './names.js';

/** A copy; of everything inside, too, where it is deep. Weights of a deep copy are its own. */
export function copied(value: Value, deep: boolean, seen: Map<Value, Value>): Value {
  const known = seen.get(value);
  if (known !== undefined) return known;
  const inner = (v: Value): Value => (deep ? copied(v, true, seen) : v);
  const keep = <T extends Value>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  if (value instanceof List) {
    const copy = keep(new List([], value.open));
    copy.items = value.items.map(inner);
    return copy;
  }
  if (value instanceof Tuple) return keep(new Tuple(value.items.map(inner), value.names, value.cls));
  if (value instanceof Dict) {
    const copy = keep(new Dict());
    copy.open = value.open;
    copy.factory = value.factory;
    for (const entry of value.map.values()) copy.set(entry.key, inner(entry.value));
    return copy;
  }
  if (value instanceof PySet) return keep(new PySet([...value.map.values()]));
  if (value instanceof Instance && !value.cls.isEnum) {
    const copy = keep(new Instance(value.cls));
    copy.data = value.data;
    copy.made = value.made;
    for (const [name, v] of value.attrs) copy.attrs.set(name, inner(v));
    return copy;
  }
  if (value instanceof Tensor && deep) {
    const copy = keep(new Tensor(value.shape, value.framework));
    copy.parameter = value.parameter && { ...value.parameter };
    copy.data = value.data;
    copy.node = value.parameter ? undefined : value.node;
    return copy;
  }
  return value;
}

export const copy: Names = {
  copy: fn('copy(x)', (_, { x = null }) => copied(x, false, new Map())),
  deepcopy: fn('deepcopy(x, memo=None)', (_, { x = null }) => copied(x, true, new Map())),
};
