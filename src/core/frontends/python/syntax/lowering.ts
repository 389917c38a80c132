import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Span } from '../../../source.js';
import type { Expression } from './ast.js';
import { brokenParts, type Context, childrenOf, isExpression, unreadable } from './context.js';
import { lowerers } from './expressions.js';
import { maxDepth } from './limits.js';
import { bindRun } from './long-runs.js';
import { type Part, writePart } from './part.js';
import type { Field, StringToken, Token } from './tokens.js';

/** What lasts from one expression of a file to the next. */
export interface Surroundings {
  readonly text: string;
  fault(message: string, at: Span): void;
  field(field: Field): Expression;
  /** Tokens whose brackets match; where there are none, `end` is where they should be. */
  expression(tokens: readonly Token[], end: number): Expression;
  /** How deep the expression at hand is nested. */
  depth: number;
}

const wrappers = new Set(['ParenthesizedExpression', 'TupleExpression', 'ComprehensionExpression']);

/** Reads tokens whose brackets match as one expression, or as a tuple where commas stand between several. */
export function readExpression(surroundings: Surroundings, tokens: readonly Token[]): Expression {
  const part = writePart(tokens);
  const at = { start: tokens[0]!.start, end: tokens.at(-1)!.end };
  const root = treeOf(part);
  if (!root) {
    surroundings.fault('nested too deeply', at);
    return unreadable('nested too deeply', at);
  }
  const context = new Lowering(surroundings, part);
  const statement = root.firstChild;
  const outer = statement?.firstChild;
  const isWhole = outer && !statement.nextSibling && outer.to === part.text.length - 1;
  if (isWhole && wrappers.has(outer.name)) return context.unwrap(outer, at);
  surroundings.fault('invalid syntax', at);
  return unreadable('invalid syntax', at, brokenParts(context, expressionsIn(root)));
}

/** lezer builds its trees recursively: undefined where that takes more stack than there is. */
function treeOf(part: Part): SyntaxNode | undefined {
  try {
    return parser.parse(part.text).topNode;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function expressionsIn(root: SyntaxNode): SyntaxNode[] {
  return childrenOf(root).flatMap(statement => childrenOf(statement).filter(isExpression));
}

/** Makes expressions of the nodes of one part's tree. */
class Lowering implements Context {
  constructor(
    private readonly surroundings: Surroundings,
    private readonly part: Part,
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
    const value = this.read(node, at);
    surroundings.depth--;
    return value;
  }

  private read(node: SyntaxNode, at: Span): Expression {
    const run = node.name === 'VariableName' && this.part.runs.get(at.start);
    if (run) return bindRun(this.surroundings, run);
    const lower = lowerers[node.name];
    return lower ? lower(this, node) : unreadable('invalid syntax', at);
  }

  /** The contents of the parentheses that the writer has put around. */
  unwrap(outer: SyntaxNode, at: Span): Expression {
    const value = this.lower(outer);
    return outer.name === 'ParenthesizedExpression' ? value : { ...value, at };
  }

  span(node: SyntaxNode): Span {
    return { start: this.part.place(node.from), end: this.part.place(node.to) };
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
}
