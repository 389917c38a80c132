/**
 * Sum and Mean. The stock kernels transpose the whole tensor unless its last axes are reduced. Over neighbouring axes
 * before the last, which is what biases, normalisation and global pooling reduce, a pool does it in place.
 */
import { AvgPool, backend_util, type KernelConfig, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel, floatsOf, type WasmBackend } from './heap.js';

export const mean = (stock: KernelConfig): KernelConfig => pooled(stock, () => 1);
export const sum = (stock: KernelConfig): KernelConfig => pooled(stock, count => count);

/** The stock kernel, but a pool where that will do; `factorOf` the number of elements turns averages into results. */
function pooled(stock: KernelConfig, factorOf: (count: number) => number): KernelConfig {
  const kernelFunc: KernelConfig['kernelFunc'] = call => {
    const x = call.inputs.x!;
    const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims?: boolean };
    const axes = util.parseAxisParam(axis, x.shape);
    const images = asImages(x, axes);
    if (!images) return stock.kernelFunc(call);

    const wasm = call.backend as WasmBackend;
    const count = images.shape[1]!;
    const average = callKernel(
      AvgPool,
      wasm,
      { x: images },
      { filterSize: [count, 1], strides: 1, pad: 'valid' },
    );
    const values = floatsOf(wasm, average);
    const factor = factorOf(count);
    for (let i = 0; i < values.length; i++) values[i]! *= factor;
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    return { ...average, shape: keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape };
  };
  return { ...stock, kernelFunc };
}

/** A pool keeps one row of channels on the module's small stack, and writes past its end where there are some ten thousand. */
const MOST_CHANNELS = 4096;

/** `x` as [before, reduced, 1, after], if the reduced axes are neighbours with more than one channel after them. */
function asImages(x: TensorInfo, axes: number[]): TensorInfo | undefined {
  const [first, last] = [Math.min(...axes), Math.max(...axes)];
  const count = util.sizeFromShape(x.shape.slice(first, last + 1));
  const after = util.sizeFromShape(x.shape.slice(last + 1));
  const areNeighbours = last - first === axes.length - 1;
  if (x.dtype !== 'float32' || !areNeighbours || count < 2 || after < 2 || after > MOST_CHANNELS)
    return undefined;
  return { ...x, shape: [util.sizeFromShape(x.shape.slice(0, first)), count, 1, after] };
}
