/** Convolutions with right gradients for strides, explicit padding, dilation and groups. All images are NHWC. */
import {
  add,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  engine,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import { joinChannels, splitChannels } from './channels.js';
import { convFilterGradient, convInputGradient, runConv2d } from './conv-gradients.js';
import {
  depthwiseFilterGradient,
  depthwiseInputGradient,
  runDepthwiseConv2d,
} from './depthwise-gradients.js';
import { differentiable } from './differentiable.js';
import {
  convAttributes,
  imageSize,
  isOnes,
  kernelSize,
  outputSize,
  type Pair,
  perAxis,
  spanOf,
  type Window,
  windowOf,
} from './window.js';

/** Without options: stride 1, no padding, no dilation. */
export type DepthwiseOptions = Partial<Window>;

export interface ConvOptions extends DepthwiseOptions {
  readonly groups?: number;
}

export interface TransposedConvOptions extends ConvOptions {
  /** Rows and columns to add below and to the right, where the stride leaves the size open. */
  readonly outputPadding?: Pair;
}

/**
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, inChannels / groups, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function conv2d(
  x: Tensor4D,
  filter: Tensor4D,
  { groups = 1, ...options }: ConvOptions = {},
): Tensor4D {
  const window = windowOf(options);
  const channels = x.shape[3];
  check('conv2d', channels, filter.shape[2] * groups, outputSize(imageSize(x), kernelSize(filter), window));
  if (groups === 1) return convolve(x, filter, window);
  if (groups === channels) return tidy(() => depthwise(x, asDepthwise(filter, channels), window));
  return perGroup(x, filter, groups, (x, filter) => convolve(x, filter, window));
}

/**
 * @param x [batch, height, width, channels]
 * @param filter [kernelHeight, kernelWidth, channels, multiplier]
 * @returns [batch, outHeight, outWidth, channels * multiplier], the outputs of a channel side by side
 */
export function depthwiseConv2d(x: Tensor4D, filter: Tensor4D, options: DepthwiseOptions = {}): Tensor4D {
  const window = windowOf(options);
  check('depthwiseConv2d', x.shape[3], filter.shape[2], outputSize(imageSize(x), kernelSize(filter), window));
  return depthwise(x, filter, window);
}

/**
 * The transposed convolution: what {@link conv2d} with the same options would take back to the size of `x`.
 * @param x [batch, height, width, inChannels]
 * @param filter [kernelHeight, kernelWidth, outChannels / groups, inChannels]
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function conv2dTranspose(
  x: Tensor4D,
  filter: Tensor4D,
  options: TransposedConvOptions = {},
): Tensor4D {
  const { groups = 1, outputPadding = [0, 0], ...rest } = options;
  const window = windowOf(rest);
  const size = transposedSize(imageSize(x), kernelSize(filter), window, outputPadding);
  check('conv2dTranspose', x.shape[3], filter.shape[3], size);
  if (groups === 1) return convolveTransposed(x, filter, size, window);
  return perGroup(x, filter, groups, (x, filter) => convolveTransposed(x, filter, size, window));
}

/** x + bias, for x [..., channels] and bias [channels]. */
export const addBias = <T extends Tensor>(x: T, bias: Tensor1D): T => add<T>(x, bias);

/** Height and width of what {@link conv2dTranspose} makes of `input`. */
export function transposedSize(input: Pair, kernel: Pair, window: Window, outputPadding: Pair): Pair {
  return perAxis(axis => {
    const [before, after] = window.padding[axis];
    const span = spanOf(kernel[axis], window.dilation[axis]);
    return (input[axis] - 1) * window.strides[axis] + span - before - after + outputPadding[axis];
  });
}

function check(operation: string, channels: number, expected: number, size: Pair): void {
  util.assert(
    channels === expected,
    () => `${operation}: ${channels} channels, but the filter is for ${expected}`,
  );
  util.assert(Math.min(...size) > 0, () => `${operation}: the window does not fit into the padded image`);
}

/** With as many groups as channels, [height, width, 1, channels * multiplier] is a depthwise filter in disguise. */
const asDepthwise = (filter: Tensor4D, channels: number): Tensor4D =>
  reshape(filter, [...kernelSize(filter), channels, filter.shape[3] / channels]);

/** Applies a convolution to each group; filters have their groups in the last axis. */
function perGroup(
  x: Tensor4D,
  filter: Tensor4D,
  groups: number,
  convolution: (x: Tensor4D, filter: Tensor4D) => Tensor4D,
): Tensor4D {
  return tidy(() => {
    const filters = splitChannels(filter, groups);
    return joinChannels(splitChannels(x, groups).map((part, group) => convolution(part, filters[group]!)));
  });
}

function convolve(x: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  return differentiable(
    [x, filter],
    (x, filter) => runConv2d(x, filter, window),
    (dy, [x, filter]) => [
      inputGradient(dy, filter, imageSize(x), window),
      filterGradient(x, dy, filter.shape, window),
    ],
  );
}

function convolveTransposed(x: Tensor4D, filter: Tensor4D, size: Pair, window: Window): Tensor4D {
  return differentiable(
    [x, filter],
    (x, filter) => inputGradient(x, filter, size, window),
    (dy, [x, filter]) => [runConv2d(dy, filter, window), filterGradient(dy, x, filter.shape, window)],
  );
}

function depthwise(x: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  return differentiable(
    [x, filter],
    (x, filter) => runDepthwiseConv2d(x, filter, window),
    (dy, [x, filter]) => [
      depthwiseInput(dy, filter, imageSize(x), window),
      depthwiseFilter(x, dy, filter.shape, window),
    ],
  );
}

type InputGradient = typeof convInputGradient;
type FilterGradient = typeof convFilterGradient;

const inputGradient = inputGradientBy(Conv2DBackpropInput, convInputGradient);
const filterGradient = filterGradientBy(Conv2DBackpropFilter, convFilterGradient);
const depthwiseInput = inputGradientBy(DepthwiseConv2dNativeBackpropInput, depthwiseInputGradient);
const depthwiseFilter = filterGradientBy(DepthwiseConv2dNativeBackpropFilter, depthwiseFilterGradient);

/** The backend's kernel; but these know no dilation, so then what we compose ourselves. */
function inputGradientBy(kernelName: string, composed: InputGradient): InputGradient {
  return (dy, filter, inputSize, window) => {
    if (!isOnes(window.dilation)) return composed(dy, filter, inputSize, window);
    const inputShape = [dy.shape[0], ...inputSize, filter.shape[2]];
    return engine().runKernel(kernelName, { dy, filter }, { ...convAttributes(window), inputShape });
  };
}

function filterGradientBy(kernelName: string, composed: FilterGradient): FilterGradient {
  return (x, dy, filterShape, window) =>
    isOnes(window.dilation)
      ? engine().runKernel(kernelName, { x, dy }, { ...convAttributes(window), filterShape })
      : composed(x, dy, filterShape, window);
}
