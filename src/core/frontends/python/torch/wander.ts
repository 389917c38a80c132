import { Dict, Instance, List, Tuple, type Value } from '../core/values.js';

const deepest = 40;

const mayHold = (value: Value): boolean =>
  value instanceof Instance || value instanceof List || value instanceof Tuple || value instanceof Dict;

/** Notes by which attributes the objects inside an object are reached; the first way counts. */
export function wander(paths: Map<Instance, readonly string[]>, root: Instance): void {
  const open: { readonly value: Value; readonly path: readonly string[] }[] = [{ value: root, path: [] }];
  // The list grows while it is walked over.
  for (const { value, path } of open) {
    if (path.length > deepest) continue;
    if (value instanceof Instance) {
      if (paths.has(value)) continue;
      paths.set(value, path);
      for (const [name, inner] of value.attrs)
        if (mayHold(inner)) open.push({ value: inner, path: [...path, name] });
    } else if (value instanceof List || value instanceof Tuple) {
      for (const [i, inner] of value.items.entries())
        if (inner instanceof Instance) open.push({ value: inner, path: [...path, String(i)] });
    } else if (value instanceof Dict) {
      for (const { key, value: inner } of value.map.values())
        if (inner instanceof Instance) open.push({ value: inner, path: [...path, String(key)] });
    }
  }
}
