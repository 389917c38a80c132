import { describe } from 'vitest';
import { activations } from '../../../src/core/layers/activation.js';
import { testRows } from './rows.js';

describe('norm', () =>
  testRows([
    [
      'ResNet’s first',
      'batchNorm',
      {},
      ['112×112×64'],
      {
        output: '112×112×64',
        total: 256,
        trainable: 128,
        weights: { gamma: '64', beta: '64', moving_mean: '64', moving_variance: '64' },
        label: 'BatchNorm',
      },
    ],
    [
      'without gamma',
      'batchNorm',
      { scale: false },
      ['?×?×64'],
      { output: '?×?×64', total: 192, trainable: 64 },
    ],
    [
      'not affine',
      'batchNorm',
      { scale: false, center: false },
      ['64'],
      { output: '64', total: 128, trainable: 0 },
    ],
    ['channels first', 'batchNorm', { axis: 1 }, ['64×8×7'], { output: '64×8×7', total: 256 }],
    ['unknown channels', 'batchNorm', {}, ['8×8×?'], { output: '8×8×?', total: null }],
    ['an unknown rank', 'batchNorm', {}, ['…'], { output: '…', total: null, trainable: null }],
    [
      'no such axis',
      'batchNorm',
      { axis: 4 },
      ['8×8×3'],
      { output: '8×8×3', problems: ['wrong-value axis'], total: null },
    ],
    ['the batch', 'batchNorm', { axis: 0 }, ['8×8×3'], { output: '8×8×3', problems: ['wrong-value axis'] }],
    [
      'the batch from the end',
      'batchNorm',
      { axis: -4 },
      ['8×8×3'],
      { output: '8×8×3', problems: ['wrong-value axis'] },
    ],
    ['a scalar', 'batchNorm', {}, [''], { output: '', problems: ['wrong-value axis'] }],
    [
      'ViT',
      'layerNorm',
      {},
      ['197×768'],
      { output: '197×768', total: 1536, trainable: 1536, label: 'LayerNorm' },
    ],
    [
      'ConvNeXt in PyTorch',
      'layerNorm',
      { axes: [1, 2, 3] },
      ['4×5×6'],
      { output: '4×5×6', total: 240, weights: { gamma: '4×5×6', beta: '4×5×6' } },
    ],
    [
      'one axis too many',
      'layerNorm',
      { axes: [-1, -4] },
      ['4×5×6'],
      { output: '4×5×6', problems: ['wrong-value axes'], total: null },
    ],
    ['unknown', 'layerNorm', { center: false }, ['4×?'], { output: '4×?', total: null }],
    [
      '32 groups',
      'groupNorm',
      {},
      ['56×56×256'],
      { output: '56×56×256', total: 512, label: 'GroupNorm | g32' },
    ],
    [
      'groups that do not divide',
      'groupNorm',
      { groups: 3 },
      ['8×8×64'],
      { output: '8×8×64', problems: ['wrong-value groups'], total: 128 },
    ],
    ['channels first', 'groupNorm', { groups: 3, axis: 1 }, ['9×8×8'], { output: '9×8×8', total: 18 }],
    ['unknown', 'groupNorm', {}, ['8×8×?'], { output: '8×8×?', total: null }],
    [
      'each channel',
      'instanceNorm',
      { axis: 1 },
      ['9×8×8'],
      { output: '9×8×8', total: 18, label: 'InstanceNorm' },
    ],
    ['PyTorch', 'instanceNorm', { scale: false, center: false }, ['8×8×9'], { output: '8×8×9', total: 0 }],
  ]));

describe('activations', () => {
  testRows(
    activations.map(name => ['keeps the shape', name, {}, ['4×?×3'], { output: '4×?×3', total: 0 }] as const),
  );
  testRows([
    ['cut off', 'relu', { maxValue: 6 }, ['8'], { output: '8', label: 'ReLU | ≤ 6' }],
    ['plain', 'relu', {}, ['…'], { output: '…', label: 'ReLU' }],
    ['another axis', 'softmax', { axis: 1 }, ['21×8×8'], { output: '21×8×8', label: 'Softmax' }],
    ['no such axis', 'logSoftmax', { axis: 2 }, ['10'], { output: '10', problems: ['wrong-value axis'] }],
    ['a slope', 'leakyRelu', { slope: 0.1 }, ['8×8×3'], { output: '8×8×3', label: 'LeakyReLU' }],
    ['a threshold', 'thresholdedRelu', {}, ['8'], { output: '8', label: 'ThresholdedReLU' }],
    [
      'a slope for each position',
      'prelu',
      {},
      ['4×5×3'],
      { output: '4×5×3', total: 60, weights: { alpha: '4×5×3' }, label: 'PReLU' },
    ],
    [
      'a slope for each channel',
      'prelu',
      { sharedAxes: [1, 2] },
      ['4×?×3'],
      { output: '4×?×3', total: 3, weights: { alpha: '1×1×3' } },
    ],
    [
      'no such axis',
      'prelu',
      { sharedAxes: [1, 2] },
      ['3'],
      { output: '3', total: 1, problems: ['wrong-value sharedAxes'] },
    ],
    ['an unknown rank', 'prelu', { sharedAxes: [1, 2] }, ['…'], { output: '…', total: null }],
    ['PyTorch: one slope', 'prelu', { slopes: 1 }, ['64×8×8'], { output: '64×8×8', total: 1 }],
    [
      'PyTorch: a slope for each channel',
      'prelu',
      { slopes: 64 },
      ['64×8×8'],
      { output: '64×8×8', total: 64 },
    ],
    [
      'PyTorch: other channels',
      'prelu',
      { slopes: 32 },
      ['64×8×8'],
      { output: '64×8×8', total: 32, problems: ['wrong-value slopes'] },
    ],
  ]);
});
