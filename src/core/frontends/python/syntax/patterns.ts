import type { Call, Dict, Expression, Pattern } from './ast.js';
import type { Reader } from './reader.js';
import type { Token } from './tokens.js';

/**
 * Patterns are written like expressions, but for `as`. `or` binds as loosely and is no pattern, so it takes the
 * place of `as`; what comes out is an expression, and is read as a pattern.
 */
export function readPattern(reader: Reader, tokens: readonly Token[], end: number): Pattern {
  return patternOf(reader, reader.expression(tokens.map(withOr), end));
}

const withOr = (token: Token): Token =>
  token.kind === 'name' && token.text === 'as' ? { ...token, text: 'or' } : token;

function patternOf(reader: Reader, from: Expression): Pattern {
  const { at } = from;
  switch (from.kind) {
    case 'name':
      return from.id === '_' ? { kind: 'matchAs', at } : { kind: 'matchAs', name: from.id, nameAt: at, at };
    case 'none':
    case 'bool':
      return { kind: 'matchSingleton', value: from, at };
    case 'list':
    case 'tuple':
      return { kind: 'matchSequence', patterns: from.elts.map(elt => patternOf(reader, elt)), at };
    case 'starred':
      return from.value.kind === 'name' && from.value.id !== '_'
        ? { kind: 'matchStar', name: from.value.id, at }
        : { kind: 'matchStar', at };
    case 'dict':
      return mappingOf(reader, from);
    case 'call':
      return classOf(reader, from);
    case 'boolOp':
      return aliasOf(reader, from.values, from);
    case 'binOp':
      if (from.op === '|') return { kind: 'matchOr', patterns: alternatives(reader, from), at };
      return { kind: 'matchValue', value: from, at };
    case 'error':
      return from;
    default:
      if (values.has(from.kind)) return { kind: 'matchValue', value: from, at };
      return noPattern(reader, from);
  }
}

const values = new Set(['int', 'float', 'complex', 'str', 'bytes', 'attribute', 'unaryOp', 'joinedStr']);

function noPattern(reader: Reader, from: Expression): Pattern {
  reader.fault('no pattern', from.at);
  return { kind: 'error', message: 'no pattern', parts: [from], at: from.at };
}

function aliasOf(
  reader: Reader,
  [first, second, ...rest]: readonly Expression[],
  whole: Expression,
): Pattern {
  if (second?.kind !== 'name' || rest.length) return noPattern(reader, whole);
  return {
    kind: 'matchAs',
    pattern: patternOf(reader, first!),
    name: second.id,
    nameAt: second.at,
    at: whole.at,
  };
}

/** `a | b | c` leans to the left; what is in parentheses starts later than the whole. */
function alternatives(reader: Reader, from: Expression): Pattern[] {
  const patterns: Pattern[] = [];
  let left = from;
  while (left.kind === 'binOp' && left.op === '|' && left.at.start === from.at.start) {
    patterns.push(patternOf(reader, left.right));
    left = left.left;
  }
  patterns.push(patternOf(reader, left));
  return patterns.reverse();
}

function mappingOf(reader: Reader, { items, at }: Dict): Pattern {
  const rest = items.find(item => !item.key)?.value;
  return {
    kind: 'matchMapping',
    items: items.flatMap(({ key, value }) => (key ? [{ key, pattern: patternOf(reader, value) }] : [])),
    ...(rest?.kind === 'name' && { rest: rest.id }),
    at,
  };
}

function classOf(reader: Reader, { func, args, keywords, at }: Call): Pattern {
  return {
    kind: 'matchClass',
    cls: func,
    patterns: args.map(arg => patternOf(reader, arg)),
    keywords: keywords.map(({ arg, value }) => ({ name: arg ?? '', pattern: patternOf(reader, value) })),
    at,
  };
}
