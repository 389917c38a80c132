import type { Span } from '../../../source.js';
import type { Expression } from './ast.js';
import { Brackets } from './brackets.js';
import { readExpression, type Surroundings } from './lowering.js';
import { readDottedName } from './names.js';
import { readQuickly } from './quick.js';
import type { Field, Found, Token } from './tokens.js';

/** Reads the expressions of a file. */
export class Reader implements Surroundings {
  depth = 0;

  constructor(
    readonly text: string,
    readonly found: Found,
  ) {}

  fault(message: string, at: Span): void {
    this.found.faults.push({ message, at });
  }

  source({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** Tokens whose brackets match; where there are none, `end` is where they should be. */
  expression(tokens: readonly Token[] | undefined, end: number): Expression {
    if (!tokens?.length) return this.nothing(end);
    return readDottedName(tokens) ?? readQuickly(this, tokens) ?? readExpression(this, tokens);
  }

  field(field: Field): Expression {
    const brackets = new Brackets();
    for (const token of field.tokens) brackets.add(token);
    return this.expression(brackets.finish(this.found), field.start + 1);
  }

  nothing(end: number, message = 'expected an expression'): Expression {
    const at = { start: end, end };
    this.fault(message, at);
    return { kind: 'error', message, parts: [], at };
  }
}

/** From the first token to the last. */
export const spanOfTokens = (tokens: readonly Token[]): Span => ({
  start: tokens[0]?.start ?? 0,
  end: tokens.at(-1)?.end ?? 0,
});
