import { describe } from 'vitest';
import { testRows } from './rows.js';

const collapse = 'kernel-too-large kernel';

describe('published layers', () =>
  testRows([
    [
      'ResNet-50’s first layer',
      'conv',
      { filters: 64, kernel: 7, stride: 2, bias: false },
      ['224×224×3'],
      { output: '112×112×64', total: 9408, macs: 118_013_952, weights: { kernel: '7×7×3×64' }, label: 'Conv 7×7, 64 | s2' },
    ],
    [
      'ResNet-18’s second layer',
      'conv',
      { filters: 64, kernel: 3, bias: false },
      ['56×56×64'],
      { output: '56×56×64', total: 36_864, macs: 115_605_504, label: 'Conv 3×3, 64' },
    ],
    [
      'a 1×1 shortcut with stride 2',
      'conv',
      { filters: 512, kernel: 1, stride: 2, bias: false },
      ['56×56×256'],
      { output: '28×28×512', total: 131_072, macs: 102_760_448 },
    ],
    [
      'AlexNet’s first layer, torchvision',
      'conv',
      { filters: 64, kernel: 11, stride: 4, padding: 2, activation: 'relu' },
      ['224×224×3'],
      { output: '55×55×64', total: 23_296, macs: 70_276_800, label: 'Conv 11×11, 64 · ReLU | s4' },
    ],
    [
      'ResNeXt-50 32×4d’s grouped layer',
      'conv',
      { filters: 128, kernel: 3, groups: 32, bias: false },
      ['56×56×128'],
      { output: '56×56×128', total: 4608, macs: 14_450_688, weights: { kernel: '3×3×4×128' }, label: 'Conv 3×3, 128 | g32' },
    ],
    [
      'MobileNet’s first depthwise layer',
      'depthwiseConv',
      { kernel: 3, bias: false },
      ['112×112×32'],
      { output: '112×112×32', total: 288, macs: 3_612_672, weights: { depthwise_kernel: '3×3×32×1' }, label: 'DepthwiseConv 3×3' },
    ],
    [
      'Xception’s block2_sepconv1',
      'separableConv',
      { filters: 128, kernel: 3, bias: false },
      ['147×147×64'],
      {
        output: '147×147×128',
        total: 8768,
        macs: 147 * 147 * 8768,
        weights: { depthwise_kernel: '3×3×64×1', pointwise_kernel: '1×1×64×128' },
        label: 'SeparableConv 3×3, 128',
      },
    ],
    [
      'U-Net’s first up-convolution',
      'transposedConv',
      { filters: 512, kernel: 2, stride: 2 },
      ['28×28×1024'],
      {
        output: '56×56×512',
        total: 2_097_664,
        macs: 28 * 28 * 2_097_152,
        weights: { kernel: '2×2×512×1024', bias: '512' },
        label: 'TransposedConv 2×2, 512 | s2',
      },
    ],
    [
      'DCGAN’s first layer',
      'transposedConv',
      { filters: 512, kernel: 4, padding: 0, bias: false, dataFormat: 'channelsFirst' },
      ['100×1×1'],
      { output: '512×4×4', total: 819_200, macs: 819_200 },
    ],
    [
      'DCGAN’s second layer',
      'transposedConv',
      { filters: 256, kernel: 4, stride: 2, padding: 1, bias: false, dataFormat: 'channelsFirst' },
      ['512×4×4'],
      { output: '256×8×8', total: 2_097_152 },
    ],
    [
      'VGG-16’s first dense layer',
      'dense',
      { units: 4096, activation: 'relu' },
      ['25088'],
      { output: '4096', total: 102_764_544, macs: 102_760_448, label: 'Dense 4096 · ReLU' },
    ],
    [
      'ResNet-50’s classifier',
      'dense',
      { units: 1000, activation: 'softmax' },
      ['2048'],
      { output: '1000', total: 2_049_000, macs: 2_048_000, weights: { kernel: '2048×1000', bias: '1000' }, label: 'Dense 1000 · Softmax' },
    ],
  ]));

