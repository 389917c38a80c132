import type { Span } from '../../../source.js';
import { afterBreak, isBreak, lineEnd, type Scanner } from './scanner.js';
import { type Field, isCloser, isOpener, type Piece, type StringToken, type Token } from './tokens.js';

/** f-strings in f-strings, more than anybody writes. */
const maxLevel = 12;

/** How a string is written. */
interface Form {
  /** Its quote: one character, or three. */
  readonly quote: string;
  readonly raw: boolean;
  readonly level: number;
}

interface Pieces {
  readonly pieces: readonly Piece[];
  /** Where they end: at the quote, the brace, or where the string breaks off. */
  readonly end: number;
}

/** Reads the string whose quote stands behind `prefix` at `start`. */
export function scanString(scanner: Scanner, start: number, prefix: string): StringToken {
  const { text, level } = scanner;
  const open = start + prefix.length;
  const single = text[open]!;
  const quote = text.startsWith(single.repeat(3), open) ? single.repeat(3) : single;
  const form: Form = { quote, raw: prefix.includes('r'), level };
  const from = open + quote.length;
  const formatted = /[ft]/.test(prefix) && level < maxLevel;
  const { pieces, end } = formatted ? scanPieces(scanner, form, from, false) : scanText(text, form, from);
  const closed = text.startsWith(quote, end);
  const stop = closed ? end + quote.length : end;
  if (!closed) scanner.fault('unterminated string', start, stop);
  const body = { start: from, end };
  return { kind: 'string', text: '', prefix, body, start, end: stop, ...(formatted && { pieces }) };
}

function scanText(text: string, { quote }: Form, from: number): Pieces {
  let at = from;
  while (at < text.length && !text.startsWith(quote, at)) {
    const code = text.charCodeAt(at);
    if (isBreak(code) && quote.length === 1) break;
    at = code === 92 && at + 1 < text.length ? afterBreak(text, at + 1) : at + 1;
  }
  return { pieces: [], end: at };
}

/** Reads text and fields up to the closing quote, or in a format specification to its brace. */
function scanPieces(scanner: Scanner, form: Form, from: number, inSpec: boolean): Pieces {
  const { text } = scanner;
  const pieces: Piece[] = [];
  let textStart = from;
  let at = from;
  const flush = () => {
    if (at > textStart) pieces.push({ kind: 'text', start: textStart, end: at });
  };
  while (at < text.length && !text.startsWith(form.quote, at)) {
    const char = text[at]!;
    if (form.quote.length === 1 && isBreak(char.charCodeAt(0))) break;
    if (inSpec && char === '}') break;
    if (!inSpec && (char === '{' || char === '}') && text[at + 1] === char) at += 2;
    else if (char === '{') {
      flush();
      const field = scanField(scanner, form, at);
      pieces.push(field);
      at = textStart = field.end;
      if (text[at - 1] === '}' && at > field.start + 1 && field.closed) continue;
      at = textStart = breakOff(text, form, at);
      break;
    } else at += char === '\\' ? escapeLength(text, at, form.raw) : 1;
  }
  flush();
  return { pieces, end: at };
}

/** Where a string ends whose field is not closed. */
function breakOff(text: string, { quote }: Form, from: number): number {
  const end = quote.length === 1 ? lineEnd(text, from) : text.length;
  const at = text.indexOf(quote, from);
  return at >= 0 && at < end ? at : end;
}

/** A backslash does not protect a brace, but `\N{…}` has braces of its own. */
function escapeLength(text: string, at: number, raw: boolean): number {
  const next = text[at + 1];
  if (next === '{' || next === '}') return 1;
  if (!raw && next === 'N' && text[at + 2] === '{') {
    const name = /^\\N\{[^{}'"\n]*\}/.exec(text.slice(at, at + 100));
    if (name) return name[0].length;
  }
  return at + 1 < text.length ? afterBreak(text, at + 1) - at : 1;
}

function scanField(scanner: Scanner, form: Form, start: number): Field & { readonly closed: boolean } {
  const { text } = scanner;
  const inner = scanner.fork(start + 1);
  const tokens = fieldTokens(inner, form);
  let at = inner.pos;
  let selfDoc: Span | undefined;
  if (text[at] === '=') {
    at = skipSpace(text, at + 1);
    selfDoc = { start: start + 1, end: at };
  }
  const conversion = /^![sra]\s*/.exec(text.slice(at, at + 20));
  if (conversion) at += conversion[0].length;
  let spec: Pieces | undefined;
  if (text[at] === ':') {
    spec = form.level + 1 < maxLevel ? scanPieces(inner, deeper(form), at + 1, true) : undefined;
    at = spec?.end ?? at;
  }
  const closed = text[at] === '}';
  if (!closed) scanner.fault("expected '}' in f-string", at, at);
  const end = closed ? at + 1 : at;
  const letter = conversion?.[0][1] as Field['conversion'];
  return {
    kind: 'field',
    tokens,
    start,
    end,
    closed,
    ...(selfDoc && { selfDoc }),
    ...(letter && { conversion: letter }),
    ...(spec && { spec: spec.pieces }),
  };
}

const deeper = (form: Form): Form => ({ ...form, level: form.level + 1 });

/** The tokens of a field's expression; leaves the scanner at what follows it. */
function fieldTokens(inner: Scanner, form: Form): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (;;) {
    inner.skipBlanks();
    if (depth === 0 && endsExpression(inner.text, inner.pos)) return tokens;
    if (breaksOff(inner, form, tokens)) return tokens;
    const token = inner.next();
    if (!token) return tokens;
    if (token.kind === 'newline') continue;
    if (isOpener(token)) depth++;
    else if (isCloser(token)) depth--;
    tokens.push(token);
  }
}

function endsExpression(text: string, at: number): boolean {
  const char = text[at];
  if (char === '}' || char === ':') return true;
  return (char === '!' || char === '=') && text[at + 1] !== '=';
}

/**
 * Half-typed: `f"{x"` and the end of the line in the middle of `f"{x`. Inside a field the string's own quote may
 * open another string (PEP 701), but not behind an operand.
 */
function breaksOff({ text, pos }: Scanner, { quote }: Form, tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  const afterOperand = last !== undefined && (last.kind !== 'op' || isCloser(last));
  if (text.startsWith(quote, pos)) return afterOperand && last.kind !== 'string';
  if (quote.length === 3 || !isBreak(text.charCodeAt(pos))) return false;
  return afterOperand && !/^\s*[}!:\])]/.test(text.slice(pos, pos + 200));
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at++;
  return at;
}
