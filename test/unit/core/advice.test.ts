import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import type { Finding } from '../../../src/core/finding.js';
import { provedFixes } from '../../../src/core/fixes.js';
import { findingsIn, networksIn } from '../../../src/core/networks.js';
import { rules } from '../../../src/core/rules/index.js';
import { applyEdits, lineOf, lineStarts } from '../../../src/core/source.js';
import { agreed, isAboveHint } from '../../corpus/agreed.js';
import { basic, bottleneck, network, preactivated } from './design-samples.js';

const root = new URL('../../../', import.meta.url);
const uri = 'a.resnet.yaml';
const findings = (text: string): readonly Finding[] => analyze({ uri, text })!.findings;
const codesIn = (text: string): string[] => findings(text).map(f => f.code);

describe('networks that are known to be good', () => {
  const folders = { zoo: 'src/core/zoo/', examples: 'examples/', ok: 'test/fixtures/ok/' };
  const files = Object.entries(folders).flatMap(([name, folder]) =>
    readdirSync(new URL(folder, root))
      .filter(file => /\.(resnet\.ya?ml|json|py)$/.test(file))
      .map(file => [`${name}/${file.replace(/\.resnet\.yaml$/, '')}`, new URL(folder + file, root)] as const),
  );
  /** These two show a mismatch and a branch that nobody takes. */
  const faulty = new Set(['examples/mismatch', 'examples/dead-branch']);

  test.each(files.filter(([where]) => !faulty.has(where)))(
    '%s is told nothing above a hint',
    (where, url) => {
      const source = { uri: url.href, text: readFileSync(url, 'utf8') };
      const found = findingsIn([...networksIn(source, { read: () => undefined })]);
      const expected = agreed.filter(row => row.where === where).map(row => row.code);
      expect(found.flatMap(f => (isAboveHint(f.finding) ? f.finding.code : []))).toEqual(expected);
    },
  );

  test.each(files)('%s hears each advice once', (_, url) => {
    const source = { uri: url.href, text: readFileSync(url, 'utf8') };
    for (const model of networksIn(source, { read: () => undefined })) {
      const advice = model.findings.filter(({ severity }) => severity === 'hint').map(f => f.code);
      expect(advice).toEqual([...new Set(advice)]);
    }
  });
});

/** Each is the repaired bad example of its rule: what changes, line by line. */
const mended: Readonly<Record<string, readonly [title: RegExp, lines: readonly string[]]>> = {
  'blocked-shortcut': [/^Remove `relu3` from/, ['-    after: [relu]', '+    after: []']],
  'activation-before-addition': [/^Remove the `relu` of `relu2`/, ['-      - relu']],
  'needless-projection': [
    /^Project only where shapes differ/,
    ['-    shortcut: project-always', '+    shortcut: projection'],
  ],
  'bottleneck-stride': [
    /^Move the stride to `conv2`/,
    [
      '-      - conv: {filters: $width, kernel: 1, stride: $stride, bias: false}',
      '-      - conv: {filters: $width, kernel: 3, bias: false}',
      '+      - conv: {filters: $width, kernel: 1, bias: false}',
      '+      - conv: {stride: $stride, filters: $width, kernel: 3, bias: false}',
    ],
  ],
  'double-activation': [/^Remove the second activation/, ['-  - relu']],
  'softmax-twice': [/^Remove the second softmax/, ['-  - softmax']],
  'bias-before-norm': [
    /^Leave the bias out$/,
    ['-  - conv: {filters: 16, kernel: 3}', '+  - conv: {bias: false, filters: 16, kernel: 3}'],
  ],
  'lost-pixels': [
    /^Pad so that/,
    ['-  - maxPool: {kernel: 2, padding: valid}', '+  - maxPool: {kernel: 2, padding: same}'],
  ],
  'zero-gamma': [/^Start γ/, ['-      - batchNorm', '+      - batchNorm: {gammaInit: zeros}']],
  'he-initialisation': [
    /^Start the layers before a ReLU/,
    [
      '-  - repeat: {times: 32, layers: [{conv: {filters: 64, kernel: 3, activation: relu}}]}',
      '+  - repeat: {times: 32, layers: [{conv: {init: heNormal, filters: 64, kernel: 3, activation: relu}}]}',
    ],
  ],
};

