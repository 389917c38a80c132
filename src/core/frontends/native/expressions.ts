import type { Value } from '../../layers/parameters.js';
import type { Place } from '../../source.js';

/** A `$name`'s value and where it was written. */
export interface Binding {
  readonly value: Value;
  readonly at: Place;
}

export type Scope = ReadonlyMap<string, Binding>;

export type Evaluated = { readonly value: Value } | { readonly error: string; readonly unknownName?: string };

/** `$name` and `${2 * width}`; other text stands for itself. */
export const isExpression = (text: string): boolean => /^\$([A-Za-z_]|\{)/.test(text);

/** Names used in an expression, with their offsets in it. */
export function namesIn(text: string): { readonly name: string; readonly offset: number }[] {
  if (!isExpression(text)) return [];
  const from = text.startsWith('${') ? 2 : 1;
  return [...text.slice(from).matchAll(/[A-Za-z_]\w*/g)].map(match => ({
    name: match[0],
    offset: from + match.index,
  }));
}

/** The value of an expression: a name's own value, or a whole number computed with + − × ÷ // % and parentheses. */
export function evaluate(text: string, scope: Scope): Evaluated {
  const name = /^\$([A-Za-z_]\w*)$/.exec(text)?.[1];
  if (name !== undefined) {
    const binding = scope.get(name);
    return binding
      ? { value: binding.value }
      : { error: `\`$${name}\` is not a parameter of this block`, unknownName: name };
  }
  const inner = /^\$\{(.*)\}$/s.exec(text)?.[1];
  if (inner === undefined)
    return { error: `\`${text}\` is not an expression: write \`$name\` or \`\${2 * name}\`` };
  return new Calculator(inner, scope).result();
}

class CalculationError extends Error {
  constructor(
    message: string,
    readonly unknownName?: string,
  ) {
    super(message);
  }
}

/** Precedence climbing over whole numbers. */
class Calculator {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(
    private readonly text: string,
    private readonly scope: Scope,
  ) {
    this.tokens = text.match(/\/\/|\d+(?:\.\d+)?|[A-Za-z_]\w*|\S/g) ?? [];
  }

  result(): Evaluated {
    try {
      const value = this.sum(0);
      if (this.position < this.tokens.length)
        throw new CalculationError(`\`${this.tokens[this.position]}\` is not expected here`);
      return { value };
    } catch (error) {
      if (!(error instanceof CalculationError)) throw error;
      return { error: `in \`\${${this.text}}\`: ${error.message}`, unknownName: error.unknownName };
    }
  }

  private sum(depth: number): number {
    let value = this.term(depth);
    for (;;) {
      if (this.take('+')) value += this.term(depth);
      else if (this.take('-', '−')) value -= this.term(depth);
      else return value;
    }
  }

  private term(depth: number): number {
    let value = this.factor(depth);
    for (;;) {
      if (this.take('*', '×')) value *= this.factor(depth);
      else if (this.take('//')) value = Math.floor(value / this.divisor(depth));
      else if (this.take('/', '÷')) value = exact(value, this.divisor(depth));
      else if (this.take('%')) {
        const by = this.divisor(depth);
        value = ((value % by) + by) % by;
      } else return value;
    }
  }

  private divisor(depth: number): number {
    const value = this.factor(depth);
    if (value === 0) throw new CalculationError('a division by zero');
    return value;
  }

  private factor(depth: number): number {
    if (depth > 50) throw new CalculationError('too many parentheses');
    if (this.take('-', '−')) return -this.factor(depth + 1);
    if (this.take('(')) {
      const value = this.sum(depth + 1);
      if (!this.take(')')) throw new CalculationError('a `)` is missing');
      return value;
    }
    const token = this.tokens[this.position++];
    if (token === undefined) throw new CalculationError('a number or a name is missing at the end');
    if (/^\d+$/.test(token)) return Number(token);
    if (/^[A-Za-z_]/.test(token)) return this.named(token);
    throw new CalculationError(`\`${token}\` is neither a whole number nor a name`);
  }

  private named(name: string): number {
    const binding = this.scope.get(name);
    if (!binding) throw new CalculationError(`\`${name}\` is not a parameter of this block`, name);
    if (typeof binding.value !== 'number' || !Number.isSafeInteger(binding.value)) {
      throw new CalculationError(`\`${name}\` is not a whole number`);
    }
    return binding.value;
  }

  private take(...wanted: readonly string[]): boolean {
    const found = wanted.includes(this.tokens[this.position] ?? '');
    if (found) this.position++;
    return found;
  }
}

function exact(value: number, by: number): number {
  if (value % by !== 0) throw new CalculationError(`${value} is not divisible by ${by}; \`//\` rounds down`);
  return value / by;
}
