import type { Span } from '../../../source.js';
import type { Located, Unreadable } from './ast.js';
import type { BinaryOperator, Expression, Keyword } from './ast-expression.js';
import type { Pattern } from './ast-pattern.js';

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | TypeAlias
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Scope
  | ExpressionStatement
  | Simple
  | Unreadable;

export type Body = readonly Statement[];

/** Starts at `def` (or `async`), not at its decorators. */
export interface FunctionDef extends Located {
  readonly kind: 'functionDef';
  readonly name: string;
  readonly nameAt: Span;
  readonly isAsync: boolean;
  readonly decorators: readonly Expression[];
  readonly typeParams: readonly TypeParam[];
  readonly params: readonly Parameter[];
  readonly returns?: Expression;
  readonly body: Body;
}

/** CPython's `arguments` in the order of the text; the markers `/` and `*` are gone into the kinds. */
export interface Parameter extends Located {
  readonly kind: 'positionalOnly' | 'positional' | 'varArgs' | 'keywordOnly' | 'kwArgs';
  readonly name: string;
  readonly nameAt: Span;
  readonly annotation?: Expression;
  readonly default?: Expression;
}

export interface TypeParam extends Located {
  readonly kind: 'typeVar' | 'typeVarTuple' | 'paramSpec';
  readonly name: string;
  readonly bound?: Expression;
  readonly default?: Expression;
}

export interface ClassDef extends Located {
  readonly kind: 'classDef';
  readonly name: string;
  readonly nameAt: Span;
  readonly decorators: readonly Expression[];
  readonly typeParams: readonly TypeParam[];
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: Body;
}

export interface Return extends Located {
  readonly kind: 'return';
  readonly value?: Expression;
}

export interface Delete extends Located {
  readonly kind: 'delete';
  readonly targets: readonly Expression[];
}

/** `a = b = value` has two targets. */
export interface Assign extends Located {
  readonly kind: 'assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

export interface AugAssign extends Located {
  readonly kind: 'augAssign';
  readonly target: Expression;
  readonly op: BinaryOperator;
  readonly value: Expression;
}

export interface AnnAssign extends Located {
  readonly kind: 'annAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value?: Expression;
}

export interface TypeAlias extends Located {
  readonly kind: 'typeAlias';
  readonly name: string;
  readonly nameAt: Span;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expression;
}

export interface For extends Located {
  readonly kind: 'for';
  readonly isAsync: boolean;
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: Body;
  readonly orelse: Body;
}

export interface While extends Located {
  readonly kind: 'while';
  readonly test: Expression;
  readonly body: Body;
  readonly orelse: Body;
}

/** `if … elif … else` in one: CPython nests each `elif` in the one before. */
export interface If extends Located {
  readonly kind: 'if';
  /** One for `if` and one for each `elif`. */
  readonly branches: readonly Branch[];
  readonly orelse: Body;
}

export interface Branch extends Located {
  readonly test: Expression;
  readonly body: Body;
}

export interface With extends Located {
  readonly kind: 'with';
  readonly isAsync: boolean;
  readonly items: readonly WithItem[];
  readonly body: Body;
}

/** `context as target`. */
export interface WithItem {
  readonly context: Expression;
  readonly target?: Expression;
}

export interface Match extends Located {
  readonly kind: 'match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}

export interface MatchCase extends Located {
  readonly pattern: Pattern;
  readonly guard?: Expression;
  readonly body: Body;
}

export interface Raise extends Located {
  readonly kind: 'raise';
  readonly exc?: Expression;
  readonly cause?: Expression;
}

export interface Try extends Located {
  readonly kind: 'try';
  /** `except*`: groups of exceptions. */
  readonly isStar: boolean;
  readonly body: Body;
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: Body;
  readonly finalbody: Body;
}

export interface ExceptHandler extends Located {
  readonly type?: Expression;
  readonly name?: string;
  readonly nameAt?: Span;
  readonly body: Body;
}

export interface Assert extends Located {
  readonly kind: 'assert';
  readonly test: Expression;
  readonly msg?: Expression;
}

export interface Import extends Located {
  readonly kind: 'import';
  readonly names: readonly Alias[];
}

export interface ImportFrom extends Located {
  readonly kind: 'importFrom';
  /** Absent in `from . import x`. */
  readonly module?: string;
  readonly moduleAt?: Span;
  /** `*` alone for a star import. */
  readonly names: readonly Alias[];
  /** The number of dots. */
  readonly level: number;
}

export interface Alias extends Located {
  readonly name: string;
  readonly asname?: string;
}

export interface Scope extends Located {
  readonly kind: 'global' | 'nonlocal';
  readonly names: readonly string[];
}

export interface ExpressionStatement extends Located {
  readonly kind: 'expr';
  readonly value: Expression;
}

export interface Simple extends Located {
  readonly kind: 'pass' | 'break' | 'continue';
}
