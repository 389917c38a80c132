import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Span } from '../../../source.js';
import type { Expression } from './ast.js';
import { brokenParts, type Context, childrenOf, isExpression, unreadable } from './context.js';
import { lowerers } from './expressions.js';
import { maxDepth } from './limits.js';
import { type Part, writePart } from './part.js';
import type { Field, StringToken, Token } from './tokens.js';

/** What lasts from one expression of a file to the next. */
export interface Surroundings {
  readonly text: string;
  fault(message: string, at: Span): void;
  field(field: Field): Expression;
  /** How deep the expression at hand is nested. */
  depth: number;
}

/** How often an expression may be read anew for its depth. */
const maxAgain = 16;

const wrappers = new Set(['ParenthesizedExpression', 'TupleExpression', 'ComprehensionExpression']);

/** Reads tokens whose brackets match as one expression, or as a tuple where commas stand between several. */
export function readExpression(surroundings: Surroundings, tokens: readonly Token[]): Expression {
  const part = writePart(tokens);
  const at = { start: tokens[0]!.start, end: tokens.at(-1)!.end };
  const root = parser.parse(part.text).topNode;
  const context = new Lowering(surroundings, part, 0, { left: maxAgain });
  const statement = root.firstChild;
  const outer = statement?.firstChild;
  const isWhole = outer && !statement.nextSibling && outer.to === part.text.length - 1;
  if (isWhole && wrappers.has(outer.name)) return context.unwrap(outer, at);
  surroundings.fault('invalid syntax', at);
  return unreadable('invalid syntax', at, brokenParts(context, expressionsIn(root)));
}

function expressionsIn(root: SyntaxNode): SyntaxNode[] {
  return childrenOf(root).flatMap(statement => childrenOf(statement).filter(isExpression));
}

/** Makes expressions of the nodes of one tree, which begins `base` characters into the part. */
class Lowering implements Context {
  constructor(
    private readonly surroundings: Surroundings,
    private readonly part: Part,
    private readonly base: number,
    private readonly again_: { left: number },
  ) {}

  lower(node: SyntaxNode): Expression {
    const { surroundings } = this;
    const at = this.span(node);
    const hole = node.name === 'VariableName' && this.part.holes.get(at.start);
    if (hole || surroundings.depth >= maxDepth) {
      this.fault('nested too deeply', hole || at);
      return unreadable('nested too deeply', hole || at);
    }
    surroundings.depth++;
    const lower = lowerers[node.name];
    const value = lower ? lower(this, node) : unreadable('invalid syntax', at);
    surroundings.depth--;
    return value;
  }

  /** The contents of the parentheses that the writer has put around. */
  unwrap(outer: SyntaxNode, at: Span): Expression {
    const value = this.lower(outer);
    return outer.name === 'ParenthesizedExpression' ? value : { ...value, at };
  }

  span(node: SyntaxNode): Span {
    return { start: this.part.place(this.base + node.from), end: this.part.place(this.base + node.to) };
  }

  text(node: SyntaxNode): string {
    return this.source(this.span(node));
  }

  source({ start, end }: Span): string {
    return this.surroundings.text.slice(start, end);
  }

  fault(message: string, at: Span): void {
    this.surroundings.fault(message, at);
  }

  string(node: SyntaxNode): StringToken | undefined {
    return this.part.strings.get(this.span(node).start);
  }

  field(field: Field): Expression {
    return this.surroundings.field(field);
  }

  again(node: SyntaxNode): { context: Context; node: SyntaxNode } | undefined {
    if (--this.again_.left < 0) return undefined;
    const from = this.base + node.from;
    const text = `(${this.part.text.slice(from, this.base + node.to)})\n`;
    const inner = parser.parse(text).topNode.firstChild?.firstChild?.firstChild?.nextSibling;
    const context = new Lowering(this.surroundings, this.part, from - 1, this.again_);
    return inner ? { context, node: inner } : undefined;
  }
}
