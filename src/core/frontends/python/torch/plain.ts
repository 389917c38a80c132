import { Dict, Float, isTensor, isUnknown, itemsOf, numberOf, type Value } from '../core/values.js';

/** A value as plain data; what is not known is undefined. */
export function plain(value: Value | undefined): unknown {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return value.value;
  if (isUnknown(value)) return undefined;
  if (isTensor(value)) return numberOf(value);
  const items = itemsOf(value);
  if (items) return items.map(plain);
  if (value instanceof Dict)
    return Object.fromEntries([...value.map.values()].map(({ key, value: v }) => [String(key), plain(v)]));
  return undefined;
}
