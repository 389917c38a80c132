import { backend_util, type KernelConfig, MaxPoolGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatsOf, type WasmBackend } from './heap.js';

interface Attributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The stock kernel loses the gradient of windows whose maximum is not positive. Here each window gives its whole
 * gradient to its maximum; among equals to the first one, row by row, as TensorFlow and PyTorch do.
 */
export const maxPoolGrad: KernelConfig = {
  kernelName: MaxPoolGrad,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
    const shape = input.shape as [number, number, number, number];
    const window = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const wasm = backend as WasmBackend;
    const dx = wasm.makeOutput(input.shape, 'float32');
    routeToMaxima(floatsOf(wasm, input), floatsOf(wasm, dy), floatsOf(wasm, dx).fill(0), window);
    return dx;
  },
};

/** Adds each dy to dx at the position of its window's maximum. */
function routeToMaxima(
  x: Float32Array,
  dy: Float32Array,
  dx: Float32Array,
  window: backend_util.Conv2DInfo,
): void {
  const { batchSize, outHeight, outWidth, inHeight, inWidth, inChannels: channels } = window;
  let output = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * window.strideHeight - window.padInfo.top;
      const [firstRow, endRow] = [Math.max(top, 0), Math.min(top + window.filterHeight, inHeight)];
      for (let column = 0; column < outWidth; column++) {
        const left = column * window.strideWidth - window.padInfo.left;
        const [firstColumn, endColumn] = [Math.max(left, 0), Math.min(left + window.filterWidth, inWidth)];
        const start = ((image * inHeight + firstRow) * inWidth + firstColumn) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const lines = endRow - firstRow;
          const maximum = firstMaximum(
            x,
            start + channel,
            lines,
            inWidth * channels,
            endColumn - firstColumn,
            channels,
          );
          dx[maximum]! += dy[output++]!;
        }
      }
    }
  }
}

/** The index of the maximum of a block of `x`; of the first one, row by row, if several are equal. */
function firstMaximum(
  x: Float32Array,
  start: number,
  rows: number,
  rowStride: number,
  columns: number,
  columnStride: number,
): number {
  let best = start;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = start + row * rowStride + column * columnStride;
      if (x[index]! > x[best]!) best = index;
    }
  }
  return best;
}
