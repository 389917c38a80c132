import type { Span } from '../../../source.js';
import type { Comment, SyntaxFault } from './ast.js';

export type Token = PlainToken | StringToken | RunToken;

/** `magic`: a line that is for the notebook, not for Python. A token of no length is one that was missing. */
export interface PlainToken extends Span {
  readonly kind: 'name' | 'number' | 'op' | 'newline' | 'magic';
  readonly text: string;
}

export interface StringToken extends Span {
  readonly kind: 'string';
  readonly text: '';
  /** In lower case: '', 'r', 'b', 'f', 'rf', … */
  readonly prefix: string;
  /** What stands between the quotes. */
  readonly body: Span;
  /** The body of an f-string or t-string, cut up. */
  readonly pieces?: readonly Piece[];
}

/** An operator expression of many terms. */
export interface RunToken extends Span {
  readonly kind: 'run';
  readonly text: '';
  readonly tokens: readonly Token[];
}

export type Piece = TextPiece | Field;

export interface TextPiece extends Span {
  readonly kind: 'text';
}

/** `{tokens!conversion:spec}`, from brace to brace. */
export interface Field extends Span {
  readonly kind: 'field';
  readonly tokens: readonly Token[];
  /** The text that `{value=}` repeats. */
  readonly selfDoc?: Span;
  readonly conversion?: 's' | 'r' | 'a';
  readonly spec?: readonly Piece[];
}

/** What reading leaves behind besides the tree. */
export interface Found {
  readonly comments: Comment[];
  readonly faults: SyntaxFault[];
}

export const isWord = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'name' && token.text === text;

export const isOp = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'op' && token.text === text;

export const isOpener = (token: Token): boolean => token.kind === 'op' && '([{'.includes(token.text);

export const isCloser = (token: Token): boolean => token.kind === 'op' && ')]}'.includes(token.text);

export const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A token that is not in the text. */
export const missing = (kind: 'name' | 'op', text: string, at: number): Token => ({
  kind,
  text,
  start: at,
  end: at,
});

/** Words that are no names. */
export const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