describe('convolution', () =>
  testRows([
    ['same rounds up', 'conv', { filters: 8, kernel: 3, stride: 2 }, ['7×8×3'], '4×4×8'],
    ['valid', 'conv', { filters: 8, kernel: 3, stride: 2, padding: 'valid' }, ['7×8×3'], '3×3×8'],
    ['a border for each side', 'conv', { filters: 8, kernel: 3, padding: [[0, 1], [2, 0]] }, ['7×8×3'], '6×8×8'],
    ['dilated', 'conv', { filters: 8, kernel: 3, dilation: 2, padding: 'valid' }, ['7×8×3'], { output: '3×4×8', label: 'Conv 3×3, 8 | d2' }],
    ['one axis', 'conv', { filters: 8, kernel: [5], stride: 2 }, ['9×3'], { output: '5×8', total: 128, label: 'Conv 5, 8 | s2' }],
    ['three axes', 'conv', { filters: 8, kernel: [3, 3, 3], stride: 2 }, ['9×7×5×2'], { output: '5×4×3×8', total: 440, label: 'Conv 3×3×3, 8 | s2' }],
    ['uneven stride', 'conv', { filters: 8, kernel: 3, stride: [2, 1] }, ['8×8×3'], { output: '4×8×8', label: 'Conv 3×3, 8 | s2×1' }],
    ['channels first', 'conv', { filters: 8, kernel: 3, stride: 2, dataFormat: 'channelsFirst' }, ['3×8×10'], { output: '8×4×5', total: 224 }],
    ['an unknown width', 'conv', { filters: 8, kernel: 3, padding: 'valid' }, ['8×?×3'], { output: '6×?×8', total: 224, macs: null }],
    ['unknown channels', 'conv', { filters: 8, kernel: 3 }, ['8×8×?'], { output: '8×8×8', total: null, macs: null }],
    ['an unknown rank', 'conv', { filters: 8, kernel: 3 }, ['…'], { output: '?×?×8', total: null, macs: null }],
    ['a flat input', 'conv', { filters: 8, kernel: 3 }, ['100'], { output: '?×?×8', problems: ['wrong-rank'], total: null }],
    ['a kernel too large', 'conv', { filters: 8, kernel: 9, padding: 'valid' }, ['8×10×3'], { output: '?×2×8', problems: [collapse] }],
    ['groups that do not divide the input', 'conv', { filters: 8, kernel: 1, groups: 4 }, ['8×8×6'], { output: '8×8×8', problems: ['wrong-value groups'], total: 16 }],
    ['groups that divide nothing', 'conv', { filters: 9, kernel: 1, groups: 4 }, ['8×8×6'], { output: '8×8×9', problems: ['wrong-value groups', 'wrong-value groups'] }],
    ['more groups than channels', 'conv', { filters: 8, kernel: 1, groups: 8 }, ['8×8×3'], { output: '8×8×8', problems: ['wrong-value groups'], total: 16 }],
    ['groups of unknown channels', 'conv', { filters: 8, kernel: 1, groups: 4 }, ['8×8×?'], '8×8×8'],
    ['a stride for other axes', 'conv', { filters: 8, kernel: [3, 3, 3], stride: [2, 1] }, ['8×8×8×3'], { output: '4×8×4×8', problems: ['wrong-value stride'] }],
    ['borders for other axes', 'conv', { filters: 8, kernel: [3], padding: [[1, 1], [0, 0]] }, ['8×3'], { output: '8×8', problems: ['wrong-value padding'] }],
    ['a number for any axes', 'conv', { filters: 8, kernel: [3, 3, 3], padding: 1, dilation: 1 }, ['8×8×8×3'], '8×8×8×8'],
  ]));

