import { scanString } from './strings.js';
import type { Found, Token } from './tokens.js';

const asciiName = /[A-Za-z_][A-Za-z0-9_]*/y;
const anyName = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const stringPrefix = /^(?:[rubft]|[bft]r|r[bft]|ur)$/i;
const numberText =
  /0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const operator = /\*\*=?|\/\/=?|<<=?|>>=?|\.\.\.|<>|[-+*/%@&|^<>=!:]=|->|./suy;

/** Cuts a text into tokens. Blanks and comments stand between them; every line break is one. */
export class Scanner {
  constructor(
    readonly text: string,
    readonly found: Found,
    public pos = 0,
    /** How many f-strings are around. */
    readonly level = 0,
  ) {}

  fork(pos: number): Scanner {
    return new Scanner(this.text, this.found, pos, this.level + 1);
  }

  /** The next token; undefined at the end. */
  next(): Token | undefined {
    this.skipBlanks();
    const { text, pos } = this;
    if (pos >= text.length) return undefined;
    const code = text.charCodeAt(pos);
    if (code === 10 || code === 13) return this.lineBreak();
    if (code === 34 || code === 39) return this.string(pos, '');
    if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(pos + 1)))) return this.number();
    return this.name() ?? this.take('op', match(operator, text, pos)!.length);
  }

  /** Moves on to the next thing that matters. */
  skipBlanks(): void {
    const { text } = this;
    for (; ; this.pos++) {
      const code = text.charCodeAt(this.pos);
      if (code === 32 || code === 9 || code === 12 || code === 0) continue;
      if (code === 35) this.comment();
      else if (code === 92 && isBreak(text.charCodeAt(this.pos + 1)))
        this.pos = afterBreak(text, this.pos + 1) - 1;
      else if (!(code > 127 && /\s/.test(text[this.pos]!))) return;
    }
  }

  /** Reads to the end of the line, and on where that ends in a backslash. */
  magic(): Token {
    const start = this.pos;
    let end = lineEnd(this.text, start);
    while (this.text[end - 1] === '\\' && end < this.text.length)
      end = lineEnd(this.text, afterBreak(this.text, end));
    this.pos = end;
    return { kind: 'magic', text: '', start, end };
  }

  fault(message: string, start: number, end: number): void {
    this.found.faults.push({ message, at: { start, end } });
  }

  private comment(): void {
    const start = this.pos;
    const end = lineEnd(this.text, start);
    if (!this.level) this.found.comments.push({ text: this.text.slice(start, end), at: { start, end } });
    this.pos = end - 1;
  }

  private lineBreak(): Token {
    const start = this.pos;
    this.pos = afterBreak(this.text, start);
    return { kind: 'newline', text: '\n', start, end: this.pos };
  }

  private number(): Token {
    const length = match(numberText, this.text, this.pos)!.length;
    const suffix = /[lL]/.test(this.text[this.pos + length] ?? '') ? 1 : 0;
    if (suffix) this.fault('Python 3 has no long integers', this.pos, this.pos + length + 1);
    return this.take('number', length + suffix);
  }

  private name(): Token | undefined {
    const { text, pos } = this;
    let word = match(asciiName, text, pos);
    if (text.charCodeAt(pos + (word?.length ?? 0)) > 127) word = match(anyName, text, pos) ?? word;
    if (word === undefined) return undefined;
    const next = text.charCodeAt(pos + word.length);
    if ((next === 34 || next === 39) && stringPrefix.test(word)) return this.string(pos, word.toLowerCase());
    this.pos += word.length;
    return { kind: 'name', text: nameOf(word), start: pos, end: this.pos };
  }

  private string(start: number, prefix: string): Token {
    const token = scanString(this, start, prefix);
    this.pos = token.end;
    return token;
  }

  private take(kind: 'op' | 'number', length: number): Token {
    const start = this.pos;
    this.pos += length;
    return { kind, text: this.text.slice(start, this.pos), start, end: this.pos };
  }
}

/** All tokens of a text from the start of a logical line on. */
export function tokenize(text: string, found: Found, from = 0): Token[] {
  const start = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
  const scanner = new Scanner(text, found, start);
  const tokens: Token[] = [];
  let depth = 0;
  let atLineStart = true;
  for (;;) {
    scanner.skipBlanks();
    if (atLineStart && depth === 0 && '%!?'.includes(text[scanner.pos] ?? ' ')) tokens.push(scanner.magic());
    const token = scanner.next();
    if (!token) return tokens;
    if (token.kind === 'op') depth = Math.max(0, depth + change(token.text));
    atLineStart = token.kind === 'newline';
    tokens.push(token);
  }
}

function change(op: string): number {
  if (op === '(' || op === '[' || op === '{') return 1;
  return op === ')' || op === ']' || op === '}' ? -1 : 0;
}

/** Python compares names in their normal form. */
function nameOf(word: string): string {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) > 127) return word.normalize('NFKC');
  return word;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const isBreak = (code: number): boolean => code === 10 || code === 13;

/** The offset behind the line break at `at`. */
export const afterBreak = (text: string, at: number): number =>
  at + (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1);

/** The offset of the next line break, or of the end. */
export function lineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isBreak(text.charCodeAt(end))) end++;
  return end;
}
