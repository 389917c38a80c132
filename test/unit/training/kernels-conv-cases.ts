import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ConvOptions, Padding, Pair } from '../../../webview/training/backends/index.js';
import * as ops from '../../../webview/training/backends/index.js';
import { borders, type KernelCase, PADDINGS, product, square, times } from './kernels-case.js';
import * as reference from './kernels-reference.js';
import { uniform } from './kernels-values.js';

const SIZES: readonly Pair[] = [
  [8, 8],
  [9, 7],
];
const SAME_OR_VALID = ['same', 'valid'] as const;

const paddingOf = (pad: 'same' | 'valid', size: Pair, kernel: number, stride: number): Padding =>
  pad === 'valid' ? ops.NO_PADDING : ops.samePadding(size, square(kernel), square(stride));

const againstCpu: KernelCase[] = SIZES.flatMap(size =>
  product([1, 2, 3, 4, 5, 6, 7], [1, 2, 3], SAME_OR_VALID).flatMap(([kernel, stride, pad]): KernelCase[] => {
    const options = { strides: square(stride), padding: paddingOf(pad, size, kernel, stride) };
    const setting = `${times([kernel, kernel])}, stride ${stride}, ${pad}, on ${times(size)}`;
    const multiplier = kernel === 3 ? 2 : 1;
    return [
      {
        name: `conv2d ${setting}`,
        shapes: [
          [2, ...size, 3],
          [kernel, kernel, 3, 5],
        ],
        values: uniform,
        run: (x: Tensor4D, filter: Tensor4D) => ops.conv2d(x, filter, options),
        oracle: { cpu: (x: Tensor4D, filter: Tensor4D) => tf.conv2d(x, filter, stride, pad) },
      },
      {
        name: `depthwiseConv2d ${setting}, multiplier ${multiplier}`,
        shapes: [
          [2, ...size, 3],
          [kernel, kernel, 3, multiplier],
        ],
        values: uniform,
        run: (x: Tensor4D, filter: Tensor4D) => ops.depthwiseConv2d(x, filter, options),
        oracle: { cpu: (x: Tensor4D, filter: Tensor4D) => tf.depthwiseConv2d(x, filter, stride, pad) },
      },
    ];
  }),
);

/** A convolution to test. */
export interface Row extends ConvOptions {
  readonly kernel: Pair;
}

export const describe = ({
  kernel,
  strides = [1, 1],
  padding = ops.NO_PADDING,
  dilation = [1, 1],
  groups = 1,
}: Row): string =>
  `${times(kernel)}, stride ${times(strides)}, dilation ${times(dilation)}, groups ${groups}, ${borders(padding)}`;

const explicit: Row[] = product([2, 3, 4], [1, 2, 3], PADDINGS).map(([kernel, stride, padding]) => ({
  kernel: square(kernel),
  strides: square(stride),
  padding,
}));
const dilated: Row[] = [
  ...product([2, 3], [1, 2], [2, 3]).map(
    ([kernel, stride, rate]): Row => ({
      kernel: square(kernel),
      strides: square(stride),
      dilation: square(rate),
      padding: [
        [3, 2],
        [2, 3],
      ],
    }),
  ),
  { kernel: [3, 3], dilation: [1, 2] },
  {
    kernel: [2, 3],
    strides: [2, 1],
    dilation: [3, 1],
    padding: [
      [2, 1],
      [0, 0],
    ],
  },
  {
    kernel: [3, 3],
    dilation: [2, 2],
    padding: [
      [2, 2],
      [2, 2],
    ],
  },
];
const oblong: Row[] = [
  {
    kernel: [1, 3],
    padding: [
      [0, 0],
      [1, 1],
    ],
  },
  { kernel: [4, 1], strides: [1, 3] },
];
const grouped: Row[] = product([2, 4], [1, 2], [1, 2]).map(([groups, stride, rate]) => ({
  kernel: [3, 2],
  strides: square(stride),
  dilation: square(rate),
  padding: [
    [1, 2],
    [2, 0],
  ],
  groups,
}));

const CHANNELS = 4;

const convolutions = [...explicit, ...dilated, ...oblong, ...grouped].map(
  (row): KernelCase => ({
    name: `conv2d ${describe(row)}`,
    shapes: [
      [2, 7, 6, CHANNELS],
      [...row.kernel, CHANNELS / (row.groups ?? 1), row.groups ? 8 : 3],
    ],
    values: uniform,
    run: (x: Tensor4D, filter: Tensor4D) => ops.conv2d(x, filter, row),
    oracle: { reference: reference.conv2d(row, row.groups) },
  }),
);

const depthwise = [...explicit.filter(row => row.kernel[0] > 2), ...dilated].map(
  (row, i): KernelCase => ({
    name: `depthwiseConv2d ${describe(row)}, multiplier ${1 + (i % 2)}`,
    shapes: [
      [2, 7, 6, 3],
      [...row.kernel, 3, 1 + (i % 2)],
    ],
    values: uniform,
    run: (x: Tensor4D, filter: Tensor4D) => ops.depthwiseConv2d(x, filter, row),
    oracle: { reference: reference.depthwiseConv2d(row) },
  }),
);

const wide = (
  [
    ['3×3', 3, 16, 16],
    ['1×1', 1, 16, 32],
    ['3×3', 3, 3, 64],
  ] as const
).map(
  ([name, kernel, inputs, outputs]): KernelCase => ({
    name: `conv2d ${name}, ${inputs} → ${outputs} channels`,
    shapes: [
      [4, 8, 8, inputs],
      [kernel, kernel, inputs, outputs],
    ],
    values: uniform,
    run: (x: Tensor4D, filter: Tensor4D) =>
      ops.conv2d(x, filter, { padding: ops.samePadding([8, 8], square(kernel)) }),
    oracle: { cpu: (x: Tensor4D, filter: Tensor4D) => tf.conv2d(x, filter, 1, 'same') },
  }),
);

export const convCases: readonly KernelCase[] = [...againstCpu, ...convolutions, ...depthwise, ...wide];
