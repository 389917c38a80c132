/**
 * The gradients of convolutions, which the wasm backend lacks or has without SIMD. tfjs's engine hands tensors to a
 * kernel and takes them back, so these are made of operations; inside a kernel nothing is recorded for gradients.
 */
import {
  type backend_util,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNativeBackpropInput,
  type KernelConfig,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { convFilterGradient, convInputGradient } from '../conv-gradients.js';
import { depthwiseInputGradient } from '../depthwise-gradients.js';
import type { Window } from '../window.js';
import { convAttributesOf, convInfo } from './attributes.js';

export const conv2DBackpropInput = inputGradient(Conv2DBackpropInput, convInputGradient);
export const depthwiseBackpropInput = inputGradient(
  DepthwiseConv2dNativeBackpropInput,
  depthwiseInputGradient,
);

export const conv2DBackpropFilter: KernelConfig = {
  kernelName: Conv2DBackpropFilter,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const [x, dy] = [inputs.x, inputs.dy] as [Tensor4D, Tensor4D];
    const attributes = convAttributesOf(attrs);
    const [height, width] = attributes.filterShape;
    const info = convInfo(x.shape, attributes.filterShape, attributes);
    return convFilterGradient(x, dy, [height, width], windowOf(info));
  },
};

function inputGradient(kernelName: string, gradient: typeof convInputGradient): KernelConfig {
  const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, attrs }) => {
    const [dy, filter] = [inputs.dy, inputs.filter] as [Tensor4D, Tensor4D];
    const attributes = convAttributesOf(attrs);
    const [, height, width] = attributes.inputShape;
    const info = convInfo(attributes.inputShape, filter.shape, attributes);
    return gradient(dy, filter, [height, width], windowOf(info));
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

const windowOf = ({ padInfo, ...info }: backend_util.Conv2DInfo): Window => ({
  strides: [info.strideHeight, info.strideWidth],
  padding: [
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
  ],
  dilation: [info.dilationHeight, info.dilationWidth],
});
