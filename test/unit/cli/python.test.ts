import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load, rootOf } from '../../../src/cli/load.js';
import { report } from '../../../src/cli/report.js';
import { summaryText } from '../../../src/cli/summary.js';
import { checkTexts } from '../../../src/cli/text.js';
import type { ReadOptions } from '../../../src/core/program.js';

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
const reports = (file: string, options: ReadOptions = {}) => load(file, options).map(report);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe('a Keras file', () => {
  test('has all its networks, in the order of the text, with Keras’s counts', () => {
    const found = reports(example('source_resnet.py'));
    expect(
      found.map(({ network, input, output, totals, findings }) => [
        network,
        input,
        output,
        totals.parameters,
        totals.trainable,
        findings.map(({ severity, code }) => `${severity} ${code}`),
      ]),
    ).toEqual([
      ['model_v1', [32, 32, 3], [10], 347_594, 347_402, ['hint bias-before-norm']],
      ['model_v2', [32, 32, 3], [10], 347_658, 347_434, ['hint bias-before-norm', 'hint missing-final-norm']],
    ]);
  });

  test('with an entry is one object of the same kind as any file’s', () => {
    const [one, ...others] = reports(example('source_resnet.py'), { entry: 'model_v1' });
    expect(others).toEqual([]);
    const [native] = reports(example('source-resnet-v1.resnet.yaml'));
    expect(Object.keys(one!)).toEqual(Object.keys(native!));
    expect([one!.totals, one!.units.map(({ kind }) => kind)]).toEqual([
      native!.totals,
      native!.units.map(({ kind }) => kind),
    ]);
  });

  test('takes an input without the batch', () => {
    const [one] = reports(example('source_resnet.py'), {
      entry: 'resnet_v1(x)',
      input: '16,16,3',
    });
    expect([one!.input, one!.totals.parameters]).toEqual([[16, 16, 3], 347_594 - 24 * 32 * 32 * 10 * 1]);
  });
});

describe('a PyTorch file', () => {
  test('counts without buffers, in its own order of axes', () => {
    const [one] = reports(example('resnet_cifar.py'), { entry: 'ResNet(depth=20)' });
    expect([one!.input, one!.output, one!.totals.parameters]).toEqual([[3, 32, 32], [10], 272_474]);
    const bn = one!.layers.find(({ id }) => id === 'bn');
    expect(bn).toMatchObject({ kind: 'batchNorm', output: [16, 32, 32], parameters: 32 });
  });

  test.each([
    ['1,3,64,64', [3, 64, 64]],
    ['(1, 3, 48, 64)', [3, 48, 64]],
    ['3,64,64', [3, 64, 64]],
  ])('takes the input %s', (input, shape) => {
    const [one] = reports(example('resnet_cifar.py'), { entry: 'ResNet(depth=14, classes=5)', input });
    expect([one!.network, one!.input, one!.output]).toEqual(['ResNet(depth=14, classes=5)', shape, [5]]);
  });

  test('imports from a root', () => {
    write('packages/blocks/head.py', [
      'from torch import nn',
      'class Head(nn.Linear):',
      '    def __init__(self, n):',
      '        super().__init__(n, 7)',
    ]);
    const net = write('app/net.py', [
      'from torch import nn',
      'from blocks.head import Head',
      'class Net(nn.Module):',
      '    def __init__(self):',
      '        super().__init__()',
      '        self.head = Head(12)',
      '    def forward(self, x):',
      '        return self.head(x)',
    ]);
    const options = { entry: 'Net()', input: '1,12' };
    expect(reports(net, options)[0]!.totals.parameters).toBeNull();
    const [one] = reports(net, { ...options, roots: [rootOf(path.join(folder, 'packages'))] });
    expect([one!.output, one!.totals.parameters]).toEqual([[7], 91]);
  });

  test('says that the input is a guess', () => {
    const [loaded] = load(example('resnet_cifar.py'), { entry: 'ResNet(depth=20)' });
    expect(summaryText(loaded!, report(loaded!))).not.toContain('guess');
    const net = write('guess.py', ['from torch import nn', 'net = nn.Sequential(nn.Conv2d(3, 8, 3))']);
    const [guessed] = load(net, {});
    expect(summaryText(guessed!, report(guessed!))).toContain('The input shape is a guess: --input says it.');
  });
});

describe('what is no network', () => {
  test('is said of a file, and passed over in a folder', () => {
    const script = write('scripts/train.py', ['import torch', 'print(torch.__version__)']);
    const [loaded] = load(script, {});
    expect(checkTexts(loaded!, report(loaded!))).toEqual([`${script}: no network was found in this file`]);
    expect(load(path.dirname(script), {})).toEqual([]);
  });

  test('is named where it was asked for', () => {
    const [loaded] = load(example('resnet_cifar.py'), { entry: 'Nothing()' });
    expect(checkTexts(loaded!, report(loaded!)).join('\n')).toContain("name 'Nothing' is not defined");
  });
});

test('what several networks share is said once', () => {
  const net = write('shared.py', [
    'from torch import nn',
    'class Net(nn.Module):',
    '    def __init__(self, n=4):',
    '        super().__init__()',
    '        self.a = nn.Conv2d(3, n, 3, padding=1)',
    '    def forward(self, x):',
    '        return x + self.a(x)',
    'def small(): return Net(4)',
    'def same(): return Net(4)',
  ]);
  const said = new Set<string>();
  const texts = load(net, {}).map(one => checkTexts(one, report(one), said));
  expect(texts.map(({ length }) => length)).toEqual([1, 0, 0]);
});
