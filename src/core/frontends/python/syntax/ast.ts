/**
 * Python's syntax as plain data, for 3.14 and what came before. Kinds and fields are those of CPython's `ast`
 * in camel case; what differs is said where it differs. Everywhere:
 *
 * - `at` is a span of the text in UTF-16 code units. As in CPython, parentheses around an expression are not in it,
 *   those of a tuple are.
 * - A name that a person may point at has its own span beside it: `attr` and `attrAt`, `name` and `nameAt`.
 * - There is no `ctx`: where an expression stands says whether it is read, written or deleted.
 * - What cannot be read is an `error` in its place, with what could be read of it in `parts`.
 */
import type { Span } from '../../../source.js';
import type { Expression } from './ast-expression.js';
import type { Statement } from './ast-statement.js';

export * from './ast-expression.js';
export * from './ast-pattern.js';
export * from './ast-statement.js';

export interface Module {
  readonly body: readonly Statement[];
  /** Every comment, in order. */
  readonly comments: readonly Comment[];
  /** In order of position; empty for a text that is Python as this parser knows it. */
  readonly errors: readonly SyntaxFault[];
}

export interface Comment {
  /** From `#` to the end of the line. */
  readonly text: string;
  readonly at: Span;
}

export interface SyntaxFault {
  readonly message: string;
  readonly at: Span;
}

/** A node that has a place in the text. */
export interface Located {
  readonly at: Span;
}

/** A place where something stands that is no Python, is not finished, or is nested too deeply. */
export interface Unreadable extends Located {
  readonly kind: 'error';
  readonly message: string;
  /** The expressions in it that could be read, in order. */
  readonly parts: readonly Expression[];
}
