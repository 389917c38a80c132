/** A depthwise convolution, and what its gradients need, for any stride, padding and dilation. */
import { DepthwiseConv2dNative, engine, reshape, sum, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { inputGradientPadding } from './conv-gradients.js';
import { crop2d, insertZeros, rotate, splitPadding, subsample } from './spatial.js';
import { convAttributes, imageSize, isOnes, kernelSize, type Pair, spanOf, type Window } from './window.js';

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

/** Puts zeros between the taps of a filter, so that it does without dilation what it did with it. */
export function spreadTaps(filter: Tensor4D, dilation: Pair): Tensor4D {
  const [height, width, channels, multiplier] = filter.shape;
  const spans = [spanOf(height, dilation[0]), spanOf(width, dilation[1])] as const;
  return tidy(() => {
    const spread = insertZeros(reshape(filter, [1, height, width, channels * multiplier]), dilation);
    const taps = crop2d(spread, [
      [0, dilation[0] - 1],
      [0, dilation[1] - 1],
    ]);
    return reshape(taps, [...spans, channels, multiplier]);
  });
}

/** Takes back the taps between which {@link spreadTaps} put zeros. */
export function collectTaps(filter: Tensor4D, dilation: Pair): Tensor4D {
  const [height, width, channels, multiplier] = filter.shape;
  return tidy(() => {
    const taps = subsample(reshape(filter, [1, height, width, channels * multiplier]), dilation);
    return reshape(taps, [...imageSize(taps), channels, multiplier]);
  });
}
