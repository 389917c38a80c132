import type { Body, Branch, ExceptHandler, Expression, MatchCase, Statement } from './ast.js';
import type { Clause, Clauses } from './clauses.js';
import { readClass, readDef, readExcept, readFor, readTest, readWith } from './headers.js';
import type { Line } from './lines.js';
import { readPattern } from './patterns.js';
import { readSimples } from './simple.js';
import { cut, find } from './split.js';
import { isOp, isWord } from './tokens.js';

/** Reads the statement, or the statements, of the current line, with the lines that belong to it. */
export function readStatement(clauses: Clauses): Body {
  const { tokens } = clauses.line!;
  const [first, second] = tokens;
  if (isOp(first, '@')) return readDecorated(clauses);
  const word = first?.kind !== 'name' ? '' : first.text === 'async' && second ? second.text : first.text;
  const read = readers.get(word);
  if (read) return [read(clauses)];
  if (danglers.has(word)) return readDangling(clauses);
  if (word === 'match' && isMatch(clauses.line!, clauses.following)) return [readMatch(clauses)];
  return readSimples(clauses.reader, clauses.take().tokens);
}

type Read = (clauses: Clauses) => Statement;

function readFunction(clauses: Clauses, decorators: readonly Expression[] = []): Statement {
  const clause = clauses.functionClause();
  return {
    kind: 'functionDef',
    ...readDef(clauses.reader, clause.head, clause.headEnd),
    decorators,
    get body(): Body {
      return clause.body;
    },
    at: clause.at,
  };
}

function readClassDef(clauses: Clauses, decorators: readonly Expression[] = []): Statement {
  const { head, headEnd, body, at } = clauses.clause();
  return { kind: 'classDef', ...readClass(clauses.reader, head, headEnd), decorators, body, at };
}

function readDecorated(clauses: Clauses): Body {
  const decorators: Expression[] = [];
  const { indent, tokens } = clauses.line!;
  while (clauses.line?.indent === indent && isOp(clauses.line.tokens[0], '@')) {
    const { tokens } = clauses.take();
    decorators.push(readTest(clauses.reader, tokens, tokens.at(-1)!.end));
  }
  if (clauses.goesOn(indent, 'class')) return [readClassDef(clauses, decorators)];
  const isDef =
    clauses.goesOn(indent, 'def') ||
    (clauses.goesOn(indent, 'async') && clauses.line!.tokens[1]?.text === 'def');
  if (isDef) return [readFunction(clauses, decorators)];
  const message = 'expected a function or class behind the decorator';
  const at = { start: tokens[0]!.start, end: decorators.at(-1)!.at.end };
  clauses.reader.fault(message, at);
  return [{ kind: 'error', message, parts: decorators, at }];
}

const readIf: Read = clauses => {
  const { indent } = clauses.line!;
  const branches: Branch[] = [readBranch(clauses)];
  while (clauses.goesOn(indent, 'elif')) branches.push(readBranch(clauses));
  const orelse = readElse(clauses, indent);
  const start = branches[0]!.at.start;
  return {
    kind: 'if',
    branches,
    orelse,
    at: { start, end: orelse.at(-1)?.at.end ?? branches.at(-1)!.at.end },
  };
};

function readBranch(clauses: Clauses): Branch {
  const { head, headEnd, body, at } = clauses.clause();
  return { test: readTest(clauses.reader, head, headEnd), body, at };
}

function readElse(clauses: Clauses, indent: number, word = 'else'): Body {
  return clauses.goesOn(indent, word) ? clauses.clause().body : [];
}

/** From the first clause to the end of the last statement. */
const spanTo = ({ at }: Clause, orelse: Body) => ({ start: at.start, end: orelse.at(-1)?.at.end ?? at.end });

const readWhile: Read = clauses => {
  const { indent } = clauses.line!;
  const clause = clauses.clause();
  const test = readTest(clauses.reader, clause.head, clause.headEnd);
  const orelse = readElse(clauses, indent);
  return { kind: 'while', test, body: clause.body, orelse, at: spanTo(clause, orelse) };
};

