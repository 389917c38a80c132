import type { Span } from '../../../source.js';
import type { Located, Unreadable } from './ast.js';
import type { Bool, Expression, NoneLiteral } from './ast-expression.js';

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr
  | Unreadable;

/** A literal or a dotted name: matches by equality. */
export interface MatchValue extends Located {
  readonly kind: 'matchValue';
  readonly value: Expression;
}

export interface MatchSingleton extends Located {
  readonly kind: 'matchSingleton';
  readonly value: Bool | NoneLiteral;
}

export interface MatchSequence extends Located {
  readonly kind: 'matchSequence';
  readonly patterns: readonly Pattern[];
}

export interface MatchMapping extends Located {
  readonly kind: 'matchMapping';
  readonly items: readonly { readonly key: Expression; readonly pattern: Pattern }[];
  /** Of `**rest`. */
  readonly rest?: string;
}

export interface MatchClass extends Located {
  readonly kind: 'matchClass';
  readonly cls: Expression;
  readonly patterns: readonly Pattern[];
  readonly keywords: readonly { readonly name: string; readonly pattern: Pattern }[];
}

/** `*name`; no name for `*_`. */
export interface MatchStar extends Located {
  readonly kind: 'matchStar';
  readonly name?: string;
}

/** `pattern as name`, a capture (no `pattern`), or `_` (neither). */
export interface MatchAs extends Located {
  readonly kind: 'matchAs';
  readonly pattern?: Pattern;
  readonly name?: string;
  readonly nameAt?: Span;
}

export interface MatchOr extends Located {
  readonly kind: 'matchOr';
  readonly patterns: readonly Pattern[];
}
