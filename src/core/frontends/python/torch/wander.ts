import { Dict, Instance, List, Tuple, type Value } from '../core/values.js';

const deepest = 40;

/** Notes by which attributes the objects inside an object are reached; the first way counts. */
export function wander(paths: Map<Instance, readonly string[]>, root: Instance): void {
  const open: { readonly value: Value; readonly path: readonly string[] }[] = [{ value: root, path: [] }];
  for (let next = open.shift(); next; next = open.shift()) {
    const { value, path } = next;
    if (path.length > deepest) continue;
    if (value instanceof Instance) {
      if (paths.has(value)) continue;
      paths.set(value, path);
      for (const [name, inner] of value.attrs) open.push({ value: inner, path: [...path, name] });
    } else if (value instanceof List || value instanceof Tuple) {
      for (const [i, inner] of value.items.entries())
        if (inner instanceof Instance) open.push({ value: inner, path: [...path, String(i)] });
    } else if (value instanceof Dict) {
      for (const { key, value: inner } of value.map.values())
        if (inner instanceof Instance) open.push({ value: inner, path: [...path, String(key)] });
    }
  }
}
