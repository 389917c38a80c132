/** The gradients of pools, window by window on the heap. */
import {
  AvgPoolGrad,
  backend_util,
  type KernelConfig,
  MaxPoolGrad,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Shape4D } from '../window.js';
import { floatsOf, type WasmBackend } from './heap.js';

/**
 * The stock kernel loses the gradient of windows whose maximum is not positive. Here each window gives its whole
 * gradient to its maximum; among equals to the first one, row by row, as TensorFlow and PyTorch do.
 */
export const maxPoolGrad = poolGrad(MaxPoolGrad, (x, dy, dx, channels) => {
  const maxima = new Float32Array(channels);
  const winners = new Int32Array(channels);
  return (pixels, output) => {
    maxima.fill(Number.NEGATIVE_INFINITY);
    winners.fill(pixels[0]!);
    for (const pixel of pixels) {
      for (let channel = 0; channel < channels; channel++) {
        const value = x[pixel * channels + channel]!;
        if (value > maxima[channel]!) {
          maxima[channel] = value;
          winners[channel] = pixel;
        }
      }
    }
    for (let channel = 0; channel < channels; channel++) {
      dx[winners[channel]! * channels + channel]! += dy[output * channels + channel]!;
    }
  };
});

/** The stock kernel is slow, and divides by the window's size even where padding is left out of the average. */
export const avgPoolGrad = poolGrad(AvgPoolGrad, (_, dy, dx, channels) => (pixels, output) => {
  const share = 1 / pixels.length;
  for (const pixel of pixels) {
    for (let channel = 0; channel < channels; channel++) {
      dx[pixel * channels + channel]! += dy[output * channels + channel]! * share;
    }
  }
});

/** Gets the indices of the pixels that a window sees, row by row, and that of its output. */
type WindowVisitor = (pixels: readonly number[], output: number) => void;

/** Makes the visitor that adds a window's dy to dx. */
type Distribution = (x: Float32Array, dy: Float32Array, dx: Float32Array, channels: number) => WindowVisitor;

interface Attributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function poolGrad(kernelName: string, distribution: Distribution): KernelConfig {
  const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, backend, attrs }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
    const shape = input.shape as Shape4D;
    const pool = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const wasm = backend as WasmBackend;
    const dx = wasm.makeOutput(shape, 'float32');
    const [x, gradient, result] = [floatsOf(wasm, input), floatsOf(wasm, dy), floatsOf(wasm, dx).fill(0)];
    forEachWindow(pool, distribution(x, gradient, result, pool.inChannels));
    return dx;
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

/** Visits each place of the window where it sees a pixel. */
function forEachWindow(pool: backend_util.Conv2DInfo, visit: WindowVisitor): void {
  const { batchSize, inHeight, inWidth, padInfo } = pool;
  const rows = placesOf(pool.outHeight, pool.strideHeight, padInfo.top, pool.filterHeight, inHeight);
  const columns = placesOf(pool.outWidth, pool.strideWidth, padInfo.left, pool.filterWidth, inWidth);
  let output = 0;
  for (let image = 0; image < batchSize; image++) {
    for (const seenRows of rows) {
      for (const seenColumns of columns) {
        const lines = seenRows.map(row => (image * inHeight + row) * inWidth);
        const pixels = lines.flatMap(line => seenColumns.map(column => line + column));
        if (pixels.length > 0) visit(pixels, output);
        output++;
      }
    }
  }
}

/** For each place of the window along an axis, the rows or columns that it sees. */
const placesOf = (places: number, stride: number, before: number, size: number, length: number): number[][] =>
  Array.from({ length: places }, (_, place) =>
    Array.from({ length: size }, (_, tap) => place * stride - before + tap).filter(i => i >= 0 && i < length),
  );
