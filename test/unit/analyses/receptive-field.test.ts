import { describe, expect, test } from 'vitest';
import { receptiveFields } from '../../../src/core/analyses/receptive-field.js';
import { native, rowsOf, zoo } from './read.js';

/** Araujo, Norris and Sim 2019, Distill. */
describe('published figures', () => {
  test.each([
    ['resnet50-v1', [35, 99, 291, 483]],
    ['resnet101-v1', [35, 99, 835, 1027]],
    ['resnet152-v1', [35, 163, 1315, 1507]],
  ])('%s has %j after its stages', (id, expected) => {
    const model = zoo(id);
    const fields = receptiveFields(model.graph);
    const lasts = [1, 2, 3, 4].map(
      stage => model.graph.nodes.findLast(node => node.id.startsWith(`stage${stage}.`))!.id,
    );
    expect(lasts.map(last => fields.get(last)!.size)).toEqual(expected);
    expect(lasts.map(last => fields.get(last)!.jump)).toEqual([4, 8, 16, 32]);
  });

  test('VGG-16 has them after convolutions and pools', () => {
    const { graph } = zoo('vgg16');
    const fields = receptiveFields(graph);
    const found = graph.nodes.flatMap(({ id, layer }) =>
      layer === 'conv' || layer === 'maxPool' ? fields.get(id)!.size : [],
    );
    const expected = [3, 5, 6, 10, 14, 16, 24, 32, 40, 44, 60, 76, 92, 100, 132, 164, 196, 212];
    expect(found).toEqual(expected);
  });
});

const oneOf = (lines: string, input = '[64, 64, 8]') =>
  rowsOf('receptive-field', native(`input: ${input}\nlayers:\n${lines}`));

/** By hand; the centre of the first pixel is at 0.5. */
describe.each<[name: string, lines: string, node: string, values: Record<string, number | null>]>([
  [
    'a dilated convolution reaches further',
    '  - conv: {filters: 8, kernel: 3, dilation: 4}',
    'conv1',
    { max: 9, min: 9, jump: 1, start: 0.5 },
  ],
  [
    'one without padding starts later',
    '  - conv: {filters: 8, kernel: 5, padding: valid}',
    'conv1',
    { max: 5, min: 5, jump: 1, start: 2.5 },
  ],
  [
    'a transposed convolution of stride 2 halves the jump',
    '  - conv: {filters: 8, kernel: 3, stride: 2}\n  - transposedConv: {filters: 8, kernel: 4, stride: 2}',
    'transposedConv1',
    { max: 5, min: 5, jump: 1, start: 1 },
  ],
  [
    'so does up-sampling',
    '  - maxPool: {kernel: 2}\n  - upsample: {factor: 2}',
    'upsample1',
    { max: 2, min: 2, jump: 1, start: 0.5 },
  ],
  [
    'bilinear resizing looks at two neighbours',
    '  - maxPool: {kernel: 2}\n  - resize: {size: 64}',
    'resize1',
    { max: 4, min: 4, jump: 1, start: 0.5 },
  ],
  [
    'zeros and cuts move the start',
    '  - zeroPad: {padding: 3}\n  - crop: {cropping: 1}',
    'crop1',
    { max: 1, min: 1, jump: 1, start: -1.5 },
  ],
  [
    'a shortcut keeps the minimum, the branch makes the maximum',
    '  - parallel: {merge: add, branches: [[], [{conv: {filters: 8, kernel: 3}}, {conv: {filters: 8, kernel: 3}}]]}',
    'parallel1.add',
    { max: 5, min: 1, jump: 1, start: 0.5 },
  ],
  [
    'a gate of the whole map changes nothing',
    [
      '  - conv: {filters: 8, kernel: 3, id: map}',
      '  - globalAveragePool: {keepDims: true}',
      '  - conv: {filters: 8, kernel: 1}',
      '  - multiply: {with: map, id: gated}',
    ].join('\n'),
    'gated',
    { max: 3, min: 3, jump: 1, start: 0.5 },
  ],
  [
    'context of the whole map has no maximum',
    [
      '  - conv: {filters: 8, kernel: 3, id: map}',
      '  - globalAveragePool: {keepDims: true}',
      '  - upsample: {factor: 64}',
      '  - concat: {with: map, id: both}',
    ].join('\n'),
    'both',
    { max: null, min: 3, jump: 1, start: 0.5 },
  ],
  [
    'nothing is known behind a flattened map',
    '  - flatten\n  - dense: {units: 3}',
    'dense1',
    { max: null, min: null, jump: null, start: null },
  ],
  [
    'a dense layer on a map sees one place',
    '  - conv: {filters: 8, kernel: 3}\n  - dense: {units: 3}',
    'dense1',
    { max: 3, min: 3, jump: 1, start: 0.5 },
  ],
])('%s', (_, lines, node, values) => {
  test(node, () => expect(oneOf(lines).get(node)).toEqual(values));
});

test('height and width differ where the kernel does', () => {
  const rows = oneOf('  - conv: {filters: 8, kernel: [3, 1], stride: [2, 1]}');
  expect(rows.get('conv1')).toEqual({
    ...{ max: 3, min: 3, jump: 2, start: 1.5 },
    ...{ maxWidth: 1, minWidth: 1, jumpWidth: 1, startWidth: 0.5 },
  });
});

test('sizes that are not known leave the figures that do not need them', () => {
  const rows = oneOf('  - conv: {filters: 8, kernel: 3, stride: 2}', '[null, null, 3]');
  expect(rows.get('conv1')).toEqual({ max: 3, min: 3, jump: 2, start: null });
});
