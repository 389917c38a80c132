import type { Body } from './ast.js';
import { maxBlocks } from './limits.js';
import type { Line } from './lines.js';
import type { Reader } from './reader.js';
import { readSimples } from './simple.js';
import { find } from './split.js';
import { isOp, type Token } from './tokens.js';

/** A header with what it heads: a whole statement, or one `elif`, `except`, `case` of it. */
export interface Clause {
  /** What stands before the colon. */
  readonly head: readonly Token[];
  /** Where that is over. */
  readonly headEnd: number;
  readonly body: Body;
  readonly at: { readonly start: number; readonly end: number };
}

/** Walks over the lines of a file, block by block. */
export class Clauses {
  private index = 0;

  constructor(
    readonly reader: Reader,
    private readonly lines: readonly Line[],
    /** Reads one statement, and moves on behind it. */
    private readonly statement: (clauses: Clauses) => Body,
    /** The bodies of functions are read when they are asked for. */
    private readonly lazy = false,
    private depth = 0,
  ) {}

  get line(): Line | undefined {
    return this.lines[this.index];
  }

  get following(): Line | undefined {
    return this.lines[this.index + 1];
  }

  /** The current line; moves on to the next. */
  take(): Line {
    return this.lines[this.index++]!;
  }

  /** The current line as a header, with its body. */
  clause(): Clause {
    return this.withBody((line, colon) => this.body(line, colon));
  }

  /** The current line as the header of a function. */
  functionClause(): Clause {
    const { line, following } = this;
    const isBlock =
      following && following.indent > line!.indent && find(line!.tokens, ':') === line!.tokens.length - 1;
    if (!this.lazy || !isBlock || this.depth >= maxBlocks) return this.clause();
    const { tokens, indent } = this.take();
    const from = this.index;
    while (this.line && this.line.indent > indent) this.index++;
    const lines = this.lines.slice(from, this.index);
    const head = tokens.slice(0, -1);
    const read = (): Body => this.within(lines).block(indent);
    const end = endOf(lines.at(-1)!.tokens);
    return new LazyClause(head, head.at(-1)!.end, { start: tokens[0]!.start, end }, read);
  }

  private within(lines: readonly Line[]): Clauses {
    return new Clauses(this.reader, lines, this.statement, this.lazy, this.depth + 1);
  }

  /** The current line as a header whose body `read` reads. */
  withBody<B extends Body>(read: (line: Line, colon: number) => B): Clause & { readonly body: B } {
    const line = this.take();
    const { tokens } = line;
    const colon = find(tokens, ':');
    const head = colon < 0 ? tokens : tokens.slice(0, colon);
    const headEnd = head.at(-1)!.end;
    if (colon < 0) this.reader.nothing(headEnd, "expected ':'");
    const body = read(line, colon);
    const end = body.at(-1)?.at.end ?? tokens.at(-1)!.end;
    return { head, headEnd, body, at: { start: tokens[0]!.start, end } };
  }

  /** Every line deeper than `indent`. */
  block(indent: number): Body {
    const body: Body[number][] = [];
    const own = this.line?.indent;
    while (this.line && this.line.indent > indent) {
      if (this.line.indent !== own) this.faultHere('unexpected indent');
      const next = this.statement(this);
      for (const statement of next) body.push(statement);
    }
    return body;
  }

  /** Whether the current line belongs to the statement at `indent`: it goes on with one of these words. */
  goesOn(indent: number, ...words: readonly string[]): boolean {
    const first = this.line?.tokens[0];
    return this.line?.indent === indent && first?.kind === 'name' && words.includes(first.text);
  }

  faultHere(message: string): void {
    const { start, end } = this.line!.tokens[0]!;
    this.reader.fault(message, { start, end });
  }

  private body(line: Line, colon: number): Body {
    const inline = colon < 0 ? [] : line.tokens.slice(colon + 1);
    if (inline.length) return readSimples(this.reader, inline);
    if (!this.line || this.line.indent <= line.indent) {
      this.reader.nothing(line.tokens.at(-1)!.end, 'expected an indented block');
      return [];
    }
    if (this.depth >= maxBlocks) return this.skip(line.indent);
    this.depth++;
    const body = this.block(line.indent);
    this.depth--;
    return body;
  }

  private skip(indent: number): Body {
    const start = this.line!.tokens[0]!.start;
    let end = start;
    while (this.line && this.line.indent > indent) end = this.take().tokens.at(-1)!.end;
    const at = { start, end };
    this.reader.fault('nested too deeply', at);
    return [{ kind: 'error', message: 'nested too deeply', parts: [], at }];
  }
}

/** Where a statement on these tokens is over: a semicolon behind it is not its own. */
const endOf = (tokens: readonly Token[]): number =>
  (isOp(tokens.at(-1), ';') ? (tokens.at(-2) ?? tokens.at(-1)) : tokens.at(-1))!.end;

class LazyClause implements Clause {
  private known: Body | undefined;

  constructor(
    readonly head: readonly Token[],
    readonly headEnd: number,
    readonly at: Clause['at'],
    private readonly read: () => Body,
  ) {}

  get body(): Body {
    this.known ??= this.read();
    return this.known;
  }
}
