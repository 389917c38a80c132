import { describe, expect, test } from 'vitest';
import { analyze, type Model } from '../../../src/core/analyze.js';
import { applyEdits, type Source } from '../../../src/core/source.js';
import { networkTotals } from '../../../src/core/totals.js';
import { insertions, removeShortcuts } from '../../../src/core/transforms/index.js';
import { type Transform, tryTransform } from '../../../src/core/transforms/transform.js';
import { zoo } from '../../../src/core/zoo/index.js';

const [two, three, twoV2, threeV2] = insertions as [Transform, Transform, Transform, Transform];

const sourceOf = (text: string, uri = 'net.resnet.yaml'): Source => ({ uri, text });
const zooSource = (id: string): Source => sourceOf(zoo.find(entry => entry.id === id)!.text);

interface Changed {
  readonly source: Source;
  readonly model: Model;
}

function apply(transform: Transform, source: Source): Changed {
  const done = tryTransform(transform, source, analyze(source)!);
  if ('reason' in done) throw new Error(done.reason);
  return { source: { ...source, text: applyEdits(source.text, done.edits) }, model: done.model };
}

const reasonOf = (transform: Transform, source: Source): string | undefined => {
  const done = tryTransform(transform, source, analyze(source)!);
  return 'reason' in done ? done.reason : undefined;
};

const kindsOf = ({ model: { units } }: Changed): string[] =>
  units.map(({ kind, order }) => `${kind} ${order}`);

describe('published pairs', () => {
  test.each([
    ['plain18', 'resnet18'],
    ['plain34', 'resnet34'],
  ])('%s with shortcuts is %s, and back', (plain, residual) => {
    const inserted = apply(two, zooSource(plain));
    const wanted = analyze(zooSource(residual))!;
    expect(networkTotals(inserted.model)).toEqual(networkTotals(wanted));
    expect(inserted.model.units).toHaveLength(wanted.units.length);
    const back = apply(removeShortcuts, inserted.source);
    expect(back.source.text).toBe(zooSource(plain).text);
    const removed = apply(removeShortcuts, zooSource(residual));
    expect(networkTotals(removed.model)).toEqual(networkTotals(analyze(zooSource(plain))!));
  });
});

describe('a plain network of convolutions', () => {
  // Channels in and out of each block: a 1×1 convolution with bias where they differ.
  test.each([
    ['VGG-16, two', 'vgg16', two, [[3, 64], [64, 128], 256, 512, 512]],
    ['VGG-16, three', 'vgg16', three, [[128, 256], [256, 512], 512]],
    ['VGG-19, two', 'vgg19', two, [[3, 64], [64, 128], [128, 256], 256, [256, 512], 512, 512, 512]],
    ['VGG-16, two, v2', 'vgg16', twoV2, [[64, 128], 256, 512, 512]],
    ['VGG-19, three, v2', 'vgg19', threeV2, [256, 512, 512]],
  ] as const)('%s', (_, id, transform, blocks) => {
    const before = analyze(zooSource(id))!;
    const after = apply(transform, zooSource(id));
    const projections = blocks.map(block => (typeof block === 'number' ? 0 : block[0] * block[1] + block[1]));
    const added = projections.reduce((a, b) => a + b, 0);
    expect(networkTotals(after.model).parameters).toBe(networkTotals(before).parameters! + added);
    expect(kindsOf(after)).toEqual(
      blocks.map(
        block => `${typeof block === 'number' ? 'identity' : 'projection'} ${transform.title.slice(-2)}`,
      ),
    );
    expect(after.model.findings).toEqual([]);
    const plain = apply(removeShortcuts, after.source);
    expect(networkTotals(plain.model)).toEqual(networkTotals(before));
  });

  const written = `# small
input: [32, 32, 3]
blocks:
  head:
    layers:
      - globalAveragePool
      - dense: {units: 10}   # classes
# the trunk
layers:
  - conv: {filters: 16, kernel: 3, bias: false}   # stem
  - batchNorm
  - relu
  # first stage
  - conv: {filters: 16, kernel: 3, bias: false}   # a
  - batchNorm
  - relu
  - conv: {filters: 16, kernel: 3, bias: false}
  - batchNorm: {momentum: 0.9}
  - relu
  - conv:
      filters: 32
      kernel: 3
      stride: 2
      bias: false
  - batchNorm
  - relu
  - conv: {filters: 32, kernel: 3, bias: false}   # b
  - batchNorm: {momentum: 0.9}
  - relu   # end of trunk
  - head
`;

  test('keeps comments, and defines a block once for all filters and strides', () => {
    expect(apply(two, sourceOf(written)).source.text).toBe(`# small
input: [32, 32, 3]
blocks:
  head:
    layers:
      - globalAveragePool
      - dense: {units: 10}   # classes
  residual_block:
    parameters: {filters: 16, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 3, bias: false}
      - batchNorm: {momentum: 0.9}
    shortcut: projection
    after: [relu]
# the trunk
layers:
  - conv: {filters: 16, kernel: 3, bias: false}   # stem
  - batchNorm
  - relu
  # first stage
  # a
  # b
  - residual_block: {filters: 16}
  - residual_block: {filters: 32, stride: 2}   # end of trunk
  - head
`);
  });

  test('in the order v2 keeps the image out of the first activation, and ends with the last one', () => {
    expect(
      apply(twoV2, sourceOf(written)).source.text.split('# b\n')[1],
    ).toBe(`  - conv: {filters: 16, kernel: 3, bias: false}
  - residual_block: {filters: 16}
  - residual_block: {filters: 32, stride: 2}
  - batchNorm: {momentum: 0.9}
  - relu   # end of trunk
  - head
`);
  });

  test('blocks in a row that are alike become a stage', () => {
    const text = `input: [8, 8, 3]
layers:
  - conv: {filters: 4, kernel: 3}
  - repeat: {times: 6, layers: [{conv: {filters: 4, kernel: 3, activation: relu}}]}
  - flatten
`;
    const after = apply(two, sourceOf(text)).source.text;
    expect(after).toContain('- stage: {block: residual_block, repeat: 3, filters: 4}');
    expect(after).toContain('- conv: {filters: $filters, kernel: 3, activation: relu}');
    expect(after).toContain('layers:\n  - conv: {filters: 4, kernel: 3}\n  - stage');
  });

  test('JSON stays JSON', () => {
    const layers = [16, 16, 32, 32].map(
      (filters, i) =>
        `    {"conv": {"filters": ${filters}, "kernel": 3, ${i === 2 ? '"stride": 2, ' : ''}"activation": "relu"}},\n`,
    );
    const text = `{\n  "input": [32, 32, 3],\n  "layers": [\n${layers.join('')}    "flatten"\n  ]\n}\n`;
    for (const transform of insertions) {
      const after = apply(transform, sourceOf(text, 'net.resnet.json'));
      expect(() => JSON.parse(after.source.text)).not.toThrow();
      expect(after.model.units.length).toBeGreaterThan(0);
    }
  });
});

