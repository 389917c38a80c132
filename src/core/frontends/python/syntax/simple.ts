import type { BinaryOperator, Expression, Statement } from './ast.js';
import { readFrom, readImport } from './imports.js';
import { type Reader, spanOfTokens } from './reader.js';
import { cut, find, split, topLevel } from './split.js';
import { isOp, isWord, keywords, type Token } from './tokens.js';
import { nameAt, readTypeParams } from './type-params.js';

export type Tokens = readonly Token[];

/** Reads a statement that has no body. */
export function readSimple(reader: Reader, tokens: Tokens): Statement {
  const [first, second] = tokens;
  const word = first!.kind === 'name' ? first!.text : '';
  if (isLegacy(first!, second)) return readLegacy(reader, tokens);
  if (word === 'type' && second?.kind === 'name' && !keywords.has(second.text))
    return readTypeAlias(reader, tokens);
  return (readers.get(word) ?? readExpressionStatement)(reader, tokens);
}

/** The statements of one line, between semicolons. */
export function readSimples(reader: Reader, tokens: Tokens): Statement[] {
  return split(tokens, ';')
    .filter(part => part.length)
    .map(part => readSimple(reader, part));
}

type Read = (reader: Reader, tokens: Tokens) => Statement;

const lone =
  (kind: 'pass' | 'break' | 'continue'): Read =>
  (reader, tokens) => {
    const at = spanOfTokens(tokens);
    if (tokens.length > 1) reader.fault('invalid syntax', { start: tokens[1]!.start, end: at.end });
    return { kind, at };
  };

const readReturn: Read = (reader, tokens) => {
  const at = spanOfTokens(tokens);
  if (tokens.length === 1) return { kind: 'return', at };
  return { kind: 'return', value: reader.expression(tokens.slice(1), at.end), at };
};

const readDelete: Read = (reader, tokens) => {
  const at = spanOfTokens(tokens);
  const targets = split(tokens.slice(1), ',').map(part => reader.expression(part, at.end));
  if (!targets.length) reader.nothing(at.end);
  return { kind: 'delete', targets, at };
};

const readAssert: Read = (reader, tokens) => {
  const at = spanOfTokens(tokens);
  const [test, message] = cut(tokens.slice(1), ',');
  const msg = message && reader.expression(message, at.end);
  return { kind: 'assert', test: reader.expression(test, at.end), ...(msg && { msg }), at };
};

/** Python 2 also had `raise type, value`. */
const readRaise: Read = (reader, tokens) => {
  const at = spanOfTokens(tokens);
  if (tokens.length === 1) return { kind: 'raise', at };
  const [raised, from] = cut(tokens.slice(1), 'from');
  const [thrown, value] = cut(raised, ',');
  if (value) reader.fault('Python 3 raises one value', at);
  const cause = from && reader.expression(from, at.end);
  return { kind: 'raise', exc: reader.expression(thrown, at.end), ...(cause && { cause }), at };
};

const readScope =
  (kind: 'global' | 'nonlocal'): Read =>
  (_, tokens) => {
    const names = tokens.slice(1).filter(token => token.kind === 'name');
    return { kind, names: names.map(token => token.text), at: spanOfTokens(tokens) };
  };

const readers = new Map<string, Read>(
  Object.entries({
    pass: lone('pass'),
    break: lone('break'),
    continue: lone('continue'),
    return: readReturn,
    del: readDelete,
    assert: readAssert,
    raise: readRaise,
    global: readScope('global'),
    nonlocal: readScope('nonlocal'),
    import: readImport,
    from: readFrom,
  }),
);

const augmented = /^(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)=$/;

/** Assignments of all kinds, and expressions for their own sake. */
function readExpressionStatement(reader: Reader, tokens: Tokens): Statement {
  const at = spanOfTokens(tokens);
  const operator = topLevel(tokens).find(i => isAssignment(tokens[i]!));
  if (operator === undefined) return { kind: 'expr', value: reader.expression(tokens, at.end), at };
  const left = tokens.slice(0, operator);
  const right = tokens.slice(operator + 1);
  const { text, start } = tokens[operator]!;
  if (text === ':') return readAnnotated(reader, left, right, at);
  if (text === '=') return readAssign(reader, split(tokens, '='), isOp(tokens.at(-1), '='), at);
  const target = reader.expression(left, start);
  const value = reader.expression(right, at.end);
  return { kind: 'augAssign', target, op: text.slice(0, -1) as BinaryOperator, value, at };
}

const isAssignment = (token: Token): boolean =>
  token.kind === 'op' && (token.text === '=' || token.text === ':' || augmented.test(token.text));

function readAssign(
  reader: Reader,
  parts: readonly Tokens[],
  isOpen: boolean,
  at: Statement['at'],
): Statement {
  const all = isOpen ? [...parts, []] : parts;
  const values: Expression[] = all.map((part, i) => reader.expression(part, i ? at.end : at.start));
  return { kind: 'assign', targets: values.slice(0, -1), value: values.at(-1)!, at };
}

function readAnnotated(reader: Reader, left: Tokens, right: Tokens, at: Statement['at']): Statement {
  const [type, assigned] = cut(right, '=');
  const target = reader.expression(left, at.start);
  const annotation = reader.expression(type, at.end);
  const value = assigned && reader.expression(assigned, at.end);
  return { kind: 'annAssign', target, annotation, ...(value && { value }), at };
}

function readTypeAlias(reader: Reader, tokens: Tokens): Statement {
  const at = spanOfTokens(tokens);
  const [head, value] = cut(tokens, '=');
  return {
    kind: 'typeAlias',
    ...nameAt(head[1]!),
    typeParams: readTypeParams(reader, head, 2).typeParams,
    value: reader.expression(value, at.end),
    at,
  };
}

/** `print x` and `exec x` of Python 2. */
function isLegacy(first: Token, second: Token | undefined): boolean {
  if (!second || (!isWord(first, 'print') && !isWord(first, 'exec'))) return false;
  if (second.kind === 'name')
    return !keywords.has(second.text) || /^(?:None|True|False|lambda)$/.test(second.text);
  return second.kind !== 'op' || second.text === '{' || second.text === '`';
}

function readLegacy(reader: Reader, tokens: Tokens): Statement {
  const at = spanOfTokens(tokens);
  const message = `'${tokens[0]!.text}' is no statement in Python 3`;
  reader.fault(message, at);
  const rest = tokens.slice(1);
  const parts = find(rest, 'in') < 0 ? split(rest, ',').filter(part => part.length) : [];
  return { kind: 'error', message, parts: parts.map(part => reader.expression(part, at.end)), at };
}
