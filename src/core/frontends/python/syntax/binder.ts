import type { Span } from '../../../source.js';
import type { BinaryOperator, ComparisonOperator, Expression, UnaryOperator } from './ast.js';
import { unreadable } from './context.js';
import { maxDepth } from './limits.js';

export type Item = Operand | Operator;

export interface Operand {
  readonly kind: 'operand';
  readonly value: Expression;
  /** With its parentheses. */
  readonly at: Span;
}

export interface Operator {
  readonly kind: 'operator';
  readonly text: string;
  readonly at: Span;
}

const comparisons = new Set(['==', '!=', '<>', '<', '<=', '>', '>=', 'is', 'is not', 'in', 'not in']);

const strengths: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['prefix not'],
  [...comparisons],
  ['prefix *'],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '@', '/', '//', '%'],
  ['prefix -', 'prefix +', 'prefix ~'],
  ['**'],
  ['prefix await'],
];

const strength = new Map(strengths.flatMap((words, level) => words.map(word => [word, level] as const)));

/** An operator that waits for its right side. */
interface Waiting {
  readonly text: string;
  readonly at: Span;
  readonly level: number;
}

const prefix = 'prefix ';

/** Binds a row of operands and operators, as many as there are: only what nests to the right is bounded. */
export function bind(row: readonly Item[], at: Span): Expression {
  const binder = new Binder(at);
  for (const item of row) binder.add(item);
  return binder.finish() ?? unreadable('nested too deeply', at);
}

class Binder {
  private readonly operands: Operand[] = [];
  private readonly waiting: Waiting[] = [];
  private expectsOperand = true;
  private nesting = 0;
  private tooDeep = false;

  constructor(private readonly at: Span) {}

  add(item: Item): void {
    if (item.kind === 'operand') {
      if (!this.expectsOperand) this.infix({ kind: 'operator', text: '', at: item.at });
      this.operands.push(item);
      this.expectsOperand = false;
    } else if (!this.expectsOperand) this.infix(item);
    else this.prefix(item);
  }

  finish(): Expression | undefined {
    if (this.tooDeep) return undefined;
    if (this.expectsOperand) this.operands.push(this.nothing());
    while (this.waiting.length) this.reduce();
    return this.operands[0]?.value;
  }

  /** `not` behind `is`, and `in` behind `not`, belong to the operator before. */
  private prefix({ text, at }: Operator): void {
    const last = this.waiting.at(-1);
    const joined = last && !last.text.startsWith(prefix) ? `${last.text} ${text}` : '';
    if (joined === 'is not' || joined === 'not in') {
      this.waiting[this.waiting.length - 1] = { ...last!, text: joined };
      return;
    }
    if (!strength.has(prefix + text)) this.operands.push(this.nothing(at));
    this.wait(strength.has(prefix + text) ? prefix + text : text, at);
  }

  private infix({ text, at }: Operator): void {
    const level = strength.get(text === 'not' ? 'not in' : text) ?? 0;
    while (this.waiting.length && this.yields(this.waiting.at(-1)!, level)) this.reduce();
    this.wait(text, at);
    this.expectsOperand = true;
  }

  /** Operators of one strength bind to the left, but `**` to the right; chains of `and`, `or`, `<` are one. */
  private yields(last: Waiting, level: number): boolean {
    if (last.level !== level) return last.level > level;
    return !isChain(last.text) && last.text !== '**';
  }

  private wait(text: string, at: Span): void {
    this.waiting.push({ text, at, level: strength.get(text === 'not' ? 'not in' : text) ?? 0 });
    if ((text.startsWith(prefix) || text === '**') && ++this.nesting > maxDepth) this.tooDeep = true;
  }

  private reduce(): void {
    const last = this.waiting.pop()!;
    if (last.text.startsWith(prefix) || last.text === '**') this.nesting--;
    const right = this.operands.pop() ?? this.nothing();
    if (last.text.startsWith(prefix))
      this.push(prefixed(last.text.slice(prefix.length), right), last.at, right.at);
    else if (isChain(last.text)) this.reduceChain(last, right);
    else {
      const left = this.operands.pop() ?? this.nothing();
      this.push(
        { kind: 'binOp', op: last.text as BinaryOperator, left: left.value, right: right.value },
        left.at,
        right.at,
      );
    }
  }

  private reduceChain(last: Waiting, right: Operand): void {
    const operators = [last];
    const operands = [right];
    while (this.waiting.at(-1)?.level === last.level) {
      operators.push(this.waiting.pop()!);
      operands.push(this.operands.pop() ?? this.nothing());
    }
    operands.push(this.operands.pop() ?? this.nothing());
    operands.reverse();
    this.push(chained(operators.reverse(), operands), operands[0]!.at, right.at);
  }

  private push(value: Bare, from: Span, to: Span): void {
    const at = { start: from.start, end: to.end };
    this.operands.push({ kind: 'operand', value: { ...value, at }, at });
  }

  private nothing(at = this.at): Operand {
    const end = { start: at.end, end: at.end };
    return { kind: 'operand', value: unreadable('expected an expression', end), at: end };
  }
}

type Without<T> = T extends Expression ? Omit<T, 'at'> : never;
type Bare = Without<Expression>;

const isChain = (text: string): boolean =>
  text === 'and' || text === 'or' || text === '' || text === 'not' || comparisons.has(text);

function prefixed(op: string, { value }: Operand): Bare {
  if (op === 'await') return { kind: 'await', value };
  if (op === '*') return { kind: 'starred', value };
  return { kind: 'unaryOp', op: op as UnaryOperator, operand: value };
}

function chained(operators: readonly Waiting[], operands: readonly Operand[]): Bare {
  const values = operands.map(operand => operand.value);
  const [first] = operators;
  if (operators.some(({ text }) => text === '' || text === 'not')) {
    return { kind: 'error', message: 'invalid syntax', parts: values };
  }
  if (first!.text === 'and' || first!.text === 'or') return { kind: 'boolOp', op: first!.text, values };
  const ops = operators.map(({ text }) => (text === '<>' ? '!=' : text) as ComparisonOperator);
  return { kind: 'compare', left: values[0]!, ops, comparators: values.slice(1) };
}
