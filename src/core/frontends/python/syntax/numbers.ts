import type { Span } from '../../../source.js';
import type { Literal } from './ast.js';

/** CPython's limit for the digits of a decimal literal. */
const maxDigits = 4300;

/** Reads a number as it is written; undefined where it is none. */
export function numberOf(written: string, at: Span): Literal | undefined {
  const text = written.replace(/_/g, '').toLowerCase().replace(/l$/, '');
  if (/^0[xob]/.test(text)) return whole(text, at);
  if (text.endsWith('j')) return { kind: 'complex', value: Number(text.slice(0, -1)), at };
  if (/[.e]/.test(text)) return { kind: 'float', value: Number(text), at };
  return whole(/^0[0-7]*[1-7]/.test(text) && !/[89]/.test(text) ? `0o${text}` : text, at);
}

function whole(text: string, at: Span): Literal | undefined {
  const short = Number(text);
  if (Number.isSafeInteger(short)) return { kind: 'int', value: short, at };
  const isDecimal = !/^0[xob]/.test(text);
  if (!/^(?:0x[\da-f]+|0o[0-7]+|0b[01]+|\d+)$/.test(text) || (isDecimal && text.length > maxDigits))
    return undefined;
  return { kind: 'int', value: BigInt(text), at };
}
