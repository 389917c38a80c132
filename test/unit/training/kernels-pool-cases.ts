import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Padding } from '../../../webview/training/backends/index.js';
import * as ops from '../../../webview/training/backends/index.js';
import { borders, type KernelCase, product, square, times } from './kernels-case.js';
import * as reference from './kernels-reference.js';
import { distinct, negative, tied, uniform } from './kernels-values.js';

const IMAGES = [2, 7, 6, 3];

const POOLS: readonly (readonly [size: number, stride: number, padding: Padding])[] = [
  [1, 1, ops.NO_PADDING],
  [1, 2, ops.NO_PADDING],
  [2, 2, ops.NO_PADDING],
  [
    2,
    2,
    [
      [0, 1],
      [0, 0],
    ],
  ],
  [
    2,
    1,
    [
      [0, 1],
      [0, 1],
    ],
  ],
  [2, 3, ops.NO_PADDING],
  [
    3,
    1,
    [
      [1, 1],
      [1, 1],
    ],
  ],
  [
    3,
    2,
    [
      [1, 1],
      [1, 1],
    ],
  ],
  [
    3,
    2,
    [
      [0, 1],
      [0, 1],
    ],
  ],
  [
    3,
    3,
    [
      [2, 0],
      [0, 2],
    ],
  ],
  [
    4,
    2,
    [
      [1, 2],
      [3, 0],
    ],
  ],
  [
    5,
    3,
    [
      [2, 2],
      [2, 2],
    ],
  ],
];

const pools = POOLS.flatMap(([length, stride, padding]): KernelCase[] => {
  const [size, strides] = [square(length), square(stride)];
  const setting = `${times(size)}, stride ${stride}, ${borders(padding)}`;
  const max = (name: string, values: KernelCase['values']): KernelCase => ({
    name: `maxPool ${setting}, ${name}`,
    shapes: [IMAGES],
    values,
    run: (x: Tensor4D) => ops.maxPool(x, { size, strides, padding }),
    oracle: { reference: reference.maxPool(size, { strides, padding }) },
  });
  const average = (countPadding: boolean): KernelCase => ({
    name: `avgPool ${setting}, padding ${countPadding ? 'counts' : 'left out'}`,
    shapes: [IMAGES],
    values: uniform,
    run: (x: Tensor4D) => ops.avgPool(x, { size, strides, padding, countPadding }),
    oracle: { reference: reference.avgPool(size, { strides, padding }, countPadding) },
  });
  return [max('of both signs', distinct), max('negative', negative), average(true), average(false)];
});

const ties = product([2, 3], [1, 2], ['same', 'valid'] as const).map(
  ([size, stride, pad]): KernelCase => ({
    name: `maxPool ${times(square(size))}, stride ${stride}, ${pad}, equal maxima: the first one gets the gradient`,
    shapes: [IMAGES],
    values: tied,
    run: (x: Tensor4D) => tf.maxPool(x, size, stride, pad),
    oracle: { cpu: (x: Tensor4D) => tf.maxPool(x, size, stride, pad) },
  }),
);

const stockAverages = product([2, 3], [1, 2], ['same', 'valid'] as const).map(
  ([length, stride, pad]): KernelCase => {
    const [size, strides] = [square(length), square(stride)];
    const padding = pad === 'same' ? ops.samePadding([7, 6], size, strides) : ops.NO_PADDING;
    return {
      name: `tf.avgPool ${times(size)}, stride ${stride}, ${pad}`,
      shapes: [IMAGES],
      values: uniform,
      run: (x: Tensor4D) => tf.avgPool(x, length, stride, pad),
      oracle: { reference: reference.avgPool(size, { strides, padding }, false) },
    };
  },
);

export const poolCases: readonly KernelCase[] = [...pools, ...ties, ...stockAverages];
