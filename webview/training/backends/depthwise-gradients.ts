/** A depthwise convolution and its gradients, for any stride, padding and dilation. */
import {
  DepthwiseConv2dNative,
  engine,
  mul,
  reshape,
  slice,
  stack,
  sum,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { inputGradientPadding, touchedPadding } from './conv-gradients.js';
import { crop2d, insertZeros, pad2d, rotate, splitPadding, subsample } from './spatial.js';
import {
  convAttributes,
  imageSize,
  isOnes,
  kernelSize,
  type Pair,
  perAxis,
  type Shape4D,
  type Window,
} from './window.js';

/**
 * The backend's depthwise convolution. It has no gradient.
 * @param x [batch, height, width, channels]
 * @param filter [kernelHeight, kernelWidth, channels, multiplier]
 * @returns [batch, outHeight, outWidth, channels * multiplier]
 */
export function runDepthwiseConv2d(x: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  // Not every backend strides and dilates at once.
  if (!isOnes(window.strides) && !isOnes(window.dilation)) {
    return tidy(() =>
      subsample(runDepthwiseConv2d(x, filter, { ...window, strides: [1, 1] }), window.strides),
    );
  }
  const { added, removed } = splitPadding(window.padding);
  const attributes = convAttributes({ ...window, padding: added });
  return tidy(() => engine().runKernel(DepthwiseConv2dNative, { x: crop2d(x, removed), filter }, attributes));
}

/**
 * dx = dy, spread by the strides, convolved with the rotated filter and summed over the multiplier.
 * @param dy [batch, outHeight, outWidth, channels * multiplier]
 * @param filter [kernelHeight, kernelWidth, channels, multiplier]
 * @returns [batch, ...inputSize, channels]
 */
export function depthwiseInputGradient(
  dy: Tensor4D,
  filter: Tensor4D,
  inputSize: Pair,
  window: Window,
): Tensor4D {
  const kernel = kernelSize(filter);
  const [channels, multiplier] = [filter.shape[2], filter.shape[3]];
  return tidy(() => {
    const spread = insertZeros(dy, window.strides);
    const rotated: Tensor4D = reshape(rotate(filter), [...kernel, channels * multiplier, 1]);
    const padding = inputGradientPadding(imageSize(spread), kernel, inputSize, window);
    const dx = runDepthwiseConv2d(spread, rotated, { strides: [1, 1], padding, dilation: window.dilation });
    return multiplier === 1
      ? dx
      : reshape(sum(reshape(dx, [-1, multiplier]), 1), [dy.shape[0], ...inputSize, channels]);
  });
}

/**
 * dFilter, tap by tap: the pixels that a tap saw, times dy, summed over images and places.
 * @param x [batch, height, width, channels]
 * @param dy [batch, outHeight, outWidth, channels * multiplier]
 * @returns [kernelHeight, kernelWidth, channels, multiplier]
 */
export function depthwiseFilterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: Shape4D,
  window: Window,
): Tensor4D {
  const [kernelHeight, kernelWidth, channels, multiplier] = filterShape;
  return tidy(() => {
    const gradient = reshape(dy, [-1, channels, multiplier]);
    const seenBy = viewOfTaps(x, imageSize(dy), [kernelHeight, kernelWidth], window);
    const taps = Array.from({ length: kernelHeight * kernelWidth }, (_, i) => {
      const tap = [Math.floor(i / kernelWidth), i % kernelWidth] as const;
      return tidy(() => sum(mul(reshape(seenBy(tap), [-1, channels, 1]), gradient), 0));
    });
    return reshape(stack(taps), filterShape);
  });
}

/**
 * Gives the pixels that a tap sees at all places. With rows and columns in packs as large as the strides,
 * every `stride`-th of them is a plain slice, where tfjs's strided one is slow.
 */
function viewOfTaps(x: Tensor4D, output: Pair, kernel: Pair, window: Window): (tap: Pair) => Tensor {
  const { strides, dilation } = window;
  const padding = touchedPadding(imageSize(x), output, kernel, window);
  const inPacks = perAxis(axis => {
    const [before, after] = padding[axis];
    const length = imageSize(x)[axis] + before + after;
    return [before, after + Math.ceil(length / strides[axis]) * strides[axis] - length] as const;
  });
  const touched = pad2d(x, inPacks);
  const [batch, height, width, channels] = touched.shape;
  const packs = [batch, height / strides[0], strides[0], width / strides[1], strides[1] * channels];
  const view = reshape(touched, packs);
  return tap => {
    const [pack, place] = [
      perAxis(axis => Math.floor((tap[axis] * dilation[axis]) / strides[axis])),
      perAxis(axis => (tap[axis] * dilation[axis]) % strides[axis]),
    ];
    const begin = [0, pack[0], place[0], pack[1], place[1] * channels];
    return slice(view, begin, [batch, output[0], 1, output[1], channels]);
  };
}
