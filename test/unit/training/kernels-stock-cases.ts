/** Operations of tfjs itself on the wasm backend, as our kernels complete it; its cpu backend is right for these. */

import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../../webview/training/backends/index.js';
import type { KernelCase } from './kernels-case.js';
import { distinct, uniform } from './kernels-values.js';

const IMAGES = [2, 7, 6, 6];

/** The same operation on both backends. */
const both = (
  name: string,
  shapes: KernelCase['shapes'],
  run: KernelCase['run'],
  values = uniform,
): KernelCase => ({
  name,
  shapes,
  values,
  run,
  oracle: { cpu: run },
});

const products = [false, true].flatMap(transposeA =>
  [false, true].flatMap(transposeB =>
    [[], [3]].map(batch => {
      const a = transposeA ? [6, 5] : [5, 6];
      const b = transposeB ? [7, 6] : [6, 7];
      const setting = `${transposeA ? 'aᵀ' : 'a'} ${transposeB ? 'bᵀ' : 'b'}${batch.length ? ', in a batch' : ''}`;
      return both(
        `matMul ${setting}`,
        [
          [...batch, ...a],
          [...batch, ...b],
        ],
        (a: Tensor2D, b: Tensor2D) => tf.matMul(a, b, transposeA, transposeB),
      );
    }),
  ),
);

const indices = () => tf.tensor1d([5, 0, 3, 3, 1], 'int32');

const kernels: KernelCase[] = [
  both('tf.conv2d', [IMAGES, [3, 3, 6, 4]], (x: Tensor4D, filter: Tensor4D) =>
    tf.conv2d(x, filter, 2, 'same'),
  ),
  both('tf.conv2d with a number as padding', [IMAGES, [3, 3, 6, 4]], (x: Tensor4D, filter: Tensor4D) =>
    tf.conv2d(x, filter, 2, 1, 'NHWC', 1, 'floor'),
  ),
  both('tf.conv2dTranspose', [IMAGES, [3, 3, 4, 6]], (x: Tensor4D, filter: Tensor4D) =>
    tf.conv2dTranspose(x, filter, [2, 14, 12, 4], 2, 'same'),
  ),
  both(
    'tf.separableConv2d',
    [IMAGES, [3, 3, 6, 2], [1, 1, 12, 5]],
    (x: Tensor4D, depthwise: Tensor4D, pointwise: Tensor4D) =>
      tf.separableConv2d(x, depthwise, pointwise, 1, 'same'),
  ),
  both(
    'tf.conv1d',
    [
      [2, 9, 3],
      [3, 3, 4],
    ],
    (x: Tensor3D, filter: Tensor3D) => tf.conv1d(x, filter, 1, 'same'),
  ),
  both('gather of channels', [IMAGES], (x: Tensor4D) => tf.gather(x, indices(), 3)),
  both('gather of rows', [[8, 3]], (x: Tensor2D) => tf.gather(x, indices())),
  both('slice', [IMAGES], (x: Tensor4D) => tf.slice(x, [0, 1, 2, 1], [2, 3, 4, 4])),
  both('slice of whole images', [IMAGES], (x: Tensor4D) => tf.slice(x, [1, 0, 0, 0], [1, 7, 6, 6])),
  both('slice of a vector', [[9]], (x: Tensor1D) => tf.slice(x, [2], [4])),
  both('split and concat', [IMAGES], (x: Tensor4D) => tf.concat(tf.split(x, [1, 2, 3], -1).reverse(), 3)),
  both('unstack and stack', [[4, 3, 5]], (x: Tensor) => tf.stack(tf.unstack(x, 1).reverse(), -1)),
  both('concat', [IMAGES, [2, 7, 6, 2]], (a: Tensor4D, b: Tensor4D) => tf.concat([a, b], -1)),
  both('channel shuffle', [IMAGES], (x: Tensor4D) =>
    tf.reshape(tf.transpose(tf.reshape(x, [84, 2, 3]), [0, 2, 1]), [2, 7, 6, 6]),
  ),
  both('pad', [IMAGES], (x: Tensor4D) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [0, 1],
      [2, 0],
    ]),
  ),
];

const layers: KernelCase[] = [
  both('dense', [[4, 6], [6, 5], [5]], (x: Tensor2D, weights: Tensor2D, bias: Tensor1D) =>
    ops.addBias(tf.matMul(x, weights), bias),
  ),
  both('a scale for each channel', [IMAGES, [6]], (x: Tensor4D, scale: Tensor1D) => tf.mul(x, scale)),
  both('bias of images', [IMAGES, [6]], ops.addBias as KernelCase['run']),
  both('squeeze and excitation', [IMAGES, [2, 1, 1, 6]], (x: Tensor4D, gate: Tensor4D) =>
    tf.mul(x, tf.sigmoid(gate)),
  ),
  both('global average', [IMAGES], (x: Tensor4D) => tf.mean(x, [1, 2])),
  ...[[0], [1], [0, 1], [1, 2], [0, 1, 2], [2, 3], [0, 2], [3]].map(axes =>
    both(`sum and mean over axes ${axes}`, [IMAGES], (x: Tensor4D) => {
      const total = tf.sum(x, axes);
      return tf.mul(total, tf.reshape(tf.mean(x, axes, true), total.shape));
    }),
  ),
  both('global maximum', [IMAGES], (x: Tensor4D) => tf.max(x, [1, 2]), distinct),
  both(
    'maximum of two',
    [
      [4, 6],
      [4, 6],
    ],
    (a: Tensor2D, b: Tensor2D) => tf.maximum(a, b),
  ),
  both('difference of two', [IMAGES, IMAGES], (a: Tensor4D, b: Tensor4D) => tf.sub(a, b)),
  both('permute', [IMAGES], (x: Tensor4D) => tf.transpose(x, [0, 3, 1, 2])),
  both('cross entropy', [[6, 5]], (x: Tensor2D) =>
    tf.losses.softmaxCrossEntropy(tf.oneHot([0, 1, 4, 2, 3, 1], 5), x),
  ),
];

const ACTIVATIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  relu: tf.relu,
  relu6: x => tf.relu6(tf.mul(x, 8)),
  leakyRelu: x => tf.leakyRelu(x, 0.1),
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  swish: x => tf.mul(x, tf.sigmoid(x)),
  mish: x => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: x => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  'hard sigmoid': x => tf.clipByValue(tf.add(tf.mul(x, 2), 0.5), 0, 1),
  softmax: x => tf.softmax(x),
  'log softmax': x => tf.logSoftmax(x),
  abs: tf.abs,
};

const activations = Object.entries(ACTIVATIONS).map(([name, run]) =>
  both(name, [[6, 9]], run as KernelCase['run'], distinct),
);
const prelu = both('prelu', [IMAGES, [6]], (x: Tensor, alpha: Tensor) => tf.prelu(x, alpha), distinct);

export const stockCases: readonly KernelCase[] = [...products, ...kernels, ...layers, ...activations, prelu];
