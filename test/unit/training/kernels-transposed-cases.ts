import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Pair } from '../../../webview/training/backends/index.js';
import * as ops from '../../../webview/training/backends/index.js';
import { type KernelCase, times } from './kernels-case.js';
import { describe, type Row } from './kernels-conv-cases.js';
import * as reference from './kernels-reference.js';
import { uniform } from './kernels-values.js';

/** A row and the size that it makes of 4×3 pixels. */
const TRANSPOSED: readonly (readonly [Row & { outputPadding?: Pair }, size: Pair])[] = [
  [{ kernel: [1, 1] }, [4, 3]],
  [{ kernel: [3, 3] }, [6, 5]],
  [
    {
      kernel: [3, 3],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
    [4, 3],
  ],
  [{ kernel: [2, 2], strides: [2, 2] }, [8, 6]],
  [
    {
      kernel: [3, 3],
      strides: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
    },
    [8, 6],
  ],
  [
    {
      kernel: [3, 3],
      strides: [2, 2],
      padding: [
        [1, 1],
        [1, 1],
      ],
      outputPadding: [1, 1],
    },
    [8, 6],
  ],
  [
    {
      kernel: [4, 4],
      strides: [2, 2],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
    [8, 6],
  ],
  [{ kernel: [2, 2], strides: [3, 3], outputPadding: [1, 0] }, [12, 8]],
  [
    {
      kernel: [3, 2],
      strides: [1, 2],
      padding: [
        [1, 0],
        [0, 0],
      ],
    },
    [5, 6],
  ],
  [{ kernel: [3, 3], dilation: [2, 2] }, [8, 7]],
  [
    {
      kernel: [3, 3],
      strides: [2, 2],
      dilation: [2, 1],
      padding: [
        [1, 2],
        [1, 1],
      ],
      outputPadding: [0, 1],
    },
    [8, 6],
  ],
  [
    {
      kernel: [3, 3],
      strides: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
      groups: 2,
    },
    [8, 6],
  ],
  [{ kernel: [2, 2], strides: [2, 2], groups: 4 }, [8, 6]],
];

export const transposedCases: readonly KernelCase[] = TRANSPOSED.map(
  ([row, size]): KernelCase => ({
    name: `conv2dTranspose ${describe(row)} → ${times(size)}`,
    shapes: [
      [2, 4, 3, 4],
      [...row.kernel, 8 / (row.groups ?? 1), 4],
    ],
    values: uniform,
    run: (x: Tensor4D, filter: Tensor4D) => ops.conv2dTranspose(x, filter, row),
    oracle: { reference: reference.conv2dTranspose(row, size, row.groups) },
  }),
);
