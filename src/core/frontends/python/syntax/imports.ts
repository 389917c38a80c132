import type { Alias, Statement } from './ast.js';
import { type Reader, spanOfTokens } from './reader.js';
import { cut, split } from './split.js';
import { isOp, isWord, type Token } from './tokens.js';

export function readImport(reader: Reader, tokens: readonly Token[]): Statement {
  const at = spanOfTokens(tokens);
  return { kind: 'import', names: readAliases(reader, tokens.slice(1), at.end), at };
}

export function readFrom(reader: Reader, tokens: readonly Token[]): Statement {
  const at = spanOfTokens(tokens);
  let from = 1;
  let level = 0;
  for (; isOp(tokens[from], '.') || isOp(tokens[from], '...'); from++) level += tokens[from]!.text.length;
  const to = tokens.findIndex(token => isWord(token, 'import'));
  const path = tokens.slice(from, to < 0 ? undefined : to);
  if (to < 0) reader.nothing(at.end, "expected 'import'");
  const names = to < 0 ? [] : readAliases(reader, tokens.slice(to + 1), at.end);
  const module = path.map(token => token.text).join('');
  return {
    kind: 'importFrom',
    ...(module && { module, moduleAt: spanOfTokens(path) }),
    names,
    level,
    at,
  };
}

function readAliases(reader: Reader, tokens: readonly Token[], end: number): Alias[] {
  const bare = isOp(tokens[0], '(') && isOp(tokens.at(-1), ')') ? tokens.slice(1, -1) : tokens;
  const parts = split(bare, ',').filter(part => part.length);
  if (!parts.length) reader.nothing(end, 'expected a name');
  return parts.map(part => readAlias(reader, part));
}

function readAlias(reader: Reader, tokens: readonly Token[]): Alias {
  const at = spanOfTokens(tokens);
  const [path, as] = cut(tokens, 'as');
  const name = path.map(token => token.text).join('');
  if (!/^(?:\*|[^\s.*]+(?:\.[^\s.*]+)*)$/.test(name)) reader.fault('expected a name', at);
  if (as && as.length !== 1) reader.fault('expected a name', at);
  return { name, ...(as?.[0] && { asname: as[0].text }), at };
}
