/** A 2-D convolution and its gradients, for any stride, padding and dilation, made of transpositions and convolutions. */
import {
  Conv2D,
  engine,
  matMul,
  reshape,
  type Tensor2D,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { crop2d, insertZeros, rotate, splitPadding, subsample } from './spatial.js';
import {
  convAttributes,
  imageSize,
  isNothing,
  isOnes,
  kernelSize,
  type Padding,
  type Pair,
  perAxis,
  type Shape4D,
  spanOf,
  type Window,
} from './window.js';

/**
 * The backend's convolution, without the refusal of `tf.conv2d` to stride and dilate at once. It has no gradient.
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function runConv2d(x: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  const { added, removed } = splitPadding(window.padding);
  return tidy(() =>
    engine().runKernel(
      Conv2D,
      { x: crop2d(x, removed), filter },
      convAttributes({ ...window, padding: added }),
    ),
  );
}

/**
 * dx = dy, spread by the strides, convolved with the rotated filter.
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels, outChannels]
 * @returns [batch, ...inputSize, inChannels]
 */
export function convInputGradient(dy: Tensor4D, filter: Tensor4D, inputSize: Pair, window: Window): Tensor4D {
  return tidy(() => {
    const spread = insertZeros(dy, window.strides);
    const rotated = transpose(rotate(filter), [0, 1, 3, 2]);
    const padding = inputGradientPadding(imageSize(spread), kernelSize(filter), inputSize, window);
    return runConv2d(spread, rotated, { strides: [1, 1], padding, dilation: window.dilation });
  });
}

/** The padding with which a window of stride 1 makes `inputSize` of the spread dy. */
export function inputGradientPadding(spread: Pair, kernel: Pair, inputSize: Pair, window: Window): Padding {
  return perAxis(axis => {
    const reach = spanOf(kernel[axis], window.dilation[axis]) - 1;
    const before = reach - window.padding[axis][0];
    return [before, inputSize[axis] + reach - spread[axis] - before] as const;
  });
}

/**
 * dFilter = x convolved with dy: batch and channels change places, and so do strides and dilation.
 * @param x [batch, height, width, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [kernelHeight, kernelWidth, inChannels, outChannels]
 */
export function convFilterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: Shape4D,
  window: Window,
): Tensor4D {
  const kernel = [filterShape[0], filterShape[1]] as const;
  return tidy(() => {
    if (isOnes(kernel) && isNothing(window.padding)) return pointwiseGradient(x, dy, window);
    const taps = runConv2d(transpose(x, [3, 1, 2, 0]), transpose(dy, [1, 2, 0, 3]), {
      strides: window.dilation,
      padding: touchedPadding(imageSize(x), imageSize(dy), kernel, window),
      dilation: window.strides,
    });
    return transpose(taps, [1, 2, 0, 3]);
  });
}

/** A 1×1 convolution is a product of matrices, and so is its gradient. */
function pointwiseGradient(x: Tensor4D, dy: Tensor4D, window: Window): Tensor4D {
  const [inChannels, outChannels] = [x.shape[3], dy.shape[3]];
  const pixels = reshape(subsample(x, window.strides), [-1, inChannels]) as Tensor2D;
  const gradient = reshape(dy, [-1, outChannels]) as Tensor2D;
  return reshape(matMul(pixels, gradient, true), [1, 1, inChannels, outChannels]);
}

/** The padding that leaves exactly the pixels which the window touched. */
export function touchedPadding(input: Pair, output: Pair, kernel: Pair, window: Window): Padding {
  return perAxis(axis => {
    const before = window.padding[axis][0];
    const touched = (output[axis] - 1) * window.strides[axis] + spanOf(kernel[axis], window.dilation[axis]);
    return [before, touched - input[axis] - before] as const;
  });
}
