import type { Parameter } from './ast.js';
import { type Marked, parameterKinds } from './parameter-kinds.js';
import { type Reader, spanOfTokens } from './reader.js';
import { cut, split } from './split.js';
import { isOp, type Token } from './tokens.js';

/** Reads what stands between the parentheses of a `def`. */
export function readParams(reader: Reader, tokens: readonly Token[]): Parameter[] {
  const parts = split(tokens, ',').filter(part => part.length);
  return parameterKinds(parts.map(part => readMarked(reader, part)));
}

function readMarked(reader: Reader, tokens: readonly Token[]): Marked {
  const [first] = tokens;
  const mark = isOp(first, '*') || isOp(first, '**') || isOp(first, '/') ? first!.text : '';
  const rest = mark ? tokens.slice(1) : tokens;
  return rest.length ? { mark, parameter: readParameter(reader, rest, tokens) } : { mark };
}

function readParameter(
  reader: Reader,
  tokens: readonly Token[],
  whole: readonly Token[],
): Omit<Parameter, 'kind'> {
  const at = spanOfTokens(whole);
  const [declared, assigned] = cut(tokens, '=');
  const [name, type] = cut(declared, ':');
  const nameAt = spanOfTokens(name.length ? name : tokens);
  if (name.length !== 1 || name[0]!.kind !== 'name') reader.fault('expected a name', nameAt);
  const annotation = type && reader.expression(type, at.end);
  const value = assigned && reader.expression(assigned, at.end);
  return {
    name: name.length === 1 ? name[0]!.text : reader.text.slice(nameAt.start, nameAt.end),
    nameAt,
    ...(annotation && { annotation }),
    ...(value && { default: value }),
    at,
  };
}
