/** The kernels with which we complete and correct tfjs's wasm backend. */
import {
  BatchMatMul,
  Cast,
  getKernel,
  type KernelConfig,
  Mean,
  registerKernel,
  Sum,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { convGrads } from './conv-grads.js';
import { batchMatMul } from './mat-mul.js';
import { avgPoolGrad, maxPoolGrad } from './pool-grads.js';
import { mean, sum } from './reductions.js';
import { unsortedSegmentSum } from './segment-sum.js';
import { cast, identity } from './share.js';
import { slice, splitV, unpack } from './slice.js';

/** Registers them in place of the stock ones. Call it once. */
export function registerWasmKernels(): void {
  const kernels: readonly KernelConfig[] = [
    ...convGrads,
    maxPoolGrad,
    avgPoolGrad,
    unsortedSegmentSum,
    slice,
    splitV,
    unpack,
    identity,
    cast(getKernel(Cast, 'wasm')),
    sum(getKernel(Sum, 'wasm')),
    mean(getKernel(Mean, 'wasm')),
    batchMatMul(getKernel(BatchMatMul, 'wasm')),
  ];
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, 'wasm')) unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(kernel);
  }
}
