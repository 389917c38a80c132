import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Pair } from '../../../webview/training/backends/index.js';
import * as ops from '../../../webview/training/backends/index.js';
import { type KernelCase, product, times } from './kernels-case.js';
import * as reference from './kernels-reference.js';
import { shifted, uniform } from './kernels-values.js';

const EPSILON = 1e-3;
const IMAGES = [2, 7, 6, 3];

type Norm = (x: Tensor4D, gamma?: Tensor1D, beta?: Tensor1D) => Tensor;

/** With scale and offset, with one of them, and with neither. */
const norm = (
  name: string,
  values: KernelCase['values'],
  run: Norm,
  oracle: reference.Reference,
  shape = [3, 4, 5, 6],
) =>
  [[shape, [6], [6]], [shape, [6]], [shape]].map(
    (shapes): KernelCase => ({
      name: `${name}, ${shapes.length - 1} weights`,
      shapes,
      values,
      run,
      oracle: { reference: oracle },
    }),
  );

const overBatch = reference.normalize(EPSILON, (_, channel) => channel);
const train: Norm = (x, gamma, beta) => {
  const { y, mean, variance } = ops.batchNormTrain(x, gamma, beta, EPSILON);
  tf.dispose([mean, variance]);
  return y;
};
const norms: KernelCase[] = [
  ...norm('batchNormTrain', uniform, train, overBatch),
  ...norm('batchNormTrain far from zero', shifted, train, overBatch),
  ...norm('batchNormTrain of vectors', uniform, train, overBatch, [9, 6]),
  ...norm(
    'layerNorm',
    uniform,
    (x, gamma, beta) => ops.layerNorm(x, gamma, beta, EPSILON),
    reference.normalize(EPSILON, row => row),
  ),
  ...[1, 2, 6].flatMap(groups =>
    norm(
      `groupNorm in ${groups}`,
      uniform,
      (x, gamma, beta) => ops.groupNorm(x, groups, gamma, beta, EPSILON),
      reference.normalize(
        EPSILON,
        (row, channel) => Math.floor(row / 20) * groups + Math.floor((channel * groups) / 6),
      ),
    ),
  ),
];

const offsetOnly: KernelCase = {
  name: 'batchNormTrain without scale',
  shapes: [[3, 4, 5, 6], [6]],
  values: uniform,
  run: (x: Tensor4D, beta: Tensor1D) => train(x, undefined, beta),
  oracle: {
    reference: shape => {
      const normalize = overBatch(shape!);
      const ones = new Float64Array(6).fill(1);
      return (x, beta) => normalize(x!, ones, beta!);
    },
  },
};

const FACTORS: readonly Pair[] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 2],
  [4, 1],
  [3, 5],
];
const nearest = FACTORS.map(
  (factors): KernelCase => ({
    name: `upsampleNearest by ${times(factors)}`,
    shapes: [[3, 4, 3, 2]],
    values: uniform,
    run: (x: Tensor4D) => ops.upsampleNearest(x, factors),
    oracle: { reference: reference.upsampleNearest([4 * factors[0], 3 * factors[1]]) },
  }),
);

const bilinear = product(
  [
    [8, 6],
    [9, 7],
    [5, 3],
    [2, 2],
  ] as Pair[],
  [true, false],
  [0],
).map(
  ([size, alignCorners]): KernelCase => ({
    name: `upsampleBilinear to ${times(size)}, corners ${alignCorners ? 'aligned' : 'not aligned'}`,
    shapes: [[3, 4, 3, 2]],
    values: uniform,
    run: (x: Tensor4D) => ops.upsampleBilinear(x, size, { alignCorners }),
    oracle: { reference: reference.upsampleBilinear(size, alignCorners) },
  }),
);

const subsampling = (
  [
    [
      [2, 2],
      [4, 3],
    ],
    [
      [3, 2],
      [3, 3],
    ],
    [
      [1, 3],
      [7, 2],
    ],
  ] as [Pair, Pair][]
).map(
  ([strides, size]): KernelCase => ({
    name: `subsample by ${times(strides)}`,
    shapes: [IMAGES],
    values: uniform,
    run: (x: Tensor4D) => ops.subsample(x, strides),
    oracle: { reference: reference.pick([...size, 3], (y, x, c) => [y * strides[0], x * strides[1], c]) },
  }),
);

const spatial: KernelCase[] = [
  {
    name: 'pad2d, adding and removing',
    shapes: [IMAGES],
    values: uniform,
    run: (x: Tensor4D) =>
      ops.pad2d(x, [
        [2, -1],
        [-2, 1],
      ]),
    oracle: { reference: reference.pick([8, 5, 3], (y, x, c) => [y - 2, x + 2, c]) },
  },
  {
    name: 'crop2d',
    shapes: [IMAGES],
    values: uniform,
    run: (x: Tensor4D) =>
      ops.crop2d(x, [
        [1, 2],
        [0, 3],
      ]),
    oracle: { reference: reference.pick([4, 3, 3], (y, x, c) => [y + 1, x, c]) },
  },
  {
    name: 'padChannels',
    shapes: [IMAGES],
    values: uniform,
    run: (x: Tensor4D) => ops.padChannels(x, 1, 2),
    oracle: { reference: reference.pick([7, 6, 6], (y, x, c) => [y, x, c - 1]) },
  },
];

export const otherCases: readonly KernelCase[] = [
  ...norms,
  offsetOnly,
  ...nearest,
  ...bilinear,
  ...subsampling,
  ...spatial,
];
