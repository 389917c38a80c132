/** The kernels with which we complete and correct tfjs's wasm backend. */
import {
  BatchMatMul,
  getKernel,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { convGradKernels } from './conv-grads.js';
import { batchMatMul } from './mat-mul.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { unsortedSegmentSum } from './segment-sum.js';
import { slice, splitV, unpack } from './slice.js';

/** Registers them in place of the stock ones. Call it once. */
export function registerWasmKernels(): void {
  const kernels: readonly KernelConfig[] = [
    ...convGradKernels,
    maxPoolGrad,
    unsortedSegmentSum,
    slice,
    splitV,
    unpack,
    batchMatMul(getKernel(BatchMatMul, 'wasm')),
  ];
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, 'wasm')) unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(kernel);
  }
}
