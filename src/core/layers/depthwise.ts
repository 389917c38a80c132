import { product, type Shape, sum } from '../graph.js';
import { activationParameter, withActivation } from './activation.js';
import {
  bias,
  biasWeight,
  convDetail,
  dilation,
  filters,
  kernel,
  mapOf,
  multiplied,
  multiplier,
  padding,
  stride,
} from './conv-parameters.js';
import { initializer } from './initializers.js';
import { defineLayer, type Weight } from './layer.js';
import { type DataFormat, dataFormat, formatSizes, joinMap, slideWindow, splitMap } from './spatial.js';

interface Depthwise {
  readonly kernel: readonly number[];
  readonly multiplier: number;
  readonly dataFormat: DataFormat;
}

const depthwiseKernel = (input: Shape | undefined, p: Depthwise): Weight => ({
  name: 'depthwise_kernel',
  shape: [...p.kernel, mapOf(input, p).channels, p.multiplier],
  trainable: true,
});

export const depthwiseConv = defineLayer({
  title: 'Depthwise convolution',
  category: 'convolution',
  doc: 'Slides kernels over each channel by itself. Output: ⌈size / stride⌉ with `same` padding, and `multiplier` channels for each one of the input.',
  parameters: {
    kernel,
    stride,
    padding,
    dilation,
    multiplier,
    bias,
    activation: activationParameter,
    init: initializer,
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitMap(input ?? null, p.kernel.length, p.dataFormat, report);
    return joinMap(slideWindow(map.spatial, p, report), multiplied(map.channels, p.multiplier), p.dataFormat);
  },
  weights([input], p) {
    const channels = multiplied(mapOf(input, p).channels, p.multiplier);
    return [depthwiseKernel(input, p), ...biasWeight(p.bias, channels)];
  },
  macs: (_, output, p) => product([...(output ?? [null]), ...p.kernel]),
  label: p => ({
    text: withActivation(`DepthwiseConv ${formatSizes(p.kernel)}`, p.activation),
    detail: convDetail(p),
  }),
});

export const separableConv = defineLayer({
  title: 'Separable convolution',
  category: 'convolution',
  doc: 'A depthwise convolution, then a 1×1 convolution that mixes the channels. Output: ⌈size / stride⌉ with `same` padding, and `filters` channels.',
  parameters: {
    filters,
    kernel,
    stride,
    padding,
    dilation,
    multiplier,
    bias,
    activation: activationParameter,
    init: initializer,
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitMap(input ?? null, p.kernel.length, p.dataFormat, report);
    return joinMap(slideWindow(map.spatial, p, report), p.filters, p.dataFormat);
  },
  weights([input], p) {
    const between = multiplied(mapOf(input, p).channels, p.multiplier);
    const pointwise = [...p.kernel.map(() => 1), between, p.filters];
    return [
      depthwiseKernel(input, p),
      { name: 'pointwise_kernel', shape: pointwise, trainable: true },
      ...biasWeight(p.bias, p.filters),
    ];
  },
  macs([input], output, p) {
    const between = multiplied(mapOf(input, p).channels, p.multiplier);
    const { spatial } = mapOf(output, p);
    return product([...spatial, between, sum([product(p.kernel), p.filters])]);
  },
  label: p => ({
    text: withActivation(`SeparableConv ${formatSizes(p.kernel)}, ${p.filters}`, p.activation),
    detail: convDetail(p),
  }),
});
