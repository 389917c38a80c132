import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { tryChange } from '../../../src/core/editing.js';
import type { Change } from '../../../src/core/finding.js';
import { applyEdits } from '../../../src/core/source.js';

const uri = 'net.resnet.yaml';

const text = `input: [32, 32, 3] # pixels
blocks:
  basic:
    parameters: {filters: 16, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride}
      - batchNorm
      - conv: {filters: $filters, kernel: 3}
    shortcut: projection
    after: [relu, dropout: {rate: 0.1}]
layers:
  - conv: {filters: 16, kernel: 3} # the stem
  - stage: {block: basic, repeat: 2}
  - stage:
      block: basic
      repeat: 3
      filters: 32
      stride: 2
  - parallel:
      merge: add
      branches:
        - - conv: {filters: 32, kernel: 3}
        - []
  - conv: {filters: 8, kernel: 1, id: last}
  - globalAveragePool
  - dense: {units: 10}
`;

/** The lines that a change takes away and adds. */
function changed(change: Change, before = text, name = uri): string[] | string {
  const source = { uri: name, text: before };
  const done = tryChange(source, analyze(source)!, change);
  if ('reason' in done) return done.reason;
  const [was, is] = [before.split('\n'), applyEdits(before, done.edits).split('\n')];
  let head = 0;
  while (was[head] === is[head]) head++;
  let tail = 0;
  while (was.at(-1 - tail) === is.at(-1 - tail) && tail < Math.min(was.length, is.length) - head) tail++;
  return [
    ...was.slice(head, was.length - tail).map(line => `-${line}`),
    ...is.slice(head, is.length - tail).map(line => `+${line}`),
  ];
}

const conv = { layer: 'conv', parameters: { filters: 64, kernel: [3, 3] } } as const;

const rows: readonly (readonly [what: string, change: Change, expected: string[] | string])[] = [
  [
    'a number of a layer',
    { kind: 'set-parameter', node: 'conv1', parameter: 'filters', value: 24 },
    ['-  - conv: {filters: 16, kernel: 3} # the stem', '+  - conv: {filters: 24, kernel: 3} # the stem'],
  ],
  [
    'a value of a stage, where it is written',
    { kind: 'set-parameter', node: 'stage2.1.conv1', parameter: 'filters', value: 48 },
    ['-      filters: 32', '+      filters: 48'],
  ],
  [
    'a default of a block',
    { kind: 'set-parameter', node: 'stage1.0.conv1', parameter: 'filters', value: 8 },
    ['-    parameters: {filters: 16, stride: 1}', '+    parameters: {filters: 8, stride: 1}'],
  ],
  [
    'a parameter that is not written yet',
    { kind: 'set-parameter', node: 'conv1', parameter: 'bias', value: false },
    [
      '-  - conv: {filters: 16, kernel: 3} # the stem',
      '+  - conv: {bias: false, filters: 16, kernel: 3} # the stem',
    ],
  ],
  [
    'how often a stage repeats',
    { kind: 'set-repeat', block: 'stage1', value: 5 },
    ['-  - stage: {block: basic, repeat: 2}', '+  - stage: {block: basic, repeat: 5}'],
  ],
  [
    'how often a stage over several lines repeats',
    { kind: 'set-repeat', block: 'stage2', value: 1 },
    ['-      repeat: 3', '+      repeat: 1'],
  ],
  [
    'a shortcut',
    { kind: 'set-shortcut', merge: 'stage2.0.add', policy: 'pad' },
    ['-    shortcut: projection', '+    shortcut: pad'],
  ],
  [
    'a layer after one with a comment',
    { kind: 'insert-after', item: 'conv1', ...conv },
    ['+  - conv: {filters: 64, kernel: 3}'],
  ],
  [
    'a layer after a stage over several lines',
    { kind: 'insert-after', item: 'stage2', layer: 'relu', parameters: {} },
    ['+  - relu'],
  ],
  [
    'a layer in a branch',
    { kind: 'insert-after', item: 'parallel1.0.conv1', ...conv },
    ['+          - conv: {filters: 64, kernel: 3}'],
  ],
  [
    'a layer in brackets',
    { kind: 'insert-after', item: 'stage1.0.relu1', ...conv },
    [
      '-    after: [relu, dropout: {rate: 0.1}]',
      '+    after: [relu, {conv: {filters: 64, kernel: 3}}, dropout: {rate: 0.1}]',
    ],
  ],
  ['a layer again', { kind: 'duplicate', item: 'globalAveragePool1' }, ['+  - globalAveragePool']],
  [
    'a stage again',
    { kind: 'duplicate', item: 'stage2' },
    ['+  - stage:', '+      block: basic', '+      repeat: 3', '+      filters: 32', '+      stride: 2'],
  ],
  ['a layer with a name again', { kind: 'duplicate', item: 'last' }, expect.stringMatching(/last/) as never],
  ['a layer less', { kind: 'remove-item', item: 'stage1.0.batchNorm1' }, ['-      - batchNorm']],
  ['a stage less', { kind: 'remove-item', item: 'stage1' }, ['-  - stage: {block: basic, repeat: 2}']],
  [
    'one block of a stage',
    { kind: 'remove-item', item: 'stage2.1' },
    'this file does not say it in one place: change it in the text',
  ],
  [
    'the addition of a block',
    { kind: 'remove-item', item: 'stage2.0.add' },
    'this file does not say it in one place: change it in the text',
  ],
  ['what is so already', { kind: 'set-repeat', block: 'stage1', value: 2 }, 'it is so already'],
];

describe('a change that is asked for', () => {
  test.each(rows)('%s', (_, change, expected) => expect(changed(change)).toEqual(expected));

  test('is written as JSON in a JSON file', () => {
    const json = `{
  "input": [32, 32, 3],
  "layers": [
    {"conv": {"filters": 16, "kernel": 3}},
    "relu"
  ]
}
`;
    const inserted = (item: string) =>
      changed({ kind: 'insert-after', item, ...conv }, json, 'net.resnet.json') as string[];
    expect(inserted('conv1')).toEqual(['+    {"conv": {"filters": 64, "kernel": 3}},']);
    expect(inserted('relu1')).toEqual([
      '-    "relu"',
      '+    "relu",',
      '+    {"conv": {"filters": 64, "kernel": 3}}',
    ]);
  });

  test('may break the network, as typing may', () => {
    const change: Change = {
      kind: 'set-parameter',
      node: 'parallel1.0.conv1',
      parameter: 'filters',
      value: 7,
    };
    const done = tryChange({ uri, text }, analyze({ uri, text })!, change);
    expect('model' in done && done.model.findings.map(f => f.code)).toContain('shortcut-mismatch');
  });
});
