import type { TypedGraph } from '../../../src/core/graph.js';
import { Builder } from './builder.js';

export interface Sizes {
  readonly size?: number;
  readonly width?: number;
  readonly classes?: number;
}

const he = { init: 'heNormal' };

/** The source document's first network: two residual blocks, activation after the addition. */
export function residualV1({ size = 32, width = 16, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('resnet_v1');
  let x = net.add('conv', net.input(size, size, 3), { filters: width, kernel: 3, activation: 'relu' });
  for (const filters of [width, 2 * width]) {
    const branch = net.chain(
      x,
      ['conv', { filters, kernel: 3 }],
      ['batchNorm'],
      ['relu'],
      ['conv', { filters, kernel: 3 }],
      ['batchNorm'],
    );
    const shortcut = filters === width ? x : net.add('conv', x, { filters, kernel: 1 });
    x = net.chain(net.add('add', [shortcut, branch]), ['relu']);
  }
  return net.build(net.chain(x, ['flatten'], ['dense', { units: classes, activation: 'softmax', ...he }]));
}

/** The source document's second network: norm and activation before the weights. */
export function residualV2({ size = 32, width = 16, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('resnet_v2');
  let x = net.add('conv', net.input(size, size, 3), { filters: width, kernel: 3, activation: 'relu' });
  for (const filters of [width, 2 * width]) {
    const branch = net.chain(
      x,
      ['batchNorm'],
      ['relu'],
      ['conv', { filters, kernel: 3 }],
      ['batchNorm'],
      ['relu'],
      ['conv', { filters, kernel: 3 }],
    );
    const shortcut = filters === width ? x : net.add('conv', x, { filters, kernel: 1 });
    x = net.add('add', [shortcut, branch]);
  }
  const head = [
    ['batchNorm'],
    ['flatten'],
    ['dense', { units: classes, activation: 'softmax', ...he }],
  ] as const;
  return net.build(net.chain(x, ...head));
}

/** He et al. 2015, section 4.2, with projections where the width changes. */
export function residualCifar(
  depth: number,
  { size = 32, width = 16, classes = 10 }: Sizes = {},
): TypedGraph {
  const net = new Builder(`resnet${depth}`);
  const conv = (filters: number, kernel: number, stride: number) =>
    ['conv', { filters, kernel, stride, bias: false, ...he }] as const;
  let x = net.chain(net.input(size, size, 3), conv(width, 3, 1), ['batchNorm'], ['relu']);
  for (const stage of [0, 1, 2]) {
    const filters = width * 2 ** stage;
    for (let block = 0; block < (depth - 2) / 6; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const branch = net.chain(x, conv(filters, 3, stride), ['batchNorm'], ['relu'], conv(filters, 3, 1), [
        'batchNorm',
      ]);
      const shortcut = stride === 1 ? x : net.chain(x, conv(filters, 1, stride), ['batchNorm']);
      x = net.chain(net.add('add', [shortcut, branch]), ['relu']);
    }
  }
  return net.build(net.chain(x, ['globalAveragePool'], ['dense', { units: classes, activation: 'softmax' }]));
}

/** Convolutions and pools without a shortcut or a norm. */
export function plain({ size = 32, width = 16, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('vgg');
  let x = net.input(size, size, 3);
  for (const filters of [width, 2 * width, 4 * width]) {
    const conv = ['conv', { filters, kernel: 3, activation: 'relu', ...he }] as const;
    x = net.chain(x, conv, conv, ['maxPool', { kernel: 2 }]);
  }
  const hidden = ['dense', { units: 4 * width, activation: 'relu', ...he }] as const;
  return net.build(
    net.chain(x, ['flatten'], hidden, ['dropout', { rate: 0.3 }], ['dense', { units: classes }]),
  );
}

/** Two dense blocks with a transition between them (Huang et al. 2017). */
export function denseNet({ size = 32, width = 12, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('densenet');
  let x = net.add('conv', net.input(size, size, 3), { filters: 2 * width, kernel: 3, bias: false, ...he });
  for (const block of [0, 1]) {
    for (let layer = 0; layer < 4; layer++) {
      const grown = net.chain(
        x,
        ['batchNorm'],
        ['relu'],
        ['conv', { filters: width, kernel: 3, bias: false, ...he }],
      );
      x = net.add('concat', [x, grown]);
    }
    if (block === 0)
      x = net.chain(
        x,
        ['batchNorm'],
        ['relu'],
        ['conv', { filters: 3 * width, kernel: 1, bias: false, ...he }],
        ['averagePool', { kernel: 2 }],
      );
  }
  const head = [
    ['batchNorm'],
    ['relu'],
    ['globalAveragePool'],
    ['dense', { units: classes, activation: 'softmax' }],
  ] as const;
  return net.build(net.chain(x, ...head));
}

/** A dense network on a flattened picture. */
export function perceptron({ size = 28, width = 128, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('perceptron');
  const head = [
    ['flatten'],
    ['dense', { units: width, activation: 'relu' }],
    ['dense', { units: classes, activation: 'softmax' }],
  ] as const;
  return net.build(net.chain(net.input(size, size, 1), ...head));
}

/** A U-Net with two levels (Ronneberger et al. 2015): a class for each pixel. */
export function uNet({ size = 16, width = 8, classes = 3 }: Sizes = {}): TypedGraph {
  const net = new Builder('unet');
  const conv = (filters: number) =>
    [['conv', { filters, kernel: 3, ...he }], ['batchNorm'], ['relu']] as const;
  const fine = net.chain(net.input(size, size, 3), ...conv(width));
  const coarse = net.chain(fine, ['maxPool', { kernel: 2 }], ...conv(2 * width));
  const up = net.chain(coarse, ['transposedConv', { filters: width, kernel: 2, stride: 2, ...he }]);
  return net.build(
    net.chain(net.add('concat', [fine, up]), ...conv(width), ['conv', { filters: classes, kernel: 1 }]),
  );
}

/** Inverted bottlenecks with a gate (Sandler et al. 2018, Hu et al. 2018). */
export function mobileNet({ size = 16, width = 8, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('mobilenet');
  const norm = [['batchNorm'], ['swish']] as const;
  let x = net.chain(
    net.input(size, size, 3),
    ['conv', { filters: width, kernel: 3, bias: false, ...he }],
    ...norm,
  );
  for (const stride of [1, 2]) {
    const wide = { filters: 4 * width, kernel: 1, bias: false, ...he };
    const middle = net.chain(
      x,
      ['conv', wide],
      ...norm,
      ['depthwiseConv', { kernel: 3, stride, bias: false, ...he }],
      ...norm,
    );
    const gate = net.chain(
      middle,
      ['globalAveragePool', { keepDims: true }],
      ['conv', { filters: width, kernel: 1, activation: 'relu' }],
      ['conv', { filters: 4 * width, kernel: 1, activation: 'sigmoid' }],
    );
    const narrow = ['conv', { filters: width, kernel: 1, bias: false, ...he }] as const;
    const out = net.chain(net.add('multiply', [middle, gate]), narrow, ['batchNorm']);
    x = stride === 1 ? net.add('add', [x, out]) : out;
  }
  return net.build(net.chain(x, ['globalAveragePool'], ['dense', { units: classes }]));
}

/** Grouped convolutions (Xie et al. 2017) with channels first, as PyTorch has them. */
export function resNext({ size = 16, width = 16, classes = 10 }: Sizes = {}): TypedGraph {
  const net = new Builder('resnext');
  const first = { dataFormat: 'channelsFirst' };
  const conv = (kernel: number, groups = 1) =>
    ['conv', { filters: width, kernel, groups, bias: false, ...he, ...first }] as const;
  const norm = ['batchNorm', { axis: 1 }] as const;
  let x = net.chain(net.input(3, size, size), conv(3), norm, ['relu']);
  for (let block = 0; block < 2; block++) {
    const branch = net.chain(x, conv(1), norm, ['relu'], conv(3, 4), norm, ['relu'], conv(1), norm);
    x = net.chain(net.add('add', [x, branch]), ['relu']);
  }
  return net.build(net.chain(x, ['globalAveragePool', first], ['dense', { units: classes }]));
}

/** Convolutions over a sequence, for two classes told by one number. */
export function sequence(): TypedGraph {
  const net = new Builder('sequence');
  const conv = (filters: number) => ['conv', { filters, kernel: [5], activation: 'relu', ...he }] as const;
  const head = [['flatten'], ['dense', { units: 1, activation: 'sigmoid' }]] as const;
  return net.build(net.chain(net.input(40, 2), conv(8), ['maxPool', { kernel: [2] }], conv(16), ...head));
}
