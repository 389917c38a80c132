import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../../source.js';
import type { Expression, FormattedValue, JoinedStr, Str } from './ast.js';
import { type Context, childrenOf, type Lower, unreadable } from './context.js';
import { decodeEscapes } from './escapes.js';
import { numberOf } from './numbers.js';
import type { Field, Found, Piece, StringToken } from './tokens.js';

export const lowerNumber: Lower = (context, node) => {
  if (context.string(node)) return lowerString(context, node);
  const at = context.span(node);
  const value = numberOf(context.source(at), at);
  if (value) return value;
  context.fault('no number', at);
  return unreadable('no number', at);
};

/** A string, or several that stand side by side. */
export const lowerString: Lower = (context, node) => {
  const nodes = node.name === 'ContinuedString' ? childrenOf(node) : [node];
  const tokens = nodes.flatMap(part => context.string(part) ?? []);
  return stringOf(context, tokens, context.span(node));
};

/** What reading a string needs of the rest. */
export type Texts = Pick<Context, 'source' | 'fault' | 'field'> & { readonly found: Found };

type Parts = Pick<Context, 'source' | 'fault' | 'field'>;

export function stringOf(context: Parts, tokens: readonly StringToken[], at: Span): Expression {
  const bytes = tokens.filter(token => token.prefix.includes('b')).length;
  if (bytes && bytes < tokens.length) {
    context.fault('cannot mix bytes and text', at);
    return unreadable('cannot mix bytes and text', at);
  }
  if (tokens.some(token => token.pieces)) {
    const kind = tokens.some(token => token.prefix.includes('t')) ? 'templateStr' : 'joinedStr';
    return { kind, values: merged(tokens.flatMap(token => partsOf(context, token))), at };
  }
  const value = tokens.map(token => textOf(context, token)).join('');
  return { kind: bytes ? 'bytes' : 'str', value, at };
}

function textOf(context: Parts, { prefix, body }: StringToken): string {
  return decodeEscapes(context.source(body), { raw: prefix.includes('r'), bytes: prefix.includes('b') });
}

type Value = Str | FormattedValue;

function partsOf(context: Parts, token: StringToken): Value[] {
  if (!token.pieces) return [{ kind: 'str', value: textOf(context, token), at: token.body }];
  return valuesOf(context, token.pieces, token.prefix.includes('r'), false);
}

function valuesOf(context: Parts, pieces: readonly Piece[], raw: boolean, inSpec: boolean): Value[] {
  return pieces.flatMap((piece): Value[] => {
    if (piece.kind === 'field') return fieldValues(context, piece, raw);
    const source = context.source(piece);
    const written = inSpec ? source : source.replace(/\{\{|\}\}/g, brace => brace[0]!);
    return [
      {
        kind: 'str',
        value: decodeEscapes(written, { raw, bytes: false }),
        at: { start: piece.start, end: piece.end },
      },
    ];
  });
}

/** `{value=}` is its own text, and the value. */
function fieldValues(context: Parts, field: Field, raw: boolean): Value[] {
  const { selfDoc, spec, start, end } = field;
  const conversion = field.conversion ?? (selfDoc && !spec ? 'r' : undefined);
  const formatSpec = spec && specOf(context, spec, raw, end);
  const value: FormattedValue = {
    kind: 'formattedValue',
    value: context.field(field),
    ...(conversion && { conversion }),
    ...(formatSpec && { formatSpec }),
    at: { start, end },
  };
  return selfDoc ? [{ kind: 'str', value: context.source(selfDoc), at: selfDoc }, value] : [value];
}

function specOf(context: Parts, pieces: readonly Piece[], raw: boolean, end: number): JoinedStr {
  const at = { start: pieces[0]?.start ?? end, end: pieces.at(-1)?.end ?? end };
  return { kind: 'joinedStr', values: merged(valuesOf(context, pieces, raw, true)), at };
}

/** Texts side by side are one, and an empty one is none. */
function merged(values: readonly Value[]): Value[] {
  const result: Value[] = [];
  for (const value of values) {
    const last = result.at(-1);
    if (value.kind === 'str' && last?.kind === 'str') {
      const at = { start: last.at.start, end: value.at.end };
      result[result.length - 1] = { kind: 'str', value: last.value + value.value, at };
    } else if (value.kind !== 'str' || value.value !== '') result.push(value);
  }
  return result;
}

const words = new Map<string, (at: Span) => Expression>([
  ['None', at => ({ kind: 'none', at })],
  ['True', at => ({ kind: 'bool', value: true, at })],
  ['False', at => ({ kind: 'bool', value: false, at })],
]);

/** `None`, `True` and `False`. */
export function lowerWord(context: Context, node: SyntaxNode): Expression {
  const at = context.span(node);
  return constantOf(context.source(at), at) ?? unreadable('invalid syntax', at);
}

export const constantOf = (word: string, at: Span): Expression | undefined => words.get(word)?.(at);
