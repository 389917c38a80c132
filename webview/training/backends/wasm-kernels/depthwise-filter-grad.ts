import {
  type backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { convAttributesOf, convInfo, type Shape4D } from './attributes.js';
import { floatsOf, type WasmBackend } from './heap.js';
import { forEachWindow } from './windows.js';

/** The gradient of depthwise filters, which the wasm backend lacks. Composed of its own kernels it is far slower. */
export const depthwiseBackpropFilter: KernelConfig = {
  kernelName: DepthwiseConv2dNativeBackpropFilter,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const attributes = convAttributesOf(attrs);
    const info = convInfo(x.shape as Shape4D, attributes.filterShape, attributes);
    const wasm = backend as WasmBackend;
    const result = wasm.makeOutput(attributes.filterShape, 'float32');
    floatsOf(wasm, result).set(
      correlate(floatsOf(wasm, x), floatsOf(wasm, dy), info, attributes.filterShape[3]),
    );
    return result;
  },
};

/** For each tap, channel and output of the channel: the sum of the pixels that the tap saw times dy. */
function correlate(
  x: Float32Array,
  dy: Float32Array,
  info: backend_util.Conv2DInfo,
  multiplier: number,
): Float64Array {
  const channels = info.inChannels;
  const outChannels = channels * multiplier;
  const sums = new Float64Array(info.filterHeight * info.filterWidth * outChannels);
  forEachWindow(info, (pixels, taps, output) => {
    for (let i = 0; i < pixels.length; i++) {
      const pixel = pixels[i]! * channels;
      const tap = taps[i]! * outChannels;
      for (let out = 0; out < outChannels; out++) {
        const channel = multiplier === 1 ? out : Math.floor(out / multiplier);
        sums[tap + out]! += x[pixel + channel]! * dy[output * outChannels + out]!;
      }
    }
  });
  return sums;
}