describe('what is left alone', () => {
  const dense = zooSource('densenet121');
  test.each([
    ['no convolutions', two, sourceOf('input: [8]\nlayers:\n  - dense: {units: 2}\n'), two.nothing],
    [
      'one convolution',
      two,
      sourceOf('input: [8, 8, 3]\nlayers:\n  - conv: {filters: 2, kernel: 3}\n'),
      two.nothing,
    ],
    [
      'a layer that others name',
      two,
      sourceOf(
        'input: [8, 8, 3]\nlayers:\n  - conv: {filters: 3, kernel: 3}\n  - conv: {id: a, filters: 3, kernel: 3}\n  - relu\n  - add: {with: a}\n',
      ),
      two.nothing,
    ],
    [
      'maps that shrink',
      two,
      sourceOf(
        'input: [8, 8, 3]\nlayers:\n  - conv: {filters: 3, kernel: 3, padding: valid}\n  - conv: {filters: 3, kernel: 3, padding: valid}\n',
      ),
      two.nothing,
    ],
    ['concatenations', removeShortcuts, dense, removeShortcuts.nothing],
    ['a plain network', removeShortcuts, zooSource('plain18'), removeShortcuts.nothing],
    [
      'Keras files',
      two,
      sourceOf('{}', 'model.keras.json'),
      'only model files of ResNet Designer can be changed so',
    ],
  ] as const)('%s', (_, transform, source, reason) => {
    expect(reasonOf(transform, source)).toBe(reason);
  });

  test('a text that is half written', () => {
    expect(reasonOf(two, sourceOf('input: [8, 8, 3\nlayers:\n'))).toMatch(/^the file cannot be read: /);
  });
});

test('a shortcut that is spelled out over several lines goes as a whole', () => {
  const text = (shortcut: string): string => `input: [8, 8, 3]
blocks:
  unit:
    residual: [{conv: {filters: 8, kernel: 3}}]
    shortcut:${shortcut}
    after: [relu]
layers: [unit]
`;
  const spelled = text('\n      - conv: {filters: 8, kernel: 1}   # wider\n      - batchNorm');
  expect(apply(removeShortcuts, sourceOf(spelled)).source.text).toBe(text(' none'));
});

test('no network of the zoo is broken, whatever is done to it', () => {
  for (const { id } of zoo)
    for (const transform of [...insertions, removeShortcuts])
      expect(reasonOf(transform, zooSource(id)) ?? '', id).not.toMatch(/break|shape/);
});
