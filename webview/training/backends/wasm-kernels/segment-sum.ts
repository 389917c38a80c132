import { type KernelConfig, type TensorInfo, UnsortedSegmentSum, util } from '@tensorflow/tfjs-core';
import { floatsOf, type WasmBackend } from './heap.js';

/**
 * The gradient of `gather`, which the wasm backend lacks: slice i of `x` is added to slice `segmentIds[i]` of the
 * result. Negative ids are left out.
 */
export const unsortedSegmentSum: KernelConfig = {
  kernelName: UnsortedSegmentSum,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const { numSegments } = attrs as { numSegments: number };
    const wasm = backend as WasmBackend;
    const sliceShape = x.shape.slice(segmentIds.shape.length);
    const sums = wasm.makeOutput([numSegments, ...sliceShape], 'float32');
    const ids = wasm.typedArrayFromHeap(segmentIds);
    addSlices(
      floatsOf(wasm, x),
      ids as Int32Array,
      floatsOf(wasm, sums).fill(0),
      util.sizeFromShape(sliceShape),
    );
    return sums;
  },
};

function addSlices(x: Float32Array, segmentIds: Int32Array, sums: Float32Array, sliceSize: number): void {
  segmentIds.forEach((segment, index) => {
    if (segment < 0) return;
    for (let i = 0; i < sliceSize; i++) sums[segment * sliceSize + i]! += x[index * sliceSize + i]!;
  });
}
