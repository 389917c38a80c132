import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { provedFixes } from '../../../src/core/fixes.js';
import { native } from '../../../src/core/frontends/native/index.js';
import { noFiles } from '../../../src/core/source.js';

const uri = 'model.resnet.yaml';
const bomb = [
  '&a [{relu: {}}]',
  ...[...'bcdefghijkl'].map(
    (c, i) =>
      `&${c} [{repeat: {times: 9, layers: *${'abcdefghijkl'[i]}}}, {repeat: {times: 9, layers: *${'abcdefghijkl'[i]}}}]`,
  ),
];

/** Codes that each text must give; an empty list where silence is right. */
const rows: [name: string, text: string, codes: readonly string[]][] = [
  ['an empty file', '', []],
  ['comments only', '# nothing yet\n', []],
  ['a file that is a number', '42', ['wrong-value']],
  ['half a document', 'input: [32, 32', ['syntax']],
  ['an open quote', 'name: "half\nlayers: []\n', ['syntax']],
  ['a tab', 'layers:\n\t- relu\n', ['syntax']],
  ['two documents', 'layers: [relu]\n---\nlayers: [relu]\n', ['syntax']],
  ['duplicate keys', 'input: [8, 8, 3]\nlayers: [relu]\nlayers: [relu]\n', ['duplicate-name']],
  [
    'a bomb of aliases',
    `input: [8, 8, 3]\nx:\n${bomb.map(line => `  - ${line}\n`).join('')}layers: *l\n`,
    ['unknown-parameter', 'too-large'],
  ],
  ['an alias that contains itself', 'input: [8, 8, 3]\nlayers: &a [*a, relu]\n', ['undefined-name']],
  ['10,000 nested lists', `layers: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, ['too-large']],
  ['10,000 open brackets', `layers: ${'['.repeat(10_000)}`, ['too-large']],
  ['10,000 nested dashes', `layers:\n  ${'- '.repeat(10_000)}relu\n`, ['too-large']],
  [
    '10,000 nested maps',
    `input: [8, 8, 3]\nlayers: ${'[{repeat: {times: 1, layers: '.repeat(10_000)}`,
    ['too-large'],
  ],
  [
    '10,000 indentations',
    `layers:\n${Array.from({ length: 10_000 }, (_, i) => `${' '.repeat(i + 1)}-\n`).join('')}`,
    ['too-large'],
  ],
  ['50 MB', `input: [8, 8, 3]\nlayers: [relu]\n#${' '.repeat(50_000_000)}`, ['too-large']],
  [
    'a huge repeat',
    'input: [8, 8, 3]\nlayers:\n  - repeat: {times: 100000000, layers: [relu]}\n',
    ['too-large'],
  ],
  [
    'repeats of repeats of nothing',
    `input: [8, 8, 3]\nlayers:\n  - ${'repeat: {times: 1000, layers: [{'.repeat(4)}repeat: {times: 1000, layers: []}${'}]}'.repeat(4)}\n`,
    ['too-large'],
  ],
  [
    'blocks that double',
    `input: [8, 8, 3]\nblocks:\n  b0: {layers: [relu]}\n${Array.from({ length: 40 }, (_, i) => `  b${i + 1}: {layers: [b${i}, b${i}]}\n`).join('')}layers: [b40]\n`,
    ['too-large'],
  ],
  ['a block in itself', 'input: [8, 8, 3]\nblocks:\n  a: {layers: [a]}\nlayers: [a]\n', ['cycle']],
  [
    'values like prototypes',
    'input: [8, 8, 3]\nlayers:\n  - constructor\n  - toString: {__proto__: 1}\n  - conv: {filters: 8, kernel: 3, hasOwnProperty: 1}\n',
    ['unknown-layer', 'unknown-parameter'],
  ],
  [
    'numbers beyond whole numbers',
    'input: [1e300, 8, 3]\nlayers:\n  - conv: {filters: 99999999999999999999, kernel: 3}\n',
    ['wrong-value'],
  ],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
    ['wrong-value'],
  ],
  ['binary', '\u0000\u0001\u0002PK\u0003\u0004', ['wrong-value']],
];

describe('bad input is a finding, or silence', () => {
  test.each(rows)('%s', (_, text, codes) => {
    const { findings } = analyze({ uri, text })!;
    for (const code of codes) expect(findings.map(f => f.code)).toContain(code);
    if (codes.length === 0) expect(findings).toEqual([]);
    for (const { at } of findings) expect(at.end).toBeGreaterThanOrEqual(at.start);
  });
});

const seeds = readdirSync(new URL('../../fixtures/err/', import.meta.url)).filter(
  name => !name.endsWith('.out'),
);
const texts = seeds.map(name => readFileSync(new URL(`../../fixtures/err/${name}`, import.meta.url), 'utf8'));

/** mulberry32 */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mutate(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length);
  const length = Math.floor(next() * 12);
  const inserted = ['', '{', '}', '[', ']', ':', '- ', '\n', '$x', '${', '*a', '&a ', '"', '0', '-1', '\t'][
    Math.floor(next() * 16)
  ]!;
  return text.slice(0, at) + inserted + text.slice(at + length);
}

test('400 mutilated files: nothing throws, every place lies in the text, fixes are proved', () => {
  const next = random(1);
  for (let i = 0; i < 400; i++) {
    const text = mutate(mutate(texts[i % texts.length]!, next), next);
    const source = { uri, text };
    const model = analyze(source)!;
    for (const f of model.findings) {
      expect(f.at.start).toBeGreaterThanOrEqual(0);
      expect(f.at.end).toBeLessThanOrEqual(text.length + 1);
      if (i % 8 === 0) provedFixes(source, model, f);
    }
  }
});

test('completion answers at every offset of a file', () => {
  const text = texts[seeds.indexOf('identity-in-stage.resnet.yaml')]!;
  for (let offset = 0; offset <= text.length; offset += 3) {
    const reading = native.read({ uri, text: text.slice(0, offset) }, noFiles);
    expect(Array.isArray(native.complete!({ uri, text }, reading, offset))).toBe(true);
  }
});
