import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../src/core/analyses/analysis.js';
import { devices } from '../../../src/core/analyses/devices.js';
import { formatBytes, formatExact, formatRough } from '../../../src/core/analyses/format.js';
import { analyses, runAnalysis } from '../../../src/core/analyses/index.js';
import { sum } from '../../../src/core/graph.js';
import { randomModel } from '../diagram/random-model.js';
import { native, rowsOf, zoo } from './read.js';

const isPlain = (cell: Cell | undefined): boolean =>
  cell === null ||
  typeof cell === 'string' ||
  (typeof cell === 'number' ? Number.isFinite(cell) : Array.isArray(cell) && cell.every(isPlain));

const odd = [
  'input: [null, null, 3]\nlayers: [{conv: {filters: 8, kernel: 3}}, {upsample: {factor: 2}}, flatten]',
  'layers: []',
  'input: [8]\nlayers: [{nothing: {}}, {dense: {units: 3}}]',
  'input: [8, 8, 3]\nlayers:\n  - {conv: {filters: 8, kernel: 3}, from: z, id: a}\n  - {relu: {}, from: a, id: z}\n',
  'input: [2, 2, 3]\nlayers:\n  - crop: {cropping: 3}\n  - conv: {filters: 8, kernel: 9, padding: valid}\n',
  'input: [8, 8, 3]\nlayers: [{parallel: {merge: add, branches: [[], [{conv: {filters: 9, kernel: 1}}]]}}]',
  'input: [',
];

describe.each(analyses.map(analysis => [analysis.id, analysis] as const))('%s', (id, analysis) => {
  test('answers for any network with figures, words, or null', () => {
    const models = [...odd.map(native), ...Array.from({ length: 20 }, (_, seed) => randomModel(seed))];
    for (const model of models) {
      const { rows, columns, sections, facts } = runAnalysis(analysis, model);
      const nodes = new Set(model.graph.nodes.map(node => node.id));
      for (const { node, values } of rows) {
        expect(nodes).toContain(node);
        expect(Object.values(values).every(isPlain), JSON.stringify(values)).toBe(true);
        for (const { key, format } of columns) expect(format(values[key] ?? null)).toMatch(/\S/);
      }
      for (const section of sections)
        for (const row of section.rows)
          for (const { key, format } of section.columns)
            expect(typeof format(row[key] ?? null)).toBe('string');
      for (const [, text] of facts) expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test('has rows with the same values in the same order for every layer', () => {
    const [first, ...others] = [...rowsOf(id, zoo('cifar-resnet20-A')).values()].filter(
      v => v.role !== 'output',
    );
    for (const values of others) expect(Object.keys(values)).toEqual(Object.keys(first!));
  });
});

test('each has a name of its own, and a file of its own', () => {
  const ids = analyses.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const files = readdirSync(new URL('../../../src/core/analyses/', import.meta.url));
  for (const id of ids) expect(files).toContain(`${id}.ts`);
});

describe('cost', () => {
  const model = zoo('resnet50-v1.5');
  const rows = rowsOf('cost', model);

  test('adds up to the published figures', () => {
    const column = (key: string): unknown => sum([...rows.values()].map(values => values[key] as number));
    expect(column('macs')).toBe(4_089_184_256);
    expect(column('parameters')).toBe(25_557_032 + 2 * 26_560);
    expect(rows.get('conv1')).toEqual({ parameters: 9408, macs: 118_013_952, activations: 802_816 });
  });

  test('is summed by stage and block', () => {
    const [blocks] = runAnalysis(analyses[0]!, model).sections;
    const of = (name: string) => blocks!.rows.find(({ block }) => String(block).trim() === name)!;
    const parts = model.graph.nodes.filter(({ block }) => block.startsWith('stage3'));
    expect(of('stage3')).toMatchObject({
      parameters: sum(parts.map(({ weights }) => weights.total)),
      macs: sum(parts.map(({ macs }) => macs)),
    });
    const stages = ['stage1', 'stage2', 'stage3', 'stage4'].map(name => Number(of(name).macsShare));
    expect(stages.reduce((a, b) => a + b)).toBeCloseTo(1 - (118_013_952 + 2_048_000) / 4_089_184_256, 9);
    expect(of('stage3.0').block).toBe('  stage3.0');
  });

  test('of a batch counts work and outputs, not parameters', () => {
    expect(rowsOf('cost', model, { batch: 8 }).get('conv1')).toEqual({
      ...{ parameters: 9408, macs: 8 * 118_013_952, activations: 8 * 802_816 },
    });
  });
});

test('the roofline of a convolution by hand', () => {
  const { flops, bytes, intensity, a100Seconds, a100Bound } = rowsOf('roofline', zoo('resnet50-v1.5')).get(
    'conv1',
  )!;
  const moved = 4 * (224 * 224 * 3 + 112 * 112 * 64 + 9408);
  expect([flops, bytes, intensity]).toEqual([2 * 118_013_952, moved, (2 * 118_013_952) / moved]);
  expect([a100Seconds, a100Bound]).toEqual([(2 * 118_013_952) / 19.5e12, 'compute']);
  expect(devices.every(({ source }) => source.length > 0)).toBe(true);
});

test.each([
  [formatRough(0.0161234), '0.0161'],
  [formatRough(49), '49'],
  [formatRough(5597), '5,597'],
  [formatRough(0.00000123), '0.00000123'],
  [formatExact(null), '?'],
  [formatBytes(3_211_264), '3.06 MiB'],
])('%s', (text, expected) => expect(text).toBe(expected));
