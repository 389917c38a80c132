import { product } from '../graph.js';
import { activationParameter, withActivation } from './activation.js';
import {
  bias,
  biasWeight,
  checkExpected,
  checkGroups,
  convDetail,
  dilation,
  expects,
  filters,
  groups,
  kernel,
  mapOf,
  padding,
  perGroup,
  stride,
} from './conv-parameters.js';
import { initializer } from './initializers.js';
import { defineLayer } from './layer.js';
import { dataFormat, formatSizes, joinMap, slideWindow, splitMap } from './spatial.js';

export const conv = defineLayer({
  title: 'Convolution',
  category: 'convolution',
  doc: 'Slides `filters` kernels over height and width. Output: ⌈size / stride⌉ with `same` padding, and `filters` channels.',
  parameters: {
    filters,
    kernel,
    stride,
    padding,
    dilation,
    groups,
    bias,
    activation: activationParameter,
    init: initializer,
    expects,
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitMap(input ?? null, p.kernel.length, p.dataFormat, report);
    checkExpected(map.channels, p.expects, 'channels', report);
    checkGroups(p.expects ?? map.channels, p, report);
    return joinMap(slideWindow(map.spatial, p, report), p.filters, p.dataFormat);
  },
  weights([input], p) {
    const channels = p.expects ?? mapOf(input, p).channels;
    return [
      { name: 'kernel', shape: [...p.kernel, perGroup(channels, p.groups), p.filters], trainable: true },
      ...biasWeight(p.bias, p.filters),
    ];
  },
  macs([input], output, p) {
    const channels = p.expects ?? mapOf(input, p).channels;
    return product([...(output ?? [null]), ...p.kernel, perGroup(channels, p.groups)]);
  },
  label: p => ({
    text: withActivation(`Conv ${formatSizes(p.kernel)}, ${p.filters}`, p.activation),
    detail: convDetail(p),
  }),
});
