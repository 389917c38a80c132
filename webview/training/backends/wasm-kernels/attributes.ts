import { backend_util, type NamedAttrMap, type Tensor4D } from '@tensorflow/tfjs-core';

export type Shape4D = Tensor4D['shape'];

/** What tfjs's kernels for convolutions and their gradients are called with. */
export interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
  /** Where the gradient of the input is wanted. */
  readonly inputShape: Shape4D;
  /** Where the gradient of the filter is wanted. */
  readonly filterShape: Shape4D;
}

export const convAttributesOf = (attrs: NamedAttrMap | undefined): ConvAttributes =>
  attrs as unknown as ConvAttributes;

export function convInfo(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dilations = 1, dimRoundingMode, dataFormat = 'NHWC' }: ConvAttributes,
): backend_util.Conv2DInfo {
  if (dataFormat !== 'NHWC') throw new Error(`Convolutions are NHWC here, not ${dataFormat}`);
  return backend_util.computeConv2DInfo(inputShape, filterShape, strides, dilations, pad, dimRoundingMode);
}
