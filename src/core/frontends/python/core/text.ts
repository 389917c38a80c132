import { formatShape } from '../../../graph.js';
import type { Expression } from '../syntax/index.js';
import { type Args, Float, isUnknown, type Value } from './values.js';

/** A value as Python would show it; short. */
export function repr(value: Value, depth = 0): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Float) return floatText(value.value);
  if (depth > 3) return '…';
  const items = (list: Iterable<Value>): string => [...list].map(item => repr(item, depth + 1)).join(', ');
  switch (value.kind) {
    case 'list':
      return `[${items(value.items)}]`;
    case 'tuple':
      return value.items.length === 1 ? `(${items(value.items)},)` : `(${items(value.items)})`;
    case 'set':
      return value.map.size === 0 ? 'set()' : `{${items(value.map.values())}}`;
    case 'dict':
      return `{${[...value.map.values()].map(e => `${repr(e.key, depth + 1)}: ${repr(e.value, depth + 1)}`).join(', ')}}`;
    case 'function':
    case 'builtin':
      return `<function ${value.name}>`;
    case 'class':
      return `<class '${value.name}'>`;
    case 'instance':
      return `<${value.cls.name} object>`;
    case 'tensor':
      return `tensor(${formatShape(value.shape)})`;
    default:
      return '…';
  }
}

export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** `str(value)`; undefined where it is not known. */
export function str(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (isUnknown(value)) return undefined;
  return repr(value);
}

const isPlain = (value: Value | undefined): value is null | boolean | number | string | Float =>
  value === null || ['boolean', 'number', 'string'].includes(typeof value) || value instanceof Float;

/** A call as it was made: plain arguments by value, others as they are written. */
export function describeCall(expression: Expression, args: Args, text: string): string {
  const written = (e: Expression): string => text.slice(e.at.start, e.at.end).replace(/\s+/g, ' ');
  if (expression.kind !== 'call') return shorten(written(expression));
  const simple = !expression.args.some(arg => arg.kind === 'starred');
  const parts = expression.args.map((arg, i) => {
    const value = simple ? args.pos[i] : undefined;
    return isPlain(value) ? repr(value) : shorten(written(arg), 24);
  });
  for (const { arg, value: e } of expression.keywords) {
    const value = arg === undefined ? undefined : args.kw.get(arg);
    const shown = isPlain(value) ? repr(value) : shorten(written(e), 24);
    parts.push(arg === undefined ? `**${shown}` : `${arg}=${shown}`);
  }
  return shorten(`${shorten(written(expression.func), 48)}(${parts.join(', ')})`, 100);
}

const shorten = (text: string, most = 80): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
