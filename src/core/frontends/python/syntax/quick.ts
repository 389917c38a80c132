import type { Span } from '../../../source.js';
import type { Call, DictItem, Expression, Generator, Keyword } from './ast.js';
import { bind, type Item } from './binder.js';
import { constantOf, stringOf, type Texts } from './literals.js';
import { numberOf } from './numbers.js';
import { isOperator } from './runs.js';
import { isCloser, isOp, isWord, keywords, type StringToken, type Token } from './tokens.js';

/** How deep this reader nests, and how long its rows of operators are: what is beyond is for the grammar. */
const deepest = 60;
const longestRow = 40;

/** Something that is rare, or not finished: the grammar reads it. */
class Declined {}

/**
 * Reads an expression that is whole and of the usual kind, without a tree in between; undefined for any other.
 * It gives what the grammar gives, many times faster.
 */
export function readQuickly(texts: Texts, tokens: readonly Token[]): Expression | undefined {
  const { faults } = texts.found;
  const before = faults.length;
  try {
    const value = new Quick(texts, tokens).whole();
    if (faults.length === before) return value;
  } catch (thrown) {
    if (!(thrown instanceof Declined)) throw thrown;
  }
  faults.length = before;
  return undefined;
}

class Quick {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly texts: Texts,
    private readonly tokens: readonly Token[],
  ) {}

  whole(): Expression {
    const { start } = this.tokens[0]!;
    const { elts, isTuple } = this.elements(undefined);
    if (this.at < this.tokens.length || elts.length === 0) throw new Declined();
    if (!isTuple && elts[0]!.kind === 'starred') throw new Declined();
    return isTuple ? { kind: 'tuple', elts, at: { start, end: this.tokens.at(-1)!.end } } : elts[0]!;
  }

  private get token(): Token | undefined {
    return this.tokens[this.at];
  }

  private take(): Token {
    const token = this.tokens[this.at++];
    // One that was missing in the text has no length.
    if (!token || token.start === token.end) throw new Declined();
    return token;
  }

  private eat(text: string): Token {
    if (!isOp(this.token, text)) throw new Declined();
    return this.take();
  }

  /** Where the token before is over. */
  private get end(): number {
    return this.tokens[this.at - 1]!.end;
  }

  /** Expressions between commas, up to a bracket or the end. */
  private elements(first: Expression | undefined): { elts: Expression[]; isTuple: boolean } {
    const elts: Expression[] = [];
    let isTuple = false;
    for (let next = first; next || this.goesOn(); next = undefined) {
      elts.push(next ?? this.element());
      if (!isOp(this.token, ',')) break;
      this.take();
      isTuple = true;
    }
    return { elts, isTuple };
  }

  private goesOn(): boolean {
    return this.token !== undefined && !isCloser(this.token);
  }

  /** An expression, or one behind a star. */
  private element(): Expression {
    if (!isOp(this.token, '*')) return this.expression();
    const { start } = this.take();
    const value = this.row();
    return { kind: 'starred', value, at: { start, end: this.end } };
  }

  private expression(): Expression {
    if (++this.depth > deepest) throw new Declined();
    const start = this.token?.start ?? 0;
    const body = this.row();
    let value = body;
    if (isWord(this.token, 'if')) {
      this.take();
      const test = this.row();
      if (!isWord(this.token, 'else')) throw new Declined();
      this.take();
      const orelse = this.expression();
      value = { kind: 'ifExp', test, body, orelse, at: { start, end: this.end } };
    }
    this.depth--;
    return value;
  }

  /** Operands and operators. */
  private row(): Expression {
    const items: Item[] = [];
    const { start } = this.token ?? this.take();
    for (;;) {
      while (this.token && isPrefix(this.token)) items.push(this.operator());
      items.push(this.operand());
      if (!this.token || !isOperator(this.token)) break;
      while (this.token && isOperator(this.token) && !isPrefixOnly(this.token)) items.push(this.operator());
      if (items.length > longestRow) throw new Declined();
    }
    const [only] = items;
    if (items.length === 1 && only?.kind === 'operand') return only.value;
    const value = bind(items, { start, end: this.end });
    if (value.kind === 'error') throw new Declined();
    return value;
  }

  private operator(): Item {
    const { text, start, end } = this.take();
    if (text === 'await') throw new Declined();
    return { kind: 'operator', text, at: { start, end } };
  }

  private operand(): Item {
    const { start } = this.token ?? this.take();
    let value = this.atom();
    for (; this.token; ) {
      if (isOp(this.token, '.')) value = this.attribute(value, start);
      else if (isOp(this.token, '(')) value = this.call(value, start);
      else if (isOp(this.token, '[')) value = this.subscript(value, start);
      else break;
    }
    return { kind: 'operand', value, at: { start, end: this.end } };
  }

  private atom(): Expression {
    const token = this.take();
    const { start, end, text } = token;
    const at = { start, end };
    if (token.kind === 'string') return this.string(token);
    if (token.kind === 'number') {
      const number = numberOf(this.texts.source(at), at);
      if (!number) throw new Declined();
      return number;
    }
    if (token.kind === 'name') {
      const constant = constantOf(text, at);
      if (!constant && keywords.has(text)) throw new Declined();
      return constant ?? { kind: 'name', id: text, at };
    }
    if (token.kind !== 'op') throw new Declined();
    if (text === '(') return this.parentheses(start);
    if (text === '[') return this.list(start);
    if (text === '{') return this.braces(start);
    if (text === '...') return { kind: 'ellipsis', at };
    throw new Declined();
  }

  private string(first: StringToken): Expression {
    const tokens = [first];
    while (this.token?.kind === 'string') tokens.push(this.take() as StringToken);
    if (tokens.some(isNested)) throw new Declined();
    return stringOf(this.texts, tokens, { start: first.start, end: this.end });
  }

  private attribute(value: Expression, start: number): Expression {
    this.take();
    const name = this.take();
    if (name.kind !== 'name') throw new Declined();
    const attrAt = { start: name.start, end: name.end };
    return { kind: 'attribute', value, attr: name.text, attrAt, at: { start, end: name.end } };
  }

  private call(func: Expression, start: number): Expression {
    const open = this.take();
    const args: Expression[] = [];
    const keywordArgs: Keyword[] = [];
    while (this.goesOn()) {
      this.argument(args, keywordArgs);
      if (isWord(this.token, 'for')) return this.generatorCall(func, start, open, args, keywordArgs);
      if (!isOp(this.token, ',')) break;
      this.take();
    }
    this.eat(')');
    const argsAt = { start: open.start, end: this.end };
    return { kind: 'call', func, args, keywords: keywordArgs, argsAt, at: { start, end: this.end } };
  }

  /** `f(x for x in y)`: the call's parentheses are the generator's. */
  private generatorCall(
    func: Expression,
    start: number,
    open: Token,
    [elt, ...more]: readonly Expression[],
    keywordArgs: Call['keywords'],
  ): Expression {
    if (!elt || more.length > 0 || keywordArgs.length > 0) throw new Declined();
    const generators = this.generators();
    this.eat(')');
    const argsAt = { start: open.start, end: this.end };
    const args: Expression[] = [{ kind: 'generatorExp', elt, generators, at: argsAt }];
    return { kind: 'call', func, args, keywords: [], argsAt, at: { start, end: this.end } };
  }

  private argument(args: Expression[], keywordArgs: Keyword[]): void {
    const { start } = this.token!;
    if (isOp(this.token, '**')) {
      this.take();
      keywordArgs.push({ value: this.expression(), at: { start, end: this.end } });
    } else if (isOp(this.token, '*')) {
      this.take();
      args.push({ kind: 'starred', value: this.expression(), at: { start, end: this.end } });
    } else if (this.token?.kind === 'name' && isOp(this.tokens[this.at + 1], '=')) {
      const name = this.take();
      this.take();
      if (keywords.has(name.text)) throw new Declined();
      const argAt = { start: name.start, end: name.end };
      const value = this.expression();
      keywordArgs.push({ arg: name.text, argAt, value, at: { start, end: this.end } });
    } else args.push(this.expression());
  }

  private subscript(value: Expression, start: number): Expression {
    const open = this.take();
    const items: Expression[] = [];
    let trailing = false;
    const from = this.token?.start ?? open.end;
    while (this.goesOn()) {
      items.push(this.index());
      trailing = isOp(this.token, ',');
      if (!trailing) break;
      this.take();
    }
    const { end } = this;
    this.eat(']');
    const [only] = items;
    if (!only) throw new Declined();
    const slice: Expression =
      items.length === 1 && !trailing ? only : { kind: 'tuple', elts: items, at: { start: from, end } };
    return { kind: 'subscript', value, slice, at: { start, end: this.end } };
  }

  private index(): Expression {
    const { start } = this.token!;
    if (isOp(this.token, '*')) throw new Declined();
    const bounds: (Expression | undefined)[] = [isOp(this.token, ':') ? undefined : this.expression()];
    while (isOp(this.token, ':')) {
      this.take();
      const isOpen = !this.goesOn() || isOp(this.token, ':') || isOp(this.token, ',');
      bounds.push(isOpen ? undefined : this.expression());
    }
    const [lower, upper, step] = bounds;
    if (bounds.length === 1) return lower!;
    if (bounds.length > 3) throw new Declined();
    const at = { start, end: this.end };
    return { kind: 'slice', ...(lower && { lower }), ...(upper && { upper }), ...(step && { step }), at };
  }

  private parentheses(start: number): Expression {
    if (isOp(this.token, ')')) {
      this.take();
      return { kind: 'tuple', elts: [], at: { start, end: this.end } };
    }
    const first = this.element();
    if (isWord(this.token, 'for')) return this.comprehension('generatorExp', first, start, ')');
    const { elts, isTuple } = this.elements(first);
    this.eat(')');
    if (!isTuple && elts[0]!.kind === 'starred') throw new Declined();
    return isTuple ? { kind: 'tuple', elts, at: { start, end: this.end } } : elts[0]!;
  }

  private list(start: number): Expression {
    const first = this.goesOn() ? this.element() : undefined;
    if (first && isWord(this.token, 'for')) return this.comprehension('listComp', first, start, ']');
    const elts = first ? this.elements(first).elts : [];
    this.eat(']');
    return { kind: 'list', elts, at: { start, end: this.end } };
  }

  private braces(start: number): Expression {
    if (this.goesOn() && !isOp(this.token, '**')) {
      const first = this.element();
      if (isWord(this.token, 'for')) return this.comprehension('setComp', first, start, '}');
      if (isOp(this.token, ':')) return this.dict(start, first);
      const { elts } = this.elements(first);
      this.eat('}');
      return { kind: 'set', elts, at: { start, end: this.end } };
    }
    return this.dict(start, undefined);
  }

  private dict(start: number, first: Expression | undefined): Expression {
    const items: DictItem[] = [];
    for (let key = first; key || this.goesOn(); key = undefined) {
      items.push(this.dictItem(key));
      const [item] = items;
      if (items.length === 1 && item?.key && isWord(this.token, 'for'))
        return this.dictComprehension(start, item.key, item.value);
      if (!isOp(this.token, ',')) break;
      this.take();
    }
    this.eat('}');
    return { kind: 'dict', items, at: { start, end: this.end } };
  }

  private dictItem(given: Expression | undefined): DictItem {
    if (!given && isOp(this.token, '**')) {
      this.take();
      return { value: this.row() };
    }
    const key = given ?? this.expression();
    this.eat(':');
    return { key, value: this.expression() };
  }

  private dictComprehension(start: number, key: Expression, value: Expression): Expression {
    const generators = this.generators();
    this.eat('}');
    return { kind: 'dictComp', key, value, generators, at: { start, end: this.end } };
  }

  private comprehension(
    kind: 'listComp' | 'setComp' | 'generatorExp',
    elt: Expression,
    start: number,
    closer: string,
  ): Expression {
    const generators = this.generators();
    this.eat(closer);
    return { kind, elt, generators, at: { start, end: this.end } };
  }

  private generators(): Generator[] {
    const generators: Generator[] = [];
    while (isWord(this.token, 'for')) {
      const { start } = this.take();
      const target = this.target();
      if (!isWord(this.token, 'in')) throw new Declined();
      this.take();
      const iter = this.row();
      const ifs: Expression[] = [];
      while (isWord(this.token, 'if')) {
        this.take();
        ifs.push(this.row());
      }
      generators.push({ target, iter, ifs, isAsync: false, at: { start, end: this.end } });
    }
    return generators;
  }

  /** `a, b` without parentheses is a tuple. */
  private target(): Expression {
    const { start } = this.token ?? this.take();
    const elts: Expression[] = [];
    let isTuple = false;
    while (!isWord(this.token, 'in')) {
      const { value } = this.operand() as { value: Expression };
      elts.push(value);
      if (!isOp(this.token, ',')) break;
      this.take();
      isTuple = true;
    }
    if (elts.length === 0) throw new Declined();
    const at: Span = { start, end: this.end };
    return isTuple ? { kind: 'tuple', elts, at } : elts[0]!;
  }
}

const isPrefix = (token: Token): boolean =>
  token.kind === 'op'
    ? token.text === '-' || token.text === '+' || token.text === '~'
    : isWord(token, 'not') || isWord(token, 'await');

/** `not` stands before its operand, but is part of `not in` and `is not`, too. */
const isPrefixOnly = (token: Token): boolean => token.kind === 'op' && token.text === '~';

/** Whether there are strings with fields in the fields of a string: reading those twice would add up. */
const isNested = ({ pieces = [] }: StringToken): boolean =>
  pieces.some(
    piece =>
      piece.kind === 'field' &&
      (piece.spec?.some(part => part.kind === 'field') ||
        piece.tokens.some(token => token.kind === 'string' && token.pieces !== undefined)),
  );
