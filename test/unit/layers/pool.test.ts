import { describe } from 'vitest';
import { testRows } from './rows.js';

const first = { dataFormat: 'channelsFirst' };

describe('max and average pooling', () =>
  testRows([
    [
      'ResNet',
      'maxPool',
      { kernel: 3, stride: 2 },
      ['112×112×64'],
      { output: '56×56×64', label: 'MaxPool 3×3 | s2' },
    ],
    [
      'ResNet in PyTorch',
      'maxPool',
      { kernel: 3, stride: 2, padding: 1, ...first },
      ['64×112×112'],
      '64×56×56',
    ],
    ['VGG', 'maxPool', { kernel: 2 }, ['224×224×64'], { output: '112×112×64', label: 'MaxPool 2×2 | s2' }],
    ['AlexNet', 'maxPool', { kernel: 3, stride: 2, padding: 'valid' }, ['55×55×64'], '27×27×64'],
    [
      'SqueezeNet rounds up',
      'maxPool',
      { kernel: 3, stride: 2, padding: 0, rounding: 'ceil' },
      ['109×109×96'],
      '54×54×96',
    ],
    [
      'a last window in the padding alone does not count',
      'maxPool',
      { kernel: 2, stride: 3, padding: 1, rounding: 'ceil' },
      ['5×5×1'],
      '2×2×1',
    ],
    [
      'SPP',
      'maxPool',
      { kernel: 13, stride: 1 },
      ['13×13×512'],
      { output: '13×13×512', label: 'MaxPool 13×13' },
    ],
    ['dilated', 'maxPool', { kernel: 3, stride: 1, padding: 'valid', dilation: 2 }, ['7×7×1'], '3×3×1'],
    [
      'a transition of DenseNet',
      'averagePool',
      { kernel: 2 },
      ['56×56×128'],
      { output: '28×28×128', label: 'AvgPool 2×2 | s2' },
    ],
    ['one axis', 'averagePool', { kernel: [3] }, ['10×4'], '4×4'],
    ['three axes', 'maxPool', { kernel: [2, 3, 4], padding: 'valid' }, ['8×9×10×4'], '4×3×2×4'],
    [
      'too large',
      'averagePool',
      { kernel: 8, padding: 'valid' },
      ['7×8×4'],
      { output: '?×1×4', problems: ['kernel-too-large kernel'] },
    ],
    ['unknown sizes', 'maxPool', { kernel: 2 }, ['?×7×?'], '?×4×?'],
    ['an unknown rank', 'maxPool', { kernel: 2 }, ['…'], '?×?×?'],
    ['a flat input', 'averagePool', { kernel: 2 }, ['64'], { output: '?×?×?', problems: ['wrong-rank'] }],
  ]));

describe('global and adaptive pooling', () =>
  testRows([
    ['a map', 'globalAveragePool', {}, ['7×7×2048'], { output: '2048', label: 'GlobalAvgPool' }],
    ['a sequence', 'globalMaxPool', {}, ['10×8'], { output: '8', label: 'GlobalMaxPool' }],
    ['a volume', 'globalMaxPool', {}, ['4×5×6×8'], '8'],
    ['dimensions kept', 'globalAveragePool', { keepDims: true }, ['7×?×64'], '1×1×64'],
    ['channels first', 'globalAveragePool', first, ['64×7×6'], '64'],
    ['channels first, dimensions kept', 'globalMaxPool', { keepDims: true, ...first }, ['64×7×6'], '64×1×1'],
    ['unknown channels', 'globalAveragePool', {}, ['7×7×?'], '?'],
    ['an unknown rank', 'globalAveragePool', {}, ['…'], '?'],
    ['an unknown rank, dimensions kept', 'globalAveragePool', { keepDims: true }, ['…'], '…'],
    ['a flat input', 'globalAveragePool', {}, ['64'], { output: '64', problems: ['wrong-rank'] }],
    ['a scalar', 'globalMaxPool', { keepDims: true }, [''], { output: '…', problems: ['wrong-rank'] }],
    [
      'ResNet in PyTorch',
      'adaptiveAveragePool',
      { size: 1, ...first },
      ['512×7×7'],
      { output: '512×1×1', label: 'AdaptiveAvgPool 1×1' },
    ],
    [
      'VGG in PyTorch',
      'adaptiveMaxPool',
      { size: [7, 6] },
      ['?×?×512'],
      { output: '7×6×512', label: 'AdaptiveMaxPool 7×6' },
    ],
    ['an unknown rank', 'adaptiveAveragePool', { size: 7 }, ['…'], '7×7×?'],
    [
      'a flat input',
      'adaptiveAveragePool',
      { size: 7 },
      ['512'],
      { output: '7×7×?', problems: ['wrong-rank'] },
    ],
    ['one axis', 'adaptiveMaxPool', { size: [3] }, ['10×4'], '3×4'],
  ]));

describe('subsampling', () =>
  testRows([
    [
      'every second',
      'subsample',
      { stride: 2 },
      ['31×32×16'],
      { output: '16×16×16', label: 'Subsample | s2' },
    ],
    ['uneven', 'subsample', { stride: [2, 1] }, ['32×32×16'], '16×32×16'],
    ['a sequence', 'subsample', { stride: 2 }, ['9×4'], '5×4'],
    ['channels first', 'subsample', { stride: 2, ...first }, ['16×32×30'], '16×16×15'],
    ['unknown', 'subsample', { stride: 2 }, ['?×32×16'], '?×16×16'],
    ['an unknown rank', 'subsample', { stride: 2 }, ['…'], '…'],
    ['a flat input', 'subsample', { stride: 2 }, ['16'], { output: '…', problems: ['wrong-rank'] }],
    [
      'a stride for other axes',
      'subsample',
      { stride: [2, 1] },
      ['8×4'],
      { output: '4×4', problems: ['wrong-value stride'] },
    ],
  ]));
