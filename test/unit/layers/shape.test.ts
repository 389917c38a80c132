import { describe } from 'vitest';
import { testRows } from './rows.js';

const first = { dataFormat: 'channelsFirst' };

describe('padding and cropping', () =>
  testRows([
    [
      'ResNet in Keras',
      'zeroPad',
      { padding: 3 },
      ['224×224×3'],
      { output: '230×230×3', label: 'ZeroPad 3' },
    ],
    [
      'MobileNet in Keras',
      'zeroPad',
      {
        padding: [
          [0, 1],
          [0, 1],
        ],
      },
      ['224×?×3'],
      { output: '225×?×3', label: 'ZeroPad 0,1' },
    ],
    [
      'height and width',
      'zeroPad',
      { padding: [1, 2] },
      ['4×5×3'],
      { output: '6×9×3', label: 'ZeroPad 1,1 · 2,2' },
    ],
    ['channels first', 'zeroPad', { padding: [1, 2], ...first }, ['3×4×5'], '3×6×9'],
    ['one axis', 'zeroPad', { padding: [1] }, ['4×3'], '6×3'],
    ['three axes', 'zeroPad', { padding: [1, 0, 2] }, ['4×4×4×3'], '6×4×8×3'],
    ['a flat input', 'zeroPad', { padding: 1 }, ['4'], { output: '?×?×?', problems: ['wrong-rank'] }],
    ['an unknown rank', 'zeroPad', { padding: 1 }, ['…'], '?×?×?'],
    ['CycleGAN', 'reflectPad', { padding: 3 }, ['256×256×3'], { output: '262×262×3', label: 'ReflectPad 3' }],
    ['as far as it reaches', 'reflectPad', { padding: 3 }, ['4×?×3'], '10×?×3'],
    [
      'too far',
      'reflectPad',
      { padding: 3 },
      ['3×4×3'],
      { output: '9×10×3', problems: ['wrong-value padding'] },
    ],
    [
      'a flat input is reported once',
      'reflectPad',
      { padding: 3 },
      ['3'],
      { output: '?×?×?', problems: ['wrong-rank'] },
    ],
    ['far', 'replicatePad', { padding: 3 }, ['3×4×3'], { output: '9×10×3', label: 'ReplicatePad 3' }],
    ['U-Net', 'crop', { cropping: 4 }, ['64×64×512'], { output: '56×56×512', label: 'Crop 4' }],
    [
      'each side',
      'crop',
      {
        cropping: [
          [1, 2],
          [0, 3],
        ],
        ...first,
      },
      ['3×9×9'],
      '3×6×6',
    ],
    ['nothing left', 'crop', { cropping: 4 }, ['8×7×?'], '0×-1×?'],
    ['unknown', 'crop', { cropping: [1] }, ['?×2'], '?×2'],
  ]));

describe('channels', () =>
  testRows([
    [
      'option A',
      'padChannels',
      { before: 8, after: 8 },
      ['16×16×16'],
      { output: '16×16×32', label: 'PadChannels 16' },
    ],
    ['channels first', 'padChannels', { after: 3, ...first }, ['16×8×8'], '19×8×8'],
    ['nothing', 'padChannels', {}, ['8×8×4'], '8×8×4'],
    ['flat', 'padChannels', { before: 1 }, ['4'], '5'],
    ['unknown', 'padChannels', { before: 1 }, ['8×8×?'], '8×8×?'],
    ['an unknown rank', 'padChannels', { before: 1 }, ['…'], '…'],
    ['a scalar', 'padChannels', { before: 1 }, [''], { output: '', problems: ['wrong-rank'] }],
    [
      'ShuffleNet',
      'channelShuffle',
      { groups: 3 },
      ['28×28×240'],
      { output: '28×28×240', label: 'ChannelShuffle | g3' },
    ],
    [
      'groups that do not divide',
      'channelShuffle',
      { groups: 3, ...first },
      ['8×28×28'],
      { output: '8×28×28', problems: ['wrong-value groups'] },
    ],
    ['unknown', 'channelShuffle', { groups: 3 }, ['8×8×?'], '8×8×?'],
    ['an unknown rank', 'channelShuffle', { groups: 3 }, ['…'], '…'],
  ]));

describe('resizing', () =>
  testRows([
    ['YOLOv3', 'upsample', { factor: 2 }, ['13×13×256'], { output: '26×26×256', label: 'Upsample ×2' }],
    [
      'uneven',
      'upsample',
      { factor: [2, 3], interpolation: 'bilinear' },
      ['4×?×1'],
      { output: '8×?×1', label: 'Upsample ×2×3' },
    ],
    ['a sequence', 'upsample', { factor: 2 }, ['5×3'], '10×3'],
    ['a volume', 'upsample', { factor: 2, ...first }, ['3×4×5×6'], '3×8×10×12'],
    ['a flat input', 'upsample', { factor: 2 }, ['5'], { output: '…', problems: ['wrong-rank'] }],
    [
      'factors for other axes',
      'upsample',
      { factor: [2, 3] },
      ['5×3'],
      { output: '10×3', problems: ['wrong-value factor'] },
    ],
    ['an unknown rank', 'upsample', { factor: 2 }, ['…'], '…'],
    ['a size', 'resize', { size: [180, 120] }, ['?×?×3'], { output: '180×120×3', label: 'Resize 180×120' }],
    ['channels first', 'resize', { size: 64, ...first }, ['3×32×32'], '3×64×64'],
    ['an unknown rank', 'resize', { size: 64 }, ['…'], '64×64×?'],
  ]));

