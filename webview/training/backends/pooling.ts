/** Pooling with explicit padding and with right gradients. All images are NHWC. */
import {
  avgPool as averages,
  maxPool as maxima,
  mul,
  type Tensor4D,
  tensor4d,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import { pad2d, subsample } from './spatial.js';
import {
  explicitPadding,
  imageSize,
  isNothing,
  isOnes,
  outputSize,
  type Padding,
  type Pair,
  perAxis,
  type Window,
  windowOf,
} from './window.js';

export interface PoolOptions {
  readonly size: Pair;
  /** The pool's size unless given. */
  readonly strides?: Pair;
  readonly padding?: Padding;
}

export interface AvgPoolOptions extends PoolOptions {
  /** Whether padding counts as zeros, as in PyTorch, or is left out of the average, as in Keras (the default). */
  readonly countPadding?: boolean;
}

/**
 * Maxima of windows; padding never wins. Among equal maxima the first one, row by row, gets the whole gradient.
 * @param x [batch, height, width, channels]
 */
export function maxPool(x: Tensor4D, options: PoolOptions): Tensor4D {
  const window = poolWindow('maxPool', x, options);
  if (isOnes(options.size)) return subsample(x, window.strides);
  return maxima(x, [...options.size], [...window.strides], explicitPadding(window.padding));
}

/**
 * Averages of windows. tfjs's own gradient forgets that windows at the border average fewer pixels.
 * @param x [batch, height, width, channels]
 */
export function avgPool(x: Tensor4D, options: AvgPoolOptions): Tensor4D {
  const { size, countPadding = false } = options;
  const window = poolWindow('avgPool', x, options);
  return tidy(() => {
    const padded = pad2d(x, window.padding);
    const pooled = isOnes(size)
      ? subsample(padded, window.strides)
      : averages(padded, [...size], [...window.strides], 'valid');
    if (countPadding || isNothing(window.padding)) return pooled;
    return mul(pooled, paddingCorrection(imageSize(x), size, window));
  });
}

function poolWindow(operation: string, x: Tensor4D, { size, strides = size, padding }: PoolOptions): Window {
  const window = windowOf({ strides, padding });
  const outputs = outputSize(imageSize(x), size, window);
  const sound = perAxis(axis =>
    [0, outputs[axis] - 1].every(
      index => index >= 0 && pixelsInside(index, axis, imageSize(x), size, window) > 0,
    ),
  );
  util.assert(
    sound[0] && sound[1],
    () => `${operation}: a window does not fit into the image or sees only padding`,
  );
  return window;
}

/** For each window, its pixels by those of them that are not padding: [1, outHeight, outWidth, 1]. */
function paddingCorrection(input: Pair, size: Pair, window: Window): Tensor4D {
  const [height, width] = outputSize(input, size, window);
  const pixels = (row: number, column: number) =>
    pixelsInside(row, 0, input, size, window) * pixelsInside(column, 1, input, size, window);
  const factors = Array.from(
    { length: height * width },
    (_, i) => (size[0] * size[1]) / pixels(Math.floor(i / width), i % width),
  );
  return tensor4d(factors, [1, height, width, 1]);
}

/** How many rows (axis 0) or columns (axis 1) of the image the window at `index` sees. */
function pixelsInside(
  index: number,
  axis: 0 | 1,
  input: Pair,
  size: Pair,
  { strides, padding }: Window,
): number {
  const start = index * strides[axis] - padding[axis][0];
  return Math.min(start + size[axis], input[axis]) - Math.max(start, 0);
}
