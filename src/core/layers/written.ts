import { type Parameter, type Read, readValue, type Value } from './parameters.js';

/** A value in a field: `3×3` for sizes, lists in lists with brackets. */
export function formatWritten(value: Value): string {
  if (!Array.isArray(value)) return String(value);
  return value.every(part => typeof part === 'number')
    ? value.join('×')
    : JSON.stringify(value).replaceAll(',', ', ');
}

/** What a person has written in a field: `3`, `3×3`, `3 x 3`, `3, 3`, `[[0, 1], [0, 1]]`, `same`. */
export function parseWritten(parameter: Parameter, text: string): Read {
  const trimmed = text.trim();
  return readValue(parameter, trimmed.startsWith('[') ? parseList(trimmed) : parsePlain(parameter, trimmed));
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parsePlain(parameter: Parameter, text: string): unknown {
  if (parameter.kind === 'text' || parameter.kind === 'choice') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const parts = text.split(/\s*[×x,]\s*/);
  const numbers = parts.map(part => (part === '' ? Number.NaN : Number(part)));
  if (numbers.some(Number.isNaN)) return text;
  return numbers.length === 1 && !listKinds.has(parameter.kind) ? numbers[0] : numbers;
}

/** Of these one number alone is a list, too. */
const listKinds: ReadonlySet<Parameter['kind']> = new Set(['shape', 'tensorShape']);