const readForLoop: Read = clauses => {
  const { indent } = clauses.line!;
  const clause = clauses.clause();
  const head = readFor(clauses.reader, clause.head, clause.headEnd);
  const orelse = readElse(clauses, indent);
  return { kind: 'for', ...head, body: clause.body, orelse, at: spanTo(clause, orelse) };
};

const readWithStatement: Read = clauses => {
  const { head, headEnd, body, at } = clauses.clause();
  return { kind: 'with', ...readWith(clauses.reader, head, headEnd), body, at };
};

const readTry: Read = clauses => {
  const { indent } = clauses.line!;
  const { body, at, headEnd } = clauses.clause();
  const handlers: ExceptHandler[] = [];
  let isStar = false;
  while (clauses.goesOn(indent, 'except')) {
    const clause = clauses.clause();
    const { isStar: star, ...head } = readExcept(clauses.reader, clause.head, clause.headEnd);
    isStar ||= star;
    handlers.push({ ...head, body: clause.body, at: clause.at });
  }
  const orelse = readElse(clauses, indent);
  const finalbody = readElse(clauses, indent, 'finally');
  if (!handlers.length && !finalbody.length)
    clauses.reader.nothing(headEnd, "expected 'except' or 'finally'");
  const last = finalbody.at(-1) ?? orelse.at(-1) ?? handlers.at(-1);
  return {
    kind: 'try',
    isStar,
    body,
    handlers,
    orelse,
    finalbody,
    at: { start: at.start, end: last?.at.end ?? at.end },
  };
};

/** `match` and `case` are names too: a match statement ends in a colon, and cases stand below it. */
function isMatch({ tokens, indent }: Line, next: Line | undefined): boolean {
  const second = tokens[1];
  const colon = find(tokens, ':');
  if (!second || colon === 1 || (colon >= 0 && colon < tokens.length - 1)) return false;
  const hasCases = next !== undefined && next.indent > indent && isWord(next.tokens[0], 'case');
  return colon < 0 ? hasCases : hasCases || second.kind !== 'op';
}

const readMatch: Read = clauses => {
  const { indent } = clauses.line!;
  const cases: MatchCase[] = [];
  const { head, headEnd, at } = clauses.withBody(() => {
    while (clauses.line && clauses.line.indent > indent) {
      if (isWord(clauses.line.tokens[0], 'case')) cases.push(readCase(clauses));
      else {
        clauses.faultHere("expected 'case'");
        readStatement(clauses);
      }
    }
    return [];
  });
  const subject = readTest(clauses.reader, head, headEnd);
  return { kind: 'match', subject, cases, at: { start: at.start, end: cases.at(-1)?.at.end ?? at.end } };
};

function readCase(clauses: Clauses): MatchCase {
  const { head, headEnd, body, at } = clauses.clause();
  const [pattern, condition] = cut(head.slice(1), 'if');
  const guard = condition && clauses.reader.expression(condition, headEnd);
  return { pattern: readPattern(clauses.reader, pattern, headEnd), ...(guard && { guard }), body, at };
}

const readers = new Map<string, Read>(
  Object.entries({
    def: readFunction,
    class: readClassDef,
    if: readIf,
    while: readWhile,
    for: readForLoop,
    with: readWithStatement,
    try: readTry,
  }),
);

const danglers = new Set(['elif', 'else', 'except', 'finally']);

/** Half of a statement: its body counts, as if it stood alone. */
function readDangling(clauses: Clauses): Body {
  const { head, body } = clauses.clause();
  const message = `'${head[0]!.text}' without its beginning`;
  const at = { start: head[0]!.start, end: head.at(-1)!.end };
  clauses.reader.fault(message, at);
  return [{ kind: 'error', message, parts: [], at }, ...body];
}