describe('a fix leaves the bad example clean', () => {
  const lines = (text: string): string[] => text.split('\n');
  const withProposals = rules.filter(
    rule =>
      !['shortcut-mismatch', 'concat-mismatch'].includes(rule.code) &&
      rule.check &&
      findings(rule.bad).some(f => f.proposals.length > 0),
  );

  test('for every rule that has one', () =>
    expect(withProposals.map(({ code }) => code).sort()).toEqual(Object.keys(mended).sort()));

  test.each(withProposals)('$code', ({ code, bad }) => {
    const source = { uri, text: bad };
    const model = analyze(source)!;
    const [fix] = provedFixes(source, model, model.findings[0]!);
    const [title, change] = mended[code]!;
    expect(fix?.title).toMatch(title);
    const fixed = applyEdits(bad, fix!.edits);
    const count = (text: string, line: string): number => lines(text).filter(l => l === line).length;
    const gone = lines(bad).filter(
      (line, i, all) => all.indexOf(line) === i && count(bad, line) > count(fixed, line),
    );
    const come = lines(fixed).filter(line => count(fixed, line) > count(bad, line));
    expect([...gone.map(line => `-${line}`), ...come.map(line => `+${line}`)]).toEqual(change);
    expect(findings(fixed)).toEqual([]);
  });
});

