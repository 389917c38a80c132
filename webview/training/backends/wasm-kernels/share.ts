import { Identity, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './heap.js';

/**
 * A second name for the same data. The stock kernel copies it, and so does every operation that keeps its inputs for
 * the gradient: sharing nearly halves the memory of a training step.
 */
export const identity: KernelConfig = {
  kernelName: Identity,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => share(backend as WasmBackend, inputs.x!),
};

/** Gradients cast to the type that they have already. */
export const cast = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: call => {
    const x = call.inputs.x!;
    return call.attrs?.dtype === x.dtype ? share(call.backend as WasmBackend, x) : stock.kernelFunc(call);
  },
});

function share(backend: WasmBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
