import type { Span } from '../../../source.js';
import type { Located, Unreadable } from './ast.js';
import type { Parameter } from './ast-statement.js';

/**
 * Chains to the left (`a + b + c …`, `a.b().c()…`) nest as deeply as they are long: walk their left side in a loop.
 * All other nesting is bounded by `maxDepth`.
 */
export type Expression =
  | Literal
  | Name
  | Attribute
  | Subscript
  | Slice
  | Call
  | BoolOp
  | BinOp
  | UnaryOp
  | Compare
  | IfExp
  | NamedExpr
  | Lambda
  | Sequence
  | Dict
  | Comprehension
  | DictComp
  | Starred
  | Await
  | Yield
  | YieldFrom
  | JoinedStr
  | TemplateStr
  | Unreadable;

/** CPython's `Constant`, one kind for each type of value. */
export type Literal = NoneLiteral | Bool | Int | Float | Complex | Str | Bytes | Ellipsis;

export interface NoneLiteral extends Located {
  readonly kind: 'none';
}

export interface Bool extends Located {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface Int extends Located {
  readonly kind: 'int';
  /** A bigint where a number would not be exact. */
  readonly value: number | bigint;
}

/** Also where the value is whole: `64.` is a float in Python. */
export interface Float extends Located {
  readonly kind: 'float';
  readonly value: number;
}

export interface Complex extends Located {
  readonly kind: 'complex';
  /** The imaginary part; a literal has no other. */
  readonly value: number;
}

/** Adjacent strings are one. */
export interface Str extends Located {
  readonly kind: 'str';
  readonly value: string;
}

export interface Bytes extends Located {
  readonly kind: 'bytes';
  /** One character from 0 to 255 for each byte. */
  readonly value: string;
}

export interface Ellipsis extends Located {
  readonly kind: 'ellipsis';
}

export interface Name extends Located {
  readonly kind: 'name';
  readonly id: string;
}

export interface Attribute extends Located {
  readonly kind: 'attribute';
  readonly value: Expression;
  readonly attr: string;
  readonly attrAt: Span;
}

/** `a[i, j]` has a tuple as its `slice`, as in CPython. */
export interface Subscript extends Located {
  readonly kind: 'subscript';
  readonly value: Expression;
  readonly slice: Expression;
}

export interface Slice extends Located {
  readonly kind: 'slice';
  readonly lower?: Expression;
  readonly upper?: Expression;
  readonly step?: Expression;
}

export interface Call extends Located {
  readonly kind: 'call';
  readonly func: Expression;
  /** Positional arguments, `starred` ones among them. */
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
  /** From `(` to `)`. */
  readonly argsAt: Span;
  /** The call is not finished, or something in its arguments could not be read: there may be more to come. */
  readonly incomplete?: true;
}

/** `arg=value`, or `**value` where there is no `arg`. */
export interface Keyword extends Located {
  readonly arg?: string;
  readonly argAt?: Span;
  readonly value: Expression;
}

export interface BoolOp extends Located {
  readonly kind: 'boolOp';
  readonly op: 'and' | 'or';
  readonly values: readonly Expression[];
}

export type BinaryOperator = '+' | '-' | '*' | '@' | '/' | '//' | '%' | '**' | '<<' | '>>' | '|' | '^' | '&';

export interface BinOp extends Located {
  readonly kind: 'binOp';
  readonly op: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type UnaryOperator = 'not' | '-' | '+' | '~';

export interface UnaryOp extends Located {
  readonly kind: 'unaryOp';
  readonly op: UnaryOperator;
  readonly operand: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

export interface Compare extends Located {
  readonly kind: 'compare';
  readonly left: Expression;
  readonly ops: readonly ComparisonOperator[];
  readonly comparators: readonly Expression[];
}

export interface IfExp extends Located {
  readonly kind: 'ifExp';
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}

export interface NamedExpr extends Located {
  readonly kind: 'namedExpr';
  readonly target: Expression;
  readonly value: Expression;
}

export interface Lambda extends Located {
  readonly kind: 'lambda';
  readonly params: readonly Parameter[];
  readonly body: Expression;
}

export interface Sequence extends Located {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly elts: readonly Expression[];
}

export interface Dict extends Located {
  readonly kind: 'dict';
  readonly items: readonly DictItem[];
}

/** `key: value`, or `**value` where there is no `key`. */
export interface DictItem {
  readonly key?: Expression;
  readonly value: Expression;
}

export interface Comprehension extends Located {
  readonly kind: 'listComp' | 'setComp' | 'generatorExp';
  readonly elt: Expression;
  readonly generators: readonly Generator[];
}

export interface DictComp extends Located {
  readonly kind: 'dictComp';
  readonly key: Expression;
  readonly value: Expression;
  readonly generators: readonly Generator[];
}

/** One `for target in iter if … if …` of a comprehension. */
export interface Generator extends Located {
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
  readonly isAsync: boolean;
}

export interface Starred extends Located {
  readonly kind: 'starred';
  readonly value: Expression;
}

export interface Await extends Located {
  readonly kind: 'await';
  readonly value: Expression;
}

export interface Yield extends Located {
  readonly kind: 'yield';
  readonly value?: Expression;
}

export interface YieldFrom extends Located {
  readonly kind: 'yieldFrom';
  readonly value: Expression;
}

/** An f-string, with what stands beside it by adjacency. */
export interface JoinedStr extends Located {
  readonly kind: 'joinedStr';
  readonly values: readonly (Str | FormattedValue)[];
}

/** `{value!r:spec}`. As in CPython, `{value=}` also leaves its text in the string before it. */
export interface FormattedValue extends Located {
  readonly kind: 'formattedValue';
  readonly value: Expression;
  readonly conversion?: 's' | 'r' | 'a';
  readonly formatSpec?: JoinedStr;
}

/** A t-string (PEP 750): the fields are not yet joined. */
export interface TemplateStr extends Located {
  readonly kind: 'templateStr';
  readonly values: readonly (Str | FormattedValue)[];
}
