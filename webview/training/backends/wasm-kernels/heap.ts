import {
  type DataType,
  getKernel,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  type TypedArray,
} from '@tensorflow/tfjs-core';

/** The part of tfjs's wasm backend, pinned to 4.22, that our kernels use. */
export interface WasmBackend {
  /** Allocates a tensor on the heap, uninitialised. The heap may grow, which detaches every view taken before. */
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  /** A view of a tensor on the heap. */
  typedArrayFromHeap(tensor: TensorInfo): TypedArray;
  /** One more tensor for the same data. */
  incRef(dataId: TensorInfo['dataId']): void;
  disposeData(dataId: TensorInfo['dataId']): boolean;
}

/** A view of a float32 tensor. Take it after the last allocation. */
export const floatsOf = (backend: WasmBackend, tensor: TensorInfo): Float32Array =>
  backend.typedArrayFromHeap(tensor) as Float32Array;

/** Calls another kernel of the backend. Its result is the caller's, to return or to dispose of. */
export const callKernel = (
  kernelName: string,
  backend: WasmBackend,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
): TensorInfo => getKernel(kernelName, 'wasm').kernelFunc({ inputs, backend, attrs }) as TensorInfo;
