/** A depthwise convolution and its gradients, for any stride, padding and dilation. */
import {
  DepthwiseConv2dNative,
  engine,
  mul,
  reshape,
  slice,
  stack,
  sum,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { inputGradientPadding, touchedPadding } from './conv-gradients.js';
import { channelSums } from './per-channel.js';
import { crop2d, insertZeros, pad2d, rotate, splitPadding, subsample } from './spatial.js';
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
    if (multiplier === 1) return dx;
    const [batch, height, width] = dx.shape;
    return reshape(sum(reshape(dx, [batch * height * width * channels, multiplier]), 1), [
      batch,
      height,
      width,
      channels,
    ]);
  });
}

/**
 * dFilter, tap by tap: the pixels that a tap saw, times dy, summed over batch and positions.
 * @param x [batch, height, width, channels]
 * @param dy [batch, outHeight, outWidth, channels * multiplier]
 * @returns [...kernel, channels, multiplier]
 */
export function depthwiseFilterGradient(x: Tensor4D, dy: Tensor4D, kernel: Pair, window: Window): Tensor4D {
  const [batch, height, width, outChannels] = dy.shape;
  const channels = x.shape[3];
  const multiplier = outChannels / channels;
  const [spanHeight, spanWidth] = [spanOf(height, window.strides[0]), spanOf(width, window.strides[1])];
  return tidy(() => {
    const touched = pad2d(x, touchedPadding(imageSize(x), imageSize(dy), kernel, window));
    const gradient = reshape(dy, [-1, channels, multiplier]);
    const tap = (row: number, column: number) =>
      tidy(() => {
        const begin = [0, row * window.dilation[0], column * window.dilation[1], 0] as const;
        const seen = subsample(
          slice(touched, [...begin], [batch, spanHeight, spanWidth, channels]),
          window.strides,
        );
        return channelSums(reshape(mul(reshape(seen, [-1, channels, 1]), gradient), [-1, outChannels]));
      });
    const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, i) =>
      tap(Math.floor(i / kernel[1]), i % kernel[1]),
    );
    return reshape(stack(taps), [...kernel, channels, multiplier]);
  });
}
