/** Padding, cropping, spreading and thinning of images [batch, height, width, channels]. */
import {
  clone,
  DepthwiseConv2dNative,
  engine,
  fill,
  pad,
  reshape,
  reverse,
  slice,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.js';
import {
  convAttributes,
  explicitPadding,
  imageSize,
  isNothing,
  isOnes,
  kernelSize,
  type Padding,
  type Pair,
  perAxis,
  windowOf,
} from './window.js';

/** Splits padding into what it adds and what its negative numbers remove. */
export function splitPadding(padding: Padding): { added: Padding; removed: Padding } {
  const part = (sign: 1 | -1) =>
    perAxis(axis => {
      const [before, after] = padding[axis];
      return [Math.max(0, sign * before), Math.max(0, sign * after)] as const;
    });
  return { added: part(1), removed: part(-1) };
}

/** Removes rows and columns at the borders. */
export function crop2d(x: Tensor4D, removed: Padding): Tensor4D {
  if (isNothing(removed)) return clone(x);
  const [[top, bottom], [left, right]] = removed;
  const [batch, height, width, channels] = x.shape;
  return slice(x, [0, top, left, 0], [batch, height - top - bottom, width - left - right, channels]);
}

/** Adds zeros at the borders, or removes pixels where `padding` is negative. */
export function pad2d(x: Tensor4D, padding: Padding): Tensor4D {
  const { added, removed } = splitPadding(padding);
  return tidy(() => {
    const cropped = crop2d(x, removed);
    return isNothing(added) ? cropped : pad(cropped, explicitPadding(added) as [number, number][]);
  });
}

/** Adds channels of zeros before and after those of `x`. */
export function padChannels(x: Tensor4D, before: number, after: number): Tensor4D {
  return pad(x, [
    [0, 0],
    [0, 0],
    [0, 0],
    [before, after],
  ]);
}

/** Turns a filter [height, width, ...] by 180 degrees. */
export const rotate = (filter: Tensor4D): Tensor4D =>
  isOnes(kernelSize(filter)) ? filter : reverse(filter, [0, 1]);

/** Appends `count` zeros to each row of a matrix. */
const appendZeros = (x: Tensor2D, count: number): Tensor2D =>
  pad(x, [
    [0, 0],
    [0, count],
  ]);

/** Puts `factor - 1` zeros after every row and column: [batch, height * rows, width * columns, channels]. */
export function insertZeros(x: Tensor4D, [rows, columns]: Pair): Tensor4D {
  if (isOnes([rows, columns])) return x;
  const [batch, height, width, channels] = x.shape;
  const line = width * columns * channels;
  return tidy(() => {
    const pixels = reshape(x, [batch * height * width, channels]) as Tensor2D;
    const lines = reshape(appendZeros(pixels, (columns - 1) * channels), [batch * height, line]) as Tensor2D;
    return reshape(appendZeros(lines, (rows - 1) * line), [batch, height * rows, width * columns, channels]);
  });
}

/**
 * x[:, ::rows, ::columns, :], the shortcut that skips pixels.
 * It runs as a 1×1 depthwise convolution with ones: tfjs's StridedSlice has no gradient and, on wasm, is 20 times slower.
 */
export function subsample(x: Tensor4D, strides: Pair): Tensor4D {
  if (isOnes(strides)) return clone(x);
  return differentiable(
    [x],
    x => tidy(() => keepEvery(x, strides)),
    (dy, [x]) => [tidy(() => spreadOver(dy, imageSize(x), strides))],
  );
}

function keepEvery(x: Tensor4D, strides: Pair): Tensor4D {
  const filter = fill([1, 1, x.shape[3], 1], 1) as Tensor4D;
  return engine().runKernel(DepthwiseConv2dNative, { x, filter }, convAttributes(windowOf({ strides })));
}

function spreadOver(dy: Tensor4D, size: Pair, strides: Pair): Tensor4D {
  const spread = insertZeros(dy, strides);
  const surplus = perAxis(axis => [0, size[axis] - imageSize(spread)[axis]] as const);
  return pad2d(spread, surplus);
}
