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
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { convFilterGradient, convInputGradient } from '../conv-gradients.js';
import { depthwiseFilterGradient, depthwiseInputGradient } from '../depthwise-gradients.js';
import type { Pair, Window } from '../window.js';

type Shape4D = Tensor4D['shape'];
type Gradient = (tensor: Tensor4D, other: Tensor4D, size: Pair, window: Window) => Tensor4D;

/** The attributes of tfjs's gradient kernels; their padding has any of its four forms. */
interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dilations?: number | [number, number];
  readonly dataFormat?: string;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly inputShape: Shape4D;
  readonly filterShape: Shape4D;
}

export const convGradKernels: readonly KernelConfig[] = [
  inputGradientKernel(Conv2DBackpropInput, convInputGradient),
  filterGradientKernel(Conv2DBackpropFilter, convFilterGradient),
  inputGradientKernel(DepthwiseConv2dNativeBackpropInput, depthwiseInputGradient),
  filterGradientKernel(DepthwiseConv2dNativeBackpropFilter, depthwiseFilterGradient),
];

function inputGradientKernel(kernelName: string, gradient: Gradient): KernelConfig {
  const kernelFunc = ({ inputs, attrs }: { inputs: NamedTensorInfoMap; attrs?: NamedAttrMap }) => {
    const [dy, filter] = [inputs.dy, inputs.filter] as [Tensor4D, Tensor4D];
    const attributes = attrs as unknown as Attributes;
    const [, height, width] = attributes.inputShape;
    return gradient(
      dy,
      filter,
      [height, width],
      windowOfCall(attributes.inputShape, filter.shape, attributes),
    );
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

function filterGradientKernel(kernelName: string, gradient: Gradient): KernelConfig {
  const kernelFunc = ({ inputs, attrs }: { inputs: NamedTensorInfoMap; attrs?: NamedAttrMap }) => {
    const [x, dy] = [inputs.x, inputs.dy] as [Tensor4D, Tensor4D];
    const attributes = attrs as unknown as Attributes;
    const [height, width] = attributes.filterShape;
    return gradient(x, dy, [height, width], windowOfCall(x.shape, attributes.filterShape, attributes));
  };
  return { kernelName, backendName: 'wasm', kernelFunc };
}

function windowOfCall(inputShape: Shape4D, filterShape: Shape4D, attributes: Attributes): Window {
  const { strides, pad, dilations, dataFormat = 'NHWC', dimRoundingMode } = attributes;
  if (dataFormat !== 'NHWC') throw new Error(`Convolutions are NHWC here, not ${dataFormat}`);
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations ?? 1,
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
