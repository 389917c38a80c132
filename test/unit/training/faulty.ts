import type { TypedGraph } from '../../../src/core/graph.js';
import { Builder } from './builder.js';

const conv = (filters = 8) => ['conv', { filters, kernel: 3, init: 'heNormal' }] as const;
const block = [conv(), ['batchNorm'], ['relu']] as const;
const head = [['flatten'], ['dense', { units: 4, activation: 'softmax' }]] as const;

/** Begins a network that learns, for a fault to be put into it: the builder, and where the trunk ends. */
function trunk(): { net: Builder; x: string } {
  const net = new Builder();
  return { net, x: net.chain(net.input(12, 12, 3), ...block, ...block) };
}

/** A layer whose output nobody takes. */
export function unusedLayer(): TypedGraph {
  const { net, x } = trunk();
  net.chain(x, conv());
  return net.build(net.chain(x, ...head));
}

/** A residual branch that is multiplied by 0. */
export function zeroBranch(): TypedGraph {
  const { net, x } = trunk();
  const branch = net.chain(x, conv(), ['rescale', { scale: 0 }]);
  return net.build(net.chain(net.add('add', [x, branch]), ...head));
}

/** A gate that is shut: its ReLU sees nothing but negative values. */
export function shutGate(): TypedGraph {
  const { net, x } = trunk();
  const gate = net.chain(
    x,
    ['globalAveragePool', { keepDims: true }],
    ['conv', { filters: 8, kernel: 1 }],
    ['rescale', { offset: -1000 }],
    ['relu'],
  );
  const branch = net.add('multiply', [net.chain(x, conv()), gate]);
  return net.build(net.chain(net.add('add', [x, branch]), ...head));
}

/** A ReLU in the trunk whose input is hugely negative. */
export function deadRelu(): TypedGraph {
  const { net, x } = trunk();
  return net.build(net.chain(x, conv(), ['rescale', { offset: -1e5 }], ['relu'], conv(), ['relu'], ...head));
}

/** Two layers that start at 0, one after the other. */
export function zeroWeights(): TypedGraph {
  const { net, x } = trunk();
  const zero = ['conv', { filters: 8, kernel: 3, init: 'zeros', bias: false }] as const;
  return net.build(net.chain(net.add('add', [x, net.chain(x, zero, ['relu'], zero)]), ...head));
}

/** A softmax over one class: its answer is always 1. */
export function oneClass(): TypedGraph {
  const { net, x } = trunk();
  return net.build(net.chain(x, ['flatten'], ['dense', { units: 1, activation: 'softmax' }]));
}

/** An exponential of large numbers. */
export function overflow(): TypedGraph {
  const { net, x } = trunk();
  return net.build(net.chain(x, conv(), ['rescale', { scale: 1000 }], ['exponential'], ...head));
}

/** Residual units without a norm: values double from one to the next. */
export function exploding(): TypedGraph {
  const net = new Builder();
  let x = net.chain(net.input(12, 12, 3), conv());
  for (let unit = 0; unit < 10; unit++) {
    const branch = net.chain(x, conv(), ['relu'], conv());
    x = net.chain(net.add('add', [x, branch]), ['relu']);
  }
  return net.build(
    net.chain(x, ['flatten'], ['dense', { units: 10, activation: 'softmax', init: 'heNormal' }]),
  );
}

/** Ten sigmoids in a row: the gradient vanishes, though not to nothing. */
export function vanishing(): TypedGraph {
  const net = new Builder();
  const layers = Array.from(
    { length: 10 },
    () => [['conv', { filters: 8, kernel: 3 }], ['sigmoid']] as const,
  ).flat();
  return net.build(
    net.chain(net.input(12, 12, 3), ...layers, ['globalAveragePool'], ['dense', { units: 10 }]),
  );
}

/** A mean over the whole picture, and one dense layer: too little to tell ten figures apart. */
export function tooSmall(): TypedGraph {
  const net = new Builder();
  return net.build(
    net.chain(net.input(12, 12, 3), ['globalAveragePool'], ['dense', { units: 10, activation: 'softmax' }]),
  );
}

/** Two softmaxes in a row: every answer stays close to all others, and the loss cannot come near 0. */
export function twoSoftmaxes(): TypedGraph {
  const { net, x } = trunk();
  return net.build(net.chain(x, ['flatten'], ['dense', { units: 10, activation: 'softmax' }], ['softmax']));
}
