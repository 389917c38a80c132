import type { Span } from '../../../source.js';
import type { ClassDef, ExceptHandler, Expression, For, FunctionDef, With, WithItem } from './ast.js';
import { readParams } from './params.js';
import { closingAt } from './part.js';
import type { Reader } from './reader.js';
import { cut, find, split, topLevel } from './split.js';
import { isOp, isWord, missing, type Token } from './tokens.js';
import { nameAt, readTypeParams } from './type-params.js';

/** What stands before a block's colon is read here; `end` is where that is over. */
type Tokens = readonly Token[];

export function readDef(
  reader: Reader,
  tokens: Tokens,
  end: number,
): Pick<FunctionDef, 'name' | 'nameAt' | 'isAsync' | 'typeParams' | 'params' | 'returns'> {
  const isAsync = isWord(tokens[0], 'async');
  const at = isAsync ? 2 : 1;
  const { typeParams, next } = readTypeParams(reader, tokens, at + 1);
  const hasParams = isOp(tokens[next], '(');
  const close = hasParams ? closingAt(tokens, next) : next - 1;
  if (!hasParams) reader.nothing(tokens[next - 1]?.end ?? end, "expected '('");
  const arrow = isOp(tokens[close + 1], '->');
  const returns = arrow ? reader.expression(tokens.slice(close + 2), end) : undefined;
  if (!arrow && close + 1 < tokens.length) reader.nothing(tokens[close + 1]!.start, "expected ':'");
  return {
    ...named(reader, tokens[at], end),
    isAsync,
    typeParams,
    params: hasParams ? readParams(reader, tokens.slice(next + 1, close)) : [],
    ...(returns && { returns }),
  };
}

export function readClass(
  reader: Reader,
  tokens: Tokens,
  end: number,
): Pick<ClassDef, 'name' | 'nameAt' | 'typeParams' | 'bases' | 'keywords'> {
  const { typeParams, next } = readTypeParams(reader, tokens, 2);
  const rest = tokens.slice(next);
  const name = missing('name', '_', rest[0]?.start ?? end);
  const call = rest.length ? reader.expression([name, ...rest], end) : undefined;
  const isCall = call?.kind === 'call';
  if (call && !isCall) reader.fault('invalid syntax', call.at);
  return {
    ...named(reader, tokens[1], end),
    typeParams,
    bases: isCall ? call.args : [],
    keywords: isCall ? call.keywords : [],
  };
}

function named(reader: Reader, token: Token | undefined, end: number): { name: string; nameAt: Span } {
  if (token?.kind === 'name') return nameAt(token);
  reader.nothing(end, 'expected a name');
  return { name: '', nameAt: { start: end, end } };
}

export function readFor(
  reader: Reader,
  tokens: Tokens,
  end: number,
): Pick<For, 'isAsync' | 'target' | 'iter'> {
  const isAsync = isWord(tokens[0], 'async');
  const [target, iter] = cut(tokens.slice(isAsync ? 2 : 1), 'in');
  return { isAsync, target: reader.expression(target, end), iter: reader.expression(iter, end) };
}

export function readWith(reader: Reader, tokens: Tokens, end: number): Pick<With, 'isAsync' | 'items'> {
  const isAsync = isWord(tokens[0], 'async');
  const rest = tokens.slice(isAsync ? 2 : 1);
  const parts = split(isGroup(rest) ? rest.slice(1, -1) : rest, ',');
  if (!parts.length) return { isAsync, items: [{ context: reader.nothing(end) }] };
  return { isAsync, items: parts.map(part => readWithItem(reader, part, end)) };
}

function readWithItem(reader: Reader, tokens: Tokens, end: number): WithItem {
  const [context, as] = cut(tokens, 'as');
  const target = as && reader.expression(as, end);
  return { context: reader.expression(context, end), ...(target && { target }) };
}

/** Whether the parentheses are the statement's, around its items, and not those of an expression. */
function isGroup(tokens: Tokens): boolean {
  if (!isOp(tokens[0], '(') || closingAt(tokens, 0) !== tokens.length - 1 || tokens.length < 3) return false;
  if (isWord(tokens[1], 'yield') || isOp(tokens[1], '*')) return false;
  const inner = tokens.slice(1, -1);
  return !topLevel(inner).some(at => isWord(inner[at], 'for') || isOp(inner[at], ':='));
}

/** `except type as name`, and `except type, name` of Python 2. */
export function readExcept(
  reader: Reader,
  tokens: Tokens,
  end: number,
): Pick<ExceptHandler, 'type' | 'name' | 'nameAt'> & { readonly isStar: boolean } {
  const isStar = isOp(tokens[1], '*');
  const rest = tokens.slice(isStar ? 2 : 1);
  if (!rest.length) return { isStar };
  const [type, as] = cut(rest, 'as');
  const legacy = as ? -1 : legacyComma(rest);
  if (legacy >= 0)
    reader.fault("'except … as' binds the exception in Python 3", { start: rest[0]!.start, end });
  const name = legacy >= 0 ? rest[legacy + 1] : as?.[0];
  if (as && as.length !== 1) reader.nothing(end, 'expected a name');
  return {
    isStar,
    type: reader.expression(legacy >= 0 ? rest.slice(0, legacy) : type, end),
    ...(name?.kind === 'name' && nameAt(name)),
  };
}

/** In 3.14 commas make a tuple of types; a last one in lower case is taken for the name of old. */
function legacyComma(tokens: Tokens): number {
  const at = tokens.length - 2;
  const isLegacy = at > 0 && find(tokens, ',') === at && /^[a-z_]\w*$/.test(tokens[at + 1]!.text);
  return isLegacy ? at : -1;
}

/** An expression alone: of `if`, `while`, `match` and decorators. */
export const readTest = (reader: Reader, tokens: Tokens, end: number): Expression =>
  reader.expression(tokens.slice(1), end);