describe('flatten and reshape', () =>
  testRows([
    ['LeNet', 'flatten', {}, ['5×5×16'], { output: '400', label: 'Flatten' }],
    ['a vector', 'flatten', {}, ['7'], '7'],
    ['a scalar', 'flatten', {}, [''], '1'],
    ['unknown sizes', 'flatten', {}, ['5×?×16'], '?'],
    ['an unknown rank', 'flatten', {}, ['…'], '?'],
    ['PyTorch: from the second axis', 'flatten', { start: 2 }, ['768×14×14'], '768×196'],
    ['PyTorch: to the last but one', 'flatten', { end: -2 }, ['4×5×6'], '20×6'],
    ['PyTorch: of an unknown rank', 'flatten', { start: 2 }, ['…'], '…'],
    [
      'PyTorch: the batch',
      'flatten',
      { start: 0 },
      ['4×5'],
      { output: '20', problems: ['wrong-value start'] },
    ],
    ['PyTorch: beyond', 'flatten', { end: 4 }, ['4×5'], { output: '20', problems: ['wrong-value end'] }],
    [
      'a generator',
      'reshape',
      { shape: [7, 7, 256] },
      ['12544'],
      { output: '7×7×256', label: 'Reshape 7×7×256' },
    ],
    ['the rest', 'reshape', { shape: [-1, 8] }, ['4×4×3'], { output: '6×8', label: 'Reshape ?×8' }],
    ['the rest of unknown sizes', 'reshape', { shape: [-1, 8] }, ['4×?×3'], '?×8'],
    ['unknown sizes', 'reshape', { shape: [6, 8] }, ['4×?×3'], '6×8'],
    ['an unknown rank', 'reshape', { shape: [6, -1] }, ['…'], '6×?'],
    ['to a scalar', 'reshape', { shape: [] }, ['1×1'], ''],
    [
      'a misfit',
      'reshape',
      { shape: [10, 10] },
      ['8×8×3'],
      { output: '10×10', problems: ['wrong-value shape'] },
    ],
    [
      'a rest that is no whole number',
      'reshape',
      { shape: [-1, 10] },
      ['8×8×3'],
      { output: '?×10', problems: ['wrong-value shape'] },
    ],
  ]));

describe('permute and repeat', () =>
  testRows([
    [
      'channels to the front',
      'permute',
      { order: [3, 1, 2] },
      ['4×5×6'],
      { output: '6×4×5', label: 'Permute 3, 1, 2' },
    ],
    ['unknown', 'permute', { order: [2, 1] }, ['?×3'], '3×?'],
    ['an unknown rank', 'permute', { order: [2, 1] }, ['…'], '?×?'],
    [
      'out of range',
      'permute',
      { order: [3, 1] },
      ['4×5'],
      { output: '?×?', problems: ['wrong-value order'] },
    ],
    ['the batch', 'permute', { order: [0, 1] }, ['4×5'], { output: '?×?', problems: ['wrong-value order'] }],
    ['twice', 'permute', { order: [1, 1] }, ['4×5'], { output: '?×?', problems: ['wrong-value order'] }],
    [
      'of another rank',
      'permute',
      { order: [2, 1] },
      ['4×5×6'],
      { output: '?×?', problems: ['wrong-value order'] },
    ],
    ['a vector', 'repeatVector', { times: 3 }, ['8'], { output: '3×8', label: 'Repeat ×3' }],
    ['an unknown rank', 'repeatVector', { times: 3 }, ['…'], '3×?'],
    ['a map', 'repeatVector', { times: 3 }, ['4×8'], { output: '3×?', problems: ['wrong-rank'] }],
  ]));

describe('the rest', () =>
  testRows([
    ['a shape', 'input', { shape: [224, null, 3] }, [], { output: '224×?×3', label: 'Input | 224×?×3' }],
    ['no shape', 'input', {}, [], { output: '…', label: 'Input' }],
    [
      'a given shape',
      'unknown',
      { class: 'Attention', output: [10, null] },
      ['4'],
      { output: '10×?', label: 'Attention' },
    ],
    ['nothing known', 'unknown', {}, ['4', '5×6'], { output: '…', label: 'Unknown layer' }],
    ['anything', 'identity', {}, ['4×?'], { output: '4×?', label: 'Identity' }],
    ['pixels', 'rescale', { scale: 1 / 255 }, ['4×4×3'], { output: '4×4×3', label: 'Rescale | ×0.00392' }],
    ['a share', 'dropout', { rate: 0.2 }, ['4×?'], { output: '4×?', label: 'Dropout 0.2' }],
    ['a map', 'spatialDropout', {}, ['4×4×8'], { output: '4×4×8', label: 'SpatialDropout 0.5' }],
    ['a flat input', 'spatialDropout', {}, ['8'], { output: '8', problems: ['wrong-rank'] }],
    ['SELU', 'alphaDropout', { rate: 0.1 }, ['8'], { output: '8', label: 'AlphaDropout 0.1' }],
    ['noise', 'gaussianDropout', { rate: 0.1 }, ['8'], { output: '8', label: 'GaussianDropout 0.1' }],
    ['noise', 'gaussianNoise', { deviation: 0.1 }, ['…'], { output: '…', label: 'GaussianNoise 0.1' }],
    ['stochastic depth', 'dropPath', { rate: 0.2 }, ['4×4×8'], { output: '4×4×8', label: 'DropPath 0.2' }],
  ]));
