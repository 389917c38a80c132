import { type KernelConfig, type TensorInfo, Transpose } from '@tensorflow/tfjs-core';
import { callKernel, type WasmBackend } from './heap.js';

/**
 * The stock kernel multiplies with SIMD only what is not transposed, and 20 to 90 times slower otherwise.
 * So operands are transposed first.
 */
export const batchMatMul = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const wasm = backend as WasmBackend;
    const a = transposeA ? transposeMatrices(wasm, inputs.a!) : inputs.a!;
    const b = transposeB ? transposeMatrices(wasm, inputs.b!) : inputs.b!;
    const product = stock.kernelFunc({
      inputs: { a, b },
      backend,
      attrs: { transposeA: false, transposeB: false },
    });
    if (transposeA) wasm.disposeData(a.dataId);
    if (transposeB) wasm.disposeData(b.dataId);
    return product;
  },
});

/** Swaps the last two axes. */
function transposeMatrices(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = [...x.shape.keys()];
  [perm[rank - 2], perm[rank - 1]] = [rank - 1, rank - 2];
  return callKernel(Transpose, backend, { x }, { perm });
}
