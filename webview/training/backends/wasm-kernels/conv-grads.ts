/**
 * The gradients of convolutions, which the wasm backend lacks or has without SIMD. tfjs's engine hands tensors to a
 * kernel and takes them back, so these are made of operations; inside a kernel nothing is recorded for gradients.
 */
import {
  backend_util,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type KernelConfig,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { convFilterGradient, convInputGradient } from '../conv-gradients.js';
import { depthwiseFilterGradient, depthwiseInputGradient } from '../depthwise-gradients.js';
import type { Shape4D, Window } from '../window.js';

export const convGrads: readonly KernelConfig[] = [
  inputGradient(Conv2DBackpropInput, convInputGradient),
  inputGradient(DepthwiseConv2dNativeBackpropInput, depthwiseInputGradient),
  filterGradient(Conv2DBackpropFilter, convFilterGradient),
  filterGradient(DepthwiseConv2dNativeBackpropFilter, depthwiseFilterGradient),
];

/** What tfjs calls these kernels with. */
interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
  readonly inputShape: Shape4D;
  readonly filterShape: Shape4D;
}

function inputGradient(kernelName: string, gradient: typeof convInputGradient): KernelConfig {
  const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, attrs }) => {
    const [dy, filter] = [inputs.dy, inputs.filter] as [Tensor4D, Tensor4D];
    const attributes = attrs as unknown as Attributes;
    const [, height, width] = attributes.inputShape;
    return gradient(dy, filter, [height, width], windowOf(attributes.inputShape, filter.shape, attributes));
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

function filterGradient(kernelName: string, gradient: typeof convFilterGradient): KernelConfig {
  const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, attrs }) => {
    const [x, dy] = [inputs.x, inputs.dy] as [Tensor4D, Tensor4D];
    const attributes = attrs as unknown as Attributes;
    const { filterShape } = attributes;
    return gradient(x, dy, filterShape, windowOf(x.shape, filterShape, attributes));
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

function windowOf(inputShape: Shape4D, filterShape: Shape4D, attributes: Attributes): Window {
  const { strides, pad, dilations = 1, dimRoundingMode, dataFormat = 'NHWC' } = attributes;
  if (dataFormat !== 'NHWC') throw new Error(`Convolutions are NHWC here, not ${dataFormat}`);
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  const { top, bottom, left, right } = info.padInfo;
  return {
    strides: [info.strideHeight, info.strideWidth],
    padding: [
      [top, bottom],
      [left, right],
    ],
    dilation: [info.dilationHeight, info.dilationWidth],
  };
}