describe('is silent', () => {
  const silent: Readonly<Record<string, string>> = {
    'where v2 has a norm and projection together': network({
      block: preactivated,
      shortcut: 'projection',
      stages: ['{block: unit, repeat: 2}', '{block: unit, repeat: 2, filters: 32, stride: 2}'],
      end: ['batchNorm', 'relu'],
    }),
    'at the end of a pre-activation network that goes on as another one': network({
      block: preactivated,
      stages: ['{block: unit, repeat: 3}'],
      end: ['conv: {filters: 3, kernel: 1}'],
      classifier: false,
    }),
    'of a strided projection beside a branch that sees all': network({
      block: basic,
      shortcut: 'projection',
      stages: ['{block: unit, repeat: 2}', '{block: unit, repeat: 2, filters: 32, stride: 2}'],
    }),
    'of the stride of v1.5': network({
      block: bottleneck,
      shortcut: 'projection',
      stages: ['{block: unit, repeat: 2}', '{block: unit, repeat: 2, filters: 32, stride: 2}'],
    }),
    'of four stages of different numbers, as for large images': network({
      block: basic,
      shortcut: 'pad',
      stages: [2, 3, 4, 2].map(
        (repeat, i) =>
          `{block: unit, repeat: ${repeat}, filters: ${16 * 2 ** i}, stride: ${i === 0 ? 1 : 2}}`,
      ),
    }),
    'of the ReLU at the end of a path that goes down and up': `input: [32, 32, 8]
layers:
  - conv: {filters: 8, kernel: 3, activation: relu, id: skip}
  - maxPool: {kernel: 2}
  - conv: {filters: 8, kernel: 3, activation: relu}
  - conv: {filters: 8, kernel: 3}
  - upsample: {factor: 2}
  - relu
  - add: {with: skip}
`,
    'of twenty layers, and of depthwise ones': `input: [64, 64, 8]
layers:
  - repeat: {times: 19, layers: [{conv: {filters: 8, kernel: 1}}, {depthwiseConv: {kernel: 3}}, relu]}
  - globalAveragePool
  - dense: {units: 10}
`,
    'of a softmax after a ReLU, and of an attention that ends in one': `input: [8, 8, 8]
layers:
  - conv: {filters: 8, kernel: 1, activation: relu, id: values}
  - softmax
  - multiply: {with: values}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
    'of padding that a pooling does not reach': `input: [24, 24, 8]
layers:
  - zeroPad: {padding: 1}
  - conv: {filters: 8, kernel: 3, stride: 2, padding: valid}
  - conv: {filters: 8, kernel: 3, stride: 2, padding: 1}
`,
    'of a bias that others take, too': `input: [8, 8, 8]
layers:
  - conv: {filters: 8, kernel: 1, id: biased}
  - batchNorm
  - relu
  - add: {with: biased}
`,
  };

  test.each(Object.entries(silent))('%s', (_, text) => expect(findings(text)).toEqual([]));
});

describe('is found', () => {
  const found: Readonly<
    Record<string, readonly [text: string, line: number, code: string, message: RegExp]>
  > = {
    'v2 among v1 blocks, at the fewer': [
      rules
        .find(({ code }) => code === 'mixed-block-orders')!
        .bad.replace(
          /layers:\n(.|\n)*/,
          'layers:\n  - stage: {block: v1, repeat: 3}\n  - v2\n  - stage: {block: v1, repeat: 2}\n',
        ),
      20,
      'mixed-block-orders',
      /pre-activation \(v2\); 5 of 6 blocks are post-activation/,
    ],
    'a stride in the last convolution of a bottleneck': [
      network({
        block: [
          'conv: {filters: $filters, kernel: 1, bias: false}',
          'relu',
          'conv: {filters: $filters, kernel: 3, bias: false}',
          'relu',
          'conv: {filters: $filters, kernel: 1, stride: $stride, bias: false}',
        ],
        shortcut: 'projection',
        stages: ['{block: unit, filters: 32, stride: 2}'],
      }),
      10,
      'bottleneck-stride',
      /stands in a 1×1 convolution; in `conv2`/,
    ],
    'dropout on the shortcut of a pre-activation block': [
      network({
        block: preactivated,
        shortcut: '[{dropout: {rate: 0.5}}]',
        stages: ['{block: unit, repeat: 2}'],
        end: ['batchNorm', 'relu'],
      }),
      12,
      'blocked-shortcut',
      /`dropout1` stands on the shortcut path/,
    ],
    'batch norm after the addition of pre-activation blocks': [
      network({
        block: preactivated,
        after: '[batchNorm]',
        stages: ['{block: unit, repeat: 2}'],
        end: ['relu'],
      }),
      12,
      'blocked-shortcut',
      /`batchNorm3` stands on the shortcut path/,
    ],
    'a sigmoid of a ReLU': [
      'input: [8, 8, 3]\nlayers:\n  - relu\n  - dropout: {rate: 0.1}\n  - sigmoid\n',
      5,
      'double-activation',
      /never below 0\.5/,
    ],
    'pixels that a strided depthwise convolution skips, behind norm and ReLU': [
      'input: [8, 8, 3]\nlayers:\n  - conv: {filters: 8, kernel: 3, bias: false}\n  - batchNorm\n  - relu\n  - depthwiseConv: {kernel: 1, stride: 2}\n',
      6,
      'skipped-input',
      /looks at a quarter of its 8×8×8 input/,
    ],
  };

  test.each(Object.entries(found))('%s', (_, [text, line, code, message]) => {
    const all = findings(text);
    expect(all.map(f => [f.code, lineOf(lineStarts(text), f.at.start) + 1])).toEqual([[code, line]]);
    expect(all[0]!.message).toMatch(message);
  });
});

test('what holds for many blocks is said once, with all of them', () => {
  const text = network({
    block: [
      'conv: {filters: $filters, kernel: 3}',
      'batchNorm',
      'relu',
      'conv: {filters: $filters, kernel: 3, bias: false}',
    ],
    stages: ['{block: unit, repeat: 5}'],
  });
  const [advice, ...others] = findings(text);
  expect(others).toEqual([]);
  expect(advice).toMatchObject({ code: 'bias-before-norm', severity: 'hint' });
  expect(advice!.message).toBe(
    'the batch norm after it takes the bias away, as in 4 layers more: 80 parameters in vain',
  );
  expect(advice!.nodes).toEqual([0, 1, 2, 3, 4].map(i => `stage1.${i}.conv1`));
});

test('advice waits until nothing is broken', () => {
  const text = 'input: [8, 8, 3]\nlayers:\n  - conv: {filters: 8, kernel: 3}\n  - batchNorm\n';
  expect(codesIn(text)).toEqual(['bias-before-norm']);
  expect(codesIn(`${text}  - conv: {filters: 0, kernel: 3}\n`)).toEqual(['wrong-value']);
});

describe('a level', () => {
  const text = 'input: [8, 8, 3]\nlayers:\n  - conv: {filters: 8, kernel: 3, activation: relu}\n  - relu\n';
  const severities = (levels: object): unknown[] =>
    analyze({ uri, text }, { read: () => undefined }, { rules: levels })!.findings.map(f => [
      f.code,
      f.severity,
    ]);

  test('sets the severity', () =>
    expect(severities({ 'double-activation': 'error' })).toEqual([['double-activation', 'error']]));
  test('switches a code off', () => expect(severities({ 'double-activation': 'off' })).toEqual([]));
  test('that is none, or of a code that is none, changes nothing', () => {
    expect(severities({ 'double-activation': 'loud', nothing: 'off', toString: 'off' })).toEqual([
      ['double-activation', 'warning'],
    ]);
  });
  test('holds for the text after a fix as well', () => {
    const model = analyze(
      { uri, text },
      { read: () => undefined },
      { rules: { 'double-activation': 'error' } },
    )!;
    const fixes = provedFixes({ uri, text }, model, model.findings[0]!);
    expect(fixes.map(({ title }) => title)).toEqual([
      'Remove the second activation, `relu1`',
      'Remove the first activation, `relu` of `conv1`',
    ]);
  });
});
