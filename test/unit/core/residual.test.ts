import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';

const zoo = (id: string): string =>
  readFileSync(new URL(`../../../src/core/zoo/${id}.resnet.yaml`, import.meta.url), 'utf8');
const ok = (id: string): string =>
  readFileSync(new URL(`../../fixtures/ok/${id}.resnet.yaml`, import.meta.url), 'utf8');
const block = (residual: string, shortcut: string, after = '[relu]'): string =>
  `input: [32, 32, 16]\nblocks:\n  unit:\n    residual: ${residual}\n    shortcut: ${shortcut}\n    after: ${after}\nlayers: [unit]\n`;
const conv = '{conv: {filters: 16, kernel: 3}}';

/** Counts of `kind operation order` over all units. */
function units(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, operation, order } of analyze({ uri: 'x.resnet.yaml', text })!.units) {
    const key = `${kind} ${operation} ${order}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('residual units are recognised', () => {
  test.each<[string, string, Record<string, number>]>([
    ['ResNet-50', zoo('resnet50-v1.5'), { 'projection add v1': 4, 'identity add v1': 12 }],
    ['CIFAR ResNet-20 with option A', zoo('cifar-resnet20-A'), { 'padding add v1': 2, 'identity add v1': 7 }],
    ['the source document’s v1', zoo('source-resnet_v1'), { 'identity add v1': 1, 'projection add v1': 1 }],
    ['the source document’s v2', zoo('source-resnet_v2'), { 'identity add v2': 1, 'projection add v2': 1 }],
    ['DenseNet-121', zoo('densenet121'), { 'identity concat v2': 58 }],
    ['a plain network', zoo('plain18'), {}],
    ['one long shortcut', ok('example-long-shortcut'), { 'identity add other': 1 }],
    ['squeeze-and-excitation inside a unit', ok('se-block'), { 'identity add v1': 1 }],
    [
      'a pooled shortcut',
      block(`[{conv: {filters: 16, kernel: 3, stride: 2}}]`, '[{averagePool: {kernel: 2}}]'),
      { 'pooling add v1': 1 },
    ],
    [
      'a shortcut of identity layers',
      block(`[${conv}]`, '[identity, {dropout: {rate: 0.1}}]', '[]'),
      { 'identity add other': 1 },
    ],
    [
      'two equal branches',
      'input: [8, 8, 4]\nlayers:\n  - parallel: {merge: concat, branches: [[{conv: {filters: 4, kernel: 1}}], [{conv: {filters: 4, kernel: 3}}]]}\n',
      {},
    ],
    [
      'a shortcut that is more than a projection',
      block(`[${conv}, ${conv}, ${conv}]`, `[{depthwiseConv: {kernel: 3}}]`),
      { 'other add v1': 1 },
    ],
  ])('%s', (_, text, expected) => {
    expect(units(text)).toEqual(expected);
  });

  test('sides and split of a unit', () => {
    const { units: found } = analyze({ uri: 'x.resnet.yaml', text: zoo('source-resnet_v1') })!;
    expect(found[1]).toEqual({
      merge: 'block2.add',
      operation: 'add',
      split: 'block1.relu2',
      kind: 'projection',
      shortcut: { input: 1, nodes: ['block2.shortcut.conv'] },
      branch: {
        input: 0,
        nodes: ['block2.conv1', 'block2.batchNorm1', 'block2.relu1', 'block2.conv2', 'block2.batchNorm2'],
      },
      order: 'v1',
    });
  });
});
