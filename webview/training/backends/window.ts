/**
 * The geometry of a window that slides over images. Padding is always explicit here; what "same" means is computed
 * once, by {@link samePadding}.
 */
import type { backend_util, NamedAttrMap, Tensor4D } from '@tensorflow/tfjs-core';

export type Pair = readonly [height: number, width: number];
/** Rows above and below, then columns left and right. A negative number removes rows or columns. */
export type Padding = readonly [
  rows: readonly [top: number, bottom: number],
  columns: readonly [left: number, right: number],
];

export type Shape4D = Tensor4D['shape'];

export interface Window {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
}

export const NO_PADDING: Padding = [
  [0, 0],
  [0, 0],
];

export function windowOf({
  strides = [1, 1],
  padding = NO_PADDING,
  dilation = [1, 1],
}: Partial<Window>): Window {
  return { strides, padding, dilation };
}

export const isNothing = (padding: Padding): boolean => padding.flat().every(amount => amount === 0);

/** Calls `f` for the vertical axis (0) and for the horizontal one (1). */
export const perAxis = <T>(f: (axis: 0 | 1) => T): [T, T] => [f(0), f(1)];

export const isOnes = ([height, width]: Pair): boolean => height === 1 && width === 1;

/** Height and width of images [batch, height, width, channels]. */
export const imageSize = ({ shape: [, height, width] }: Tensor4D): Pair => [height, width];

/** Height and width of a filter [height, width, ...]. */
export const kernelSize = ({ shape: [height, width] }: Tensor4D): Pair => [height, width];

/** Rows or columns that a dilated kernel reaches over. */
export const spanOf = (taps: number, dilation: number): number => (taps - 1) * dilation + 1;

/** Height and width of what a window with `kernel` taps makes of `input`. */
export function outputSize(input: Pair, kernel: Pair, { strides, padding, dilation }: Window): Pair {
  return perAxis(axis => {
    const [before, after] = padding[axis];
    const room = input[axis] + before + after - spanOf(kernel[axis], dilation[axis]);
    return Math.floor(room / strides[axis]) + 1;
  });
}

/** The "same" of Keras and TensorFlow: ceil(input / stride) outputs; an odd row or column goes below or to the right. */
export function samePadding(
  input: Pair,
  kernel: Pair,
  strides: Pair = [1, 1],
  dilation: Pair = [1, 1],
): Padding {
  return perAxis(axis => {
    const outputs = Math.ceil(input[axis] / strides[axis]);
    const reach = (outputs - 1) * strides[axis] + spanOf(kernel[axis], dilation[axis]);
    const total = Math.max(0, reach - input[axis]);
    const before = Math.floor(total / 2);
    return [before, total - before] as const;
  });
}

/** Padding as tfjs takes it. */
export const explicitPadding = ([rows, columns]: Padding): backend_util.ExplicitPadding => [
  [0, 0],
  [...rows],
  [...columns],
  [0, 0],
];

/** The attributes of tfjs's convolution kernels. */
export const convAttributes = ({ strides, padding, dilation }: Window): NamedAttrMap => ({
  strides: [...strides],
  pad: explicitPadding(padding) as number[][],
  dilations: [...dilation],
  dataFormat: 'NHWC',
});
