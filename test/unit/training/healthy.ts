/** Networks that learn, small enough for a quick test: nothing may fire on them. */
import type { TypedGraph } from '../../../src/core/graph.js';
import { shrink } from '../../../webview/training/shrink.js';
import { Builder } from './builder.js';
import * as networks from './networks.js';
import { zooGraph } from './zoo.js';

const small = { size: 8, width: 8 };
const he = { init: 'heNormal' };

/** As the product shrinks it: 8×8 pixels, and half the channels. */
const shrunken = (id: string): TypedGraph => shrink(zooGraph(id), { input: 4, width: 2 })!;

const norm = [['batchNorm'], ['relu']] as const;
const conv = (filters: number, kernel = 3, stride = 1) =>
  ['conv', { filters, kernel, stride, bias: false, ...he }] as const;
const head = (units: number) => [['globalAveragePool'], ['dense', { units, activation: 'softmax' }]] as const;

/** Norm and activation before the weights, in bottlenecks (He et al. 2016). */
function bottleneckV2(): TypedGraph {
  const net = new Builder();
  let x = net.chain(net.input(8, 8, 3), conv(16));
  for (const stride of [1, 1, 2, 1]) {
    const first = net.chain(x, ...norm);
    const branch = net.chain(first, conv(4, 1), ...norm, conv(4, 3, stride), ...norm, conv(16, 1));
    x = net.add('add', [stride === 1 ? x : net.chain(first, conv(16, 1, 2)), branch]);
  }
  return net.build(net.chain(x, ...norm, ...head(10)));
}

/** Residual units with squeeze-and-excitation (Hu et al. 2018). */
function squeezeAndExcitation(): TypedGraph {
  const net = new Builder();
  let x = net.chain(net.input(8, 8, 3), conv(8), ...norm);
  for (let unit = 0; unit < 3; unit++) {
    const branch = net.chain(x, conv(8), ...norm, conv(8), ['batchNorm']);
    const gate = net.chain(
      branch,
      ['globalAveragePool', { keepDims: true }],
      ['conv', { filters: 2, kernel: 1, activation: 'relu' }],
      ['conv', { filters: 8, kernel: 1, activation: 'sigmoid' }],
    );
    x = net.chain(net.add('add', [x, net.add('multiply', [branch, gate])]), ['relu']);
  }
  return net.build(net.chain(x, ...head(10)));
}

/** Each branch ends with a norm that starts at 0, so that it is silent in the first step (Goyal et al. 2017). */
function silentBranches(): TypedGraph {
  const net = new Builder();
  let x = net.chain(net.input(8, 8, 3), conv(8), ...norm);
  for (let unit = 0; unit < 3; unit++) {
    const branch = net.chain(x, conv(8), ...norm, conv(8), ['batchNorm', { gammaInit: 'zeros' }]);
    x = net.chain(net.add('add', [x, branch]), ['relu']);
  }
  return net.build(net.chain(x, ...head(10)));
}

/** Seven convolutions with norms, and no shortcut. */
function plain8(): TypedGraph {
  const net = new Builder();
  let x = net.input(8, 8, 3);
  for (const filters of [8, 8, 8, 16, 16, 16, 16]) x = net.chain(x, conv(filters), ...norm);
  return net.build(net.chain(x, ...head(10)));
}

/** Two answers from one trunk: a class, and a number. */
function twoHeads(): TypedGraph {
  const net = new Builder();
  const x = net.chain(net.input(8, 8, 3), conv(8), ...norm, conv(16), ...norm, ['flatten']);
  return net.build(
    net.add('dense', x, { units: 10, activation: 'softmax' }),
    net.chain(x, ['dense', { units: 16, activation: 'relu' }], ['dense', { units: 1 }]),
  );
}

/** A tutorial's first network: pixels divided by 255, no norm, Keras' own initializer. */
function tutorial(): TypedGraph {
  const net = new Builder();
  const layer = (filters: number) => ['conv', { filters, kernel: 3, activation: 'relu' }] as const;
  const pool = ['maxPool', { kernel: 2 }] as const;
  return net.build(
    net.chain(
      net.input(16, 16, 3),
      ['rescale', { scale: 1 / 255 }],
      ...[layer(8), pool, layer(16), pool, layer(16)],
      ...([['flatten'], ['dense', { units: 32, activation: 'relu' }], ['dense', { units: 5 }]] as const),
    ),
  );
}

/** A network of the nineties, with tanh and sigmoid. */
function leNet(): TypedGraph {
  const net = new Builder();
  const layer = (filters: number) => ['conv', { filters, kernel: 3, activation: 'tanh' }] as const;
  const pool = ['averagePool', { kernel: 2 }] as const;
  return net.build(
    net.chain(
      net.input(12, 12, 1),
      ...[layer(6), pool, layer(16), pool],
      ...([['flatten'], ['dense', { units: 32, activation: 'sigmoid' }], ['dense', { units: 10 }]] as const),
    ),
  );
}

type Case = readonly [name: string, network: () => TypedGraph];

export const residual: readonly Case[] = [
  ['the source document’s resnet_v1', () => networks.residualV1(small)],
  ['the source document’s resnet_v2', () => networks.residualV2(small)],
  ['ResNet-20 A', () => shrunken('cifar-resnet20-A')],
  ['ResNet-20 B', () => shrunken('cifar-resnet20-B')],
  ['bottlenecks of version 2', bottleneckV2],
  ['squeeze-and-excitation', squeezeAndExcitation],
  ['branches that start at 0', silentBranches],
  ['a ResNeXt, channels first', () => networks.resNext(small)],
];

export const others: readonly Case[] = [
  ['plain-8', plain8],
  ['a VGG', () => networks.plain(small)],
  ['a DenseNet', () => networks.denseNet({ size: 8, width: 6 })],
  ['a MobileNet', () => networks.mobileNet({ size: 8 })],
  ['a U-Net', () => networks.uNet({ size: 8 })],
  ['a perceptron', () => networks.perceptron({ size: 8, width: 32 })],
  ['a sequence', networks.sequence],
  ['two heads', twoHeads],
  ['a tutorial’s network', tutorial],
  ['a LeNet', leNet],
];
