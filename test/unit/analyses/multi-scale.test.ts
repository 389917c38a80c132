import { expect, test } from 'vitest';
import { native, rowsOf, zoo } from './read.js';

const fusions = (lines: readonly string[], input = '[64, 64, 8]'): unknown[] =>
  [...rowsOf('multi-scale', native(`input: ${input}\nlayers:\n${lines.join('\n')}\n`))].map(
    ([id, { stride, from, coarsest }]) => [id, stride, from, coarsest],
  );

const pyramid = [
  '  - conv: {filters: 8, kernel: 3, stride: 2, id: c1}',
  '  - conv: {filters: 8, kernel: 3, stride: 2, id: c2}',
  '  - conv: {filters: 8, kernel: 3, stride: 2, id: c3}',
  '  - upsample: {factor: 2}',
  '  - add: {with: c2, id: p2}',
  '  - upsample: {factor: 2}',
  '  - add: {with: c1, id: p1}',
];

test.each(['[64, 64, 8]', '[null, null, 8]'])(
  'a feature pyramid over %s fuses each level with the next',
  input => {
    expect(fusions(pyramid, input)).toEqual([
      ['p2', 4, [8, 4], [8, 4]],
      ['p1', 2, [4, 2], [8, 2]],
    ]);
  },
);

test('the way back up a pyramid counts, too', () => {
  const path = [...pyramid, '  - conv: {filters: 8, kernel: 3, stride: 2}', '  - add: {with: p2, id: n2}'];
  expect(fusions(path).at(-1)).toEqual(['n2', 4, [2, 4], [4, 4]]);
});

test('pooled context and gates bring the whole image', () => {
  const pooled = [
    '  - conv: {filters: 8, kernel: 3, stride: 2, id: map}',
    '  - globalAveragePool: {keepDims: true}',
    '  - multiply: {with: map, id: gated}',
    '  - add: {with: map}',
  ];
  expect(fusions(pooled)).toEqual([['gated', 2, ['whole', 2], ['whole', 2]]]);
  // Spatial pyramid pooling (He et al. 2014) into 8×8 and 1×1 windows over 32×32.
  const pyramidPooling = [
    '  - conv: {filters: 8, kernel: 3, stride: 2, id: map}',
    '  - adaptiveMaxPool: {size: 8}',
    '  - flatten: {id: four}',
    '  - adaptiveMaxPool: {size: 1, from: map}',
    '  - flatten',
    '  - concat: {with: four, id: spp}',
  ];
  expect(fusions(pyramidPooling)).toEqual([['spp', 'whole', ['whole', 8], ['whole', 8]]]);
});

test.each(['resnet50-v1.5', 'densenet121', 'cifar-resnet20-A', 'vgg16'])('%s fuses none', id => {
  expect([...rowsOf('multi-scale', zoo(id))]).toEqual([]);
});
