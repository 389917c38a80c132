import { describe, expect, test } from 'vitest';
import { parseLazily, parsePython } from '../../../src/core/frontends/python/syntax/index.js';
import { printed, type Row, readRows } from './syntax-rows.js';

const cases = readRows('syntax-cases.txt');

describe('Python is read as CPython reads it', () => {
  test.each(cases)('$title', ({ source, expected }) => {
    expect(printed(parsePython(source))).toBe(expected);
    expect(expected).not.toContain('!!');
  });
});

describe('broken Python loses as little as possible', () => {
  test.each(readRows('syntax-broken.txt'))('$title', ({ source, expected }) => {
    expect(printed(parsePython(source))).toBe(expected);
  });
});

const isText = ({ source }: Row): boolean => /"""|'''|\\$/m.test(source);

/** Other ways of writing the same; `some` where it would change what is between quotes. */
const disguises: readonly (readonly [string, (source: string) => string, 'all' | 'some'])[] = [
  ['CRLF', source => source.replace(/\n/g, '\r\n'), 'all'],
  ['CR', source => source.replace(/\n/g, '\r'), 'all'],
  ['a byte order mark', source => `\ufeff${source}`, 'all'],
  ['form feeds', source => source.replace(/^(?=\S)/gm, '\f'), 'some'],
  ['no line break at the end', source => source.trimEnd(), 'all'],
];

test.each(cases)('read when it is asked for, the tree is the same: $title', ({ source, expected }) => {
  expect(printed(parseLazily(source))).toBe(expected);
});

describe.each(disguises)('with %s the trees are the same', (_, disguise, which) => {
  test.each(cases.filter(row => which === 'all' || !isText(row)))('$title', ({ source, expected }) => {
    expect(printed(parsePython(disguise(source)))).toBe(expected);
  });
});

describe('in a block the trees are the same', () => {
  test.each(cases.filter(row => !isText(row)))('$title', ({ source, expected }) => {
    const text = `if a:\n  if b:\n${source.replace(/^/gm, '    ')}`;
    expect(printed(parsePython(text))).toBe(`(if (a (if (b ${expected.trimEnd().replace(/\n/g, ' ')}))))\n`);
  });
});

test('comments have their places', () => {
  const text = '# resnet: entry=f\nx = "# no" # one\nf(a, # two\n  b)\n  # three';
  const { comments } = parsePython(text);
  expect(comments.map(comment => comment.text)).toEqual(['# resnet: entry=f', '# one', '# two', '# three']);
  for (const { text: written, at } of comments) expect(text.slice(at.start, at.end)).toBe(written);
});

test('names that are properties of every object are names', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const text = names.map(name => `${name} = ${name}(${name}=${name}.${name})`).join('\n');
  const expected = names.map(name => `(= ${name} (call ${name} ${name}=(. ${name} ${name})))\n`).join('');
  expect(printed(parsePython(text))).toBe(expected);
});

test.each(['[x for in y]', 'f(x for)', '{x: y for in z}', 'a[b:', 'f(x=)'])(
  'what is not whole has faults, and no holes: %s',
  text => {
    const { body, errors } = parsePython(`z = ${text}`);
    expect(errors.length).toBeGreaterThan(0);
    expect(printed({ body, errors, comments: [] })).not.toContain('undefined');
  },
);
