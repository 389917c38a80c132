import type { Span } from '../../../source.js';
import { maxDepth } from './limits.js';
import { foldRuns } from './runs.js';
import {
  closerOf,
  isCloser,
  isOp,
  isOpener,
  isWord,
  type RunToken,
  type StringToken,
  type Token,
} from './tokens.js';

/**
 * An expression as `@lezer/python` gets it to read: in parentheses on one line, and with everything out of the way
 * that the grammar lacks or gets wrong. `place` leads from its offsets back to those of the text.
 */
export interface Part {
  readonly text: string;
  place(offset: number): number;
  /** By where they start in the text. */
  readonly strings: ReadonlyMap<number, StringToken>;
  readonly runs: ReadonlyMap<number, RunToken>;
  /** What was left out because it is nested too deeply, by where it starts. */
  readonly holes: ReadonlyMap<number, Span>;
}

/** Names that the grammar takes for the start of a statement. */
const misread = new Set(['print', 'match', 'case', 'type']);

export function writePart(tokens: readonly Token[]): Part {
  return new PartWriter(foldRuns(tokens)).write();
}

/** The brackets around a token, with what the writer must know of their contents. */
interface Around {
  readonly closer: string;
  readonly isSubscript: boolean;
  /** Between `lambda` and its colon. */
  inLambda: boolean;
  /** Between `for` and `in`. */
  inTarget: boolean;
}

class PartWriter {
  private readonly out: string[] = [];
  private length = 0;
  private readonly places = new Places();
  private readonly strings = new Map<number, StringToken>();
  private readonly runs = new Map<number, RunToken>();
  private readonly holes = new Map<number, Span>();
  private readonly around: Around[] = [{ closer: '', isSubscript: false, inLambda: false, inTarget: false }];

  constructor(private readonly tokens: readonly Token[]) {}

  write(): Part {
    const first = this.tokens[0]!;
    this.put('(', first.start, first.start);
    let end = first.start;
    for (let at = 0; at < this.tokens.length; at++) {
      const token = this.tokens[at]!;
      if (token.start > end) this.put(' '.repeat(token.start - end), end, token.start);
      if (isOpener(token) && this.around.length > maxDepth) at = this.hole(at);
      else this.put(this.spelling(token, at), token.start, token.end);
      end = this.tokens[at]!.end;
    }
    this.put(')\n', end, end);
    this.places.add(this.length, end, false);
    const { places } = this;
    return {
      text: this.out.join(''),
      place: offset => places.of(offset),
      strings: this.strings,
      runs: this.runs,
      holes: this.holes,
    };
  }

  private put(text: string, start: number, end: number): void {
    this.places.add(this.length, start, text.length === end - start);
    this.out.push(text);
    this.length += text.length;
  }

  private spelling(token: Token, at: number): string {
    const length = token.end - token.start;
    if (token.kind === 'number') return '1'.repeat(length);
    if (token.kind === 'string') {
      this.strings.set(token.start, token);
      return length < 2 ? '1' : `'${'_'.repeat(length - 2)}'`;
    }
    if (token.kind === 'run') {
      this.runs.set(token.start, token);
      return 'x'.repeat(length);
    }
    return token.kind === 'name' ? this.word(token, at) : this.operator(token, at);
  }

  private word({ text, start, end }: Token, at: number): string {
    const around = this.around.at(-1)!;
    if (text === 'lambda') around.inLambda = true;
    else if (text === 'for') around.inTarget = true;
    else if (text === 'in') around.inTarget = false;
    else if (text === 'yield' && this.endsAt(at + 1)) return 'yield 1';
    if (start === end) return text;
    const isPlain = end - start === text.length && /^\w+$/.test(text) && !misread.has(text);
    return isPlain ? text : 'x'.repeat(end - start);
  }

  private operator(token: Token, at: number): string {
    const around = this.around.at(-1)!;
    const previous = this.tokens[at - 1];
    if (isOpener(token)) this.enter(token, previous);
    else if (isCloser(token)) this.leave(token);
    else if (token.text === ':') around.inLambda = false;
    else if (token.text === '*') return this.star(around, previous);
    else if (around.inLambda && isOp(previous, ',') && token.text === '/') return '_';
    else if (around.inLambda && token.text === ',' && isOp(this.tokens[at + 1], ':')) return ' ';
    return token.text;
  }

  /** The grammar has no stars in subscripts and in the targets of comprehensions: a prefix of like strength. */
  private star(around: Around, previous: Token | undefined): string {
    if (around.inLambda) return '*';
    if (around.inTarget && (isWord(previous, 'for') || isOp(previous, ','))) return '-';
    return around.isSubscript && (isOp(previous, '[') || isOp(previous, ',')) ? 'not ' : '*';
  }

  private enter(opener: Token, previous: Token | undefined): void {
    const isSubscript = opener.text === '[' && isOperand(previous);
    this.around.push({ closer: closerOf[opener.text]!, isSubscript, inLambda: false, inTarget: false });
  }

  private leave(closer: Token): void {
    if (this.around.length > 1 && this.around.at(-1)!.closer === closer.text) this.around.pop();
  }

  private endsAt(at: number): boolean {
    const token = this.tokens[at];
    return !token || isCloser(token) || isOp(token, '=') || isOp(token, ':');
  }

  /** Leaves out the brackets that open at a token; gives the index of the one that closes them. */
  private hole(from: number): number {
    const opener = this.tokens[from]!;
    const to = closingAt(this.tokens, from);
    const { start } = opener;
    const { end } = this.tokens[to]!;
    this.holes.set(start, { start, end });
    this.put(isOperand(this.tokens[from - 1]) ? ' ' : '_', start, end);
    return to;
  }
}

/** Whether an opening bracket behind the token is a call's or a subscript's. */
const isOperand = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== 'op' ? !operators.has(token.text) : isCloser(token));

const operators = new Set(
  'and as assert await del elif else for from if in is lambda not or return yield'.split(' '),
);

/** The index of the bracket that closes the one at `from`, or of the last token. */
export function closingAt(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if (isOpener(tokens[at]!)) depth++;
    else if (isCloser(tokens[at]!) && --depth === 0) return at;
  }
  return tokens.length - 1;
}

/** Pairs of offsets, in the written text and in the original, between which the two run in step. */
class Places {
  private readonly written: number[] = [];
  private readonly original: number[] = [];
  private inStep = false;

  add(written: number, original: number, inStep: boolean): void {
    if (!this.inStep || !inStep) {
      this.written.push(written);
      this.original.push(original);
    }
    this.inStep = inStep;
  }

  of(offset: number): number {
    let low = 0;
    let high = this.written.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.written[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const place = this.original[low]! + offset - this.written[low]!;
    return Math.min(place, this.original[low + 1] ?? place);
  }
}
