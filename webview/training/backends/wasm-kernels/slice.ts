/** Slice, SplitV and Unpack. The stock kernels copy the whole tensor out of the heap for every part they take. */
import {
  backend_util,
  type KernelConfig,
  Slice,
  SplitV,
  slice_util,
  type Tensor,
  type TensorInfo,
  type TypedArray,
  Unpack,
  util,
} from '@tensorflow/tfjs-core';
import type { WasmBackend } from './heap.js';

export const slice: KernelConfig = {
  kernelName: Slice,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { begin, size } = attrs as { begin: number[]; size: number[] };
    const [start, extent] = slice_util.parseSliceParams(inputs.x!, begin, size) as [number[], number[]];
    return sliceOf(backend as WasmBackend, inputs.x!, start, extent);
  },
};

export const splitV: KernelConfig = {
  kernelName: SplitV,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const x = inputs.x!;
    const { numOrSizeSplits, axis } = attrs as { numOrSizeSplits: number | number[]; axis: number };
    const [splitAxis] = util.parseAxisParam(axis, x.shape) as [number];
    const lengths = backend_util.prepareSplitSize(x as Tensor, numOrSizeSplits, splitAxis);
    return partsOf(backend as WasmBackend, x, splitAxis, lengths);
  },
};

export const unpack: KernelConfig = {
  kernelName: Unpack,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const value = inputs.value!;
    const [axis] = util.parseAxisParam((attrs as { axis: number }).axis, value.shape) as [number];
    const parts = partsOf(backend as WasmBackend, value, axis, new Array(value.shape[axis]!).fill(1));
    return parts.map(part => ({ ...part, shape: part.shape.toSpliced(axis, 1) }));
  },
};

/** Cuts `x` along an axis into parts of the given lengths. */
function partsOf(backend: WasmBackend, x: TensorInfo, axis: number, lengths: number[]): TensorInfo[] {
  let end = 0;
  return lengths.map(length => {
    const begin = x.shape.map((_, i) => (i === axis ? end : 0));
    end += length;
    return sliceOf(backend, x, begin, x.shape.with(axis, length));
  });
}

function sliceOf(backend: WasmBackend, x: TensorInfo, begin: number[], size: number[]): TensorInfo {
  const result = backend.makeOutput(size, x.dtype);
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(result)];
  if (to.length > 0) copyBlock(from, to, x.shape, begin, size);
  return result;
}

/** Copies a block of a tensor of the given shape, in runs as long as the memory is contiguous. */
function copyBlock(from: TypedArray, to: TypedArray, shape: number[], begin: number[], size: number[]): void {
  const strides = [...util.computeStrides(shape), 1];
  const runAxis = Math.max(
    0,
    size.findLastIndex((length, axis) => length !== shape[axis]),
  );
  const run = size[runAxis]! * strides[runAxis]!;
  let written = 0;
  const copy = (axis: number, offset: number) => {
    const start = offset + begin[axis]! * strides[axis]!;
    if (axis === runAxis) {
      to.set(from.subarray(start, start + run), written);
      written += run;
    } else {
      for (let i = 0; i < size[axis]!; i++) copy(axis + 1, start + i * strides[axis]!);
    }
  };
  copy(0, 0);
}
