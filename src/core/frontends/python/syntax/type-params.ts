import type { Span } from '../../../source.js';
import type { TypeParam } from './ast.js';
import { closingAt } from './part.js';
import { type Reader, spanOfTokens } from './reader.js';
import { cut, split } from './split.js';
import { isOp, type Token } from './tokens.js';

/** A name as the fields of a node that has one. */
export const nameAt = ({ text, start, end }: Token): { name: string; nameAt: Span } => ({
  name: text,
  nameAt: { start, end },
});

/** Reads `[T: bound = default, *Ts, **P]` if it stands at `at`, and says where it ends. */
export function readTypeParams(
  reader: Reader,
  tokens: readonly Token[],
  at: number,
): { typeParams: TypeParam[]; next: number } {
  if (!isOp(tokens[at], '[')) return { typeParams: [], next: at };
  const close = closingAt(tokens, at);
  const parts = split(tokens.slice(at + 1, close), ',').filter(part => part.length);
  return { typeParams: parts.map(part => readTypeParam(reader, part)), next: close + 1 };
}

function readTypeParam(reader: Reader, tokens: readonly Token[]): TypeParam {
  const at = spanOfTokens(tokens);
  const stars = isOp(tokens[0], '*') || isOp(tokens[0], '**') ? tokens[0]!.text : '';
  const [declared, assigned] = cut(tokens, '=');
  const [name, type] = cut(declared, ':');
  const bound = type && reader.expression(type, at.end);
  const value = assigned && reader.expression(assigned, at.end);
  return {
    kind: stars === '**' ? 'paramSpec' : stars ? 'typeVarTuple' : 'typeVar',
    name: name.at(-1)?.text ?? '',
    ...(bound && { bound }),
    ...(value && { default: value }),
    at,
  };
}