describe('depthwise and separable', () =>
  testRows([
    ['a multiplier', 'depthwiseConv', { kernel: 3, stride: 2, multiplier: 2 }, ['9×9×4'], { output: '5×5×8', total: 80, macs: 5 * 5 * 8 * 9 }],
    ['unknown channels', 'depthwiseConv', { kernel: 3 }, ['9×9×?'], { output: '9×9×?', total: null, macs: null }],
    ['an unknown rank', 'depthwiseConv', { kernel: 3 }, ['…'], '?×?×?'],
    ['a flat input', 'depthwiseConv', { kernel: 3 }, ['9'], { output: '?×?×?', problems: ['wrong-rank'] }],
    ['channels first', 'depthwiseConv', { kernel: 3, padding: 'valid', multiplier: 2, dataFormat: 'channelsFirst' }, ['4×9×9'], { output: '8×7×7', total: 80 }],
    ['one axis', 'separableConv', { filters: 6, kernel: [3], multiplier: 2 }, ['9×4'], { output: '9×6', total: 78, macs: 9 * 8 * (3 + 6), weights: { depthwise_kernel: '3×4×2', pointwise_kernel: '1×8×6', bias: '6' } }],
    ['channels first', 'separableConv', { filters: 6, kernel: 3, bias: false, dataFormat: 'channelsFirst' }, ['4×9×8'], { output: '6×9×8', total: 60, macs: 9 * 8 * 4 * (9 + 6) }],
    ['a kernel too large', 'separableConv', { filters: 6, kernel: 3, padding: 'valid', dilation: 4 }, ['9×8×4'], { output: '1×?×6', problems: [collapse] }],
    ['unknown', 'separableConv', { filters: 6, kernel: 3 }, ['…'], { output: '?×?×6', total: null, macs: null }],
  ]));

describe('transposed convolution', () =>
  testRows([
    ['same multiplies', 'transposedConv', { filters: 8, kernel: 3, stride: 2 }, ['7×8×3'], '14×16×8'],
    ['valid keeps what kernels reach', 'transposedConv', { filters: 8, kernel: 5, stride: 2, padding: 'valid' }, ['7×8×3'], '17×19×8'],
    ['valid with a stride beyond the kernel', 'transposedConv', { filters: 8, kernel: 1, stride: 3, padding: 'valid' }, ['7×8×3'], '21×24×8'],
    ['Keras: same with output padding', 'transposedConv', { filters: 8, kernel: 3, stride: 2, outputPadding: 0 }, ['7×8×3'], '13×15×8'],
    ['Keras: valid with output padding', 'transposedConv', { filters: 8, kernel: 3, stride: 2, padding: 'valid', outputPadding: [1, 0] }, ['7×8×3'], '16×17×8'],
    ['PyTorch: output padding', 'transposedConv', { filters: 8, kernel: 3, stride: 2, padding: 1, outputPadding: 1 }, ['7×8×3'], '14×16×8'],
    ['PyTorch: dilated', 'transposedConv', { filters: 8, kernel: 3, padding: 0, dilation: 2 }, ['7×8×3'], '11×12×8'],
    ['output padding ≥ stride', 'transposedConv', { filters: 8, kernel: 3, stride: 2, padding: 1, outputPadding: 2 }, ['7×8×3'], { output: '15×17×8', problems: ['wrong-value outputPadding'] }],
    ['grouped', 'transposedConv', { filters: 8, kernel: 3, groups: 2, bias: false }, ['7×8×4'], { output: '7×8×8', total: 144, macs: 7 * 8 * 4 * 9 * 4, weights: { kernel: '3×3×4×4' } }],
    ['groups that do not divide', 'transposedConv', { filters: 8, kernel: 3, groups: 3 }, ['7×8×3'], { output: '7×8×8', problems: ['wrong-value groups'] }],
    ['cut off entirely', 'transposedConv', { filters: 8, kernel: 1, padding: 4 }, ['7×8×3'], '-1×0×8'],
    ['unknown', 'transposedConv', { filters: 8, kernel: 3 }, ['?×8×?'], { output: '?×8×8', total: null, macs: null }],
    ['an unknown rank', 'transposedConv', { filters: 8, kernel: [3] }, ['…'], '?×8'],
    ['one axis, flat', 'transposedConv', { filters: 8, kernel: [3] }, ['5'], { output: '?×8', problems: ['wrong-rank'] }],
  ]));

describe('dense', () =>
  testRows([
    ['every position of a map', 'dense', { units: 10 }, ['4×5×3'], { output: '4×5×10', total: 40, macs: 600 }],
    ['without bias', 'dense', { units: 10, bias: false }, ['3'], { output: '10', total: 30, label: 'Dense 10' }],
    ['unknown features', 'dense', { units: 10 }, ['?×3'], { output: '?×10', total: 40, macs: null }],
    ['an unknown last axis', 'dense', { units: 10 }, ['4×?'], { output: '4×10', total: null, macs: null }],
    ['an unknown rank', 'dense', { units: 10 }, ['…'], { output: '…', total: null, macs: null }],
    ['a scalar', 'dense', { units: 10 }, [''], { output: '10', problems: ['wrong-rank'] }],
  ]));
