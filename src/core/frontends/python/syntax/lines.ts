import { Brackets } from './brackets.js';
import { isBreak } from './scanner.js';
import { type Found, isCloser, isOp, type Token } from './tokens.js';

/** A logical line: what stands between two line breaks that are not in brackets. Its brackets match. */
export interface Line {
  readonly tokens: readonly Token[];
  /** The column of its first token. */
  readonly indent: number;
}

/** Words that start a statement and never a line within brackets. */
const statementWords = new Set(
  (
    'def class return import while with try except finally raise del global nonlocal assert pass break continue ' +
    'elif'
  ).split(' '),
);

/** How many tokens may be read again in search of a bracket's end, per token of the text. */
const patience = 8;

/** Puts tokens together to logical lines. A bracket that is never closed costs its own statement only. */
export class LineReader {
  private readonly tokens: readonly Token[];
  private budget: number;

  constructor(
    private readonly text: string,
    tokens: readonly Token[],
    private readonly found: Found,
  ) {
    this.tokens = tokens;
    this.budget = patience * tokens.length;
  }

  read(): Line[] {
    const lines: Line[] = [];
    let at = 0;
    while (at < this.tokens.length) {
      const { kind } = this.tokens[at]!;
      if (kind === 'newline' || kind === 'magic') at++;
      else {
        const indent = columnOf(this.text, this.tokens[at]!.start);
        const { tokens, next } = this.line(at, indent);
        if (tokens.length && !isOp(tokens.at(-1), '?')) lines.push({ tokens, indent });
        at = next;
      }
    }
    return lines;
  }

  private line(from: number, indent: number): { tokens: readonly Token[]; next: number } {
    const brackets = new Brackets();
    let cut: { at: number; tokens: readonly Token[]; brackets: Brackets } | undefined;
    let at = from;
    for (; at < this.tokens.length; at++) {
      const token = this.tokens[at]!;
      if (token.kind === 'magic') continue;
      if (token.kind !== 'newline') {
        brackets.add(token);
        continue;
      }
      if (!brackets.open) return { tokens: brackets.finish(this.found), next: at + 1 };
      const next = this.tokens[at + 1];
      if (!next || next.kind === 'newline') continue;
      if (this.startsStatement(at + 1)) break;
      if (!cut && !isCloser(next) && columnOf(this.text, next.start) <= indent) {
        cut = { at: at + 1, tokens: [], brackets: brackets.copy() };
      }
    }
    const end = Math.min(at + (at < this.tokens.length ? 1 : 0), this.tokens.length);
    if (!cut || this.budget < end - cut.at || !brackets.open)
      return { tokens: brackets.finish(this.found), next: end };
    this.budget -= end - cut.at;
    return { tokens: cut.brackets.finish(this.found), next: cut.at };
  }

  /** Whether a line within brackets can only be a new statement, so that the brackets are not closed. */
  private startsStatement(at: number): boolean {
    const [first, second, third] = this.tokens.slice(at, at + 3);
    if (first?.kind !== 'name') return false;
    if (statementWords.has(first.text)) return true;
    if (first.text === 'async') return second?.text === 'def' || second?.text === 'with';
    if (first.text === 'from') return this.lineHolds(at, 'import');
    return isOp(second, '.') && third?.kind === 'name' && this.assignsAttribute(at + 3);
  }

  private lineHolds(from: number, word: string): boolean {
    for (let at = from; at < this.tokens.length && this.tokens[at]!.kind !== 'newline'; at++) {
      if (this.tokens[at]!.text === word) return true;
    }
    return false;
  }

  /** Behind `a.b`: the rest of a dotted name, then `=`. */
  private assignsAttribute(from: number): boolean {
    let at = from;
    while (isOp(this.tokens[at], '.')) at += 2;
    return isOp(this.tokens[at], '=');
  }
}

/** The column of a line's first token, as Python counts: tabs go to the next eighth, a form feed starts anew. */
export function columnOf(text: string, at: number): number {
  let end = at;
  let start = blanksBefore(text, end);
  while (start > 0 && continues(text, start)) {
    end = backslashBefore(text, start);
    start = blanksBefore(text, end);
  }
  let column = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 9) column += 8 - (column % 8);
    else if (code === 12) column = 0;
    else if (code !== 0xfeff) column++;
  }
  return column;
}

function blanksBefore(text: string, at: number): number {
  let start = at;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
  return start;
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 12 || code === 0xfeff;

const backslashBefore = (text: string, lineStart: number): number =>
  lineStart - (text.startsWith('\r\n', lineStart - 2) ? 3 : 2);

/** Whether the line before is nothing but a backslash: any other would not have this one's first token behind it. */
function continues(text: string, lineStart: number): boolean {
  const at = backslashBefore(text, lineStart);
  if (!isBreak(text.charCodeAt(lineStart - 1)) || text[at] !== '\\') return false;
  const before = blanksBefore(text, at);
  return before === 0 || isBreak(text.charCodeAt(before - 1));
}
