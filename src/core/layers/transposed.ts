import { product, type Size } from '../graph.js';
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
  perGroup,
} from './conv-parameters.js';
import { initializer } from './initializers.js';
import { defineLayer, type Report } from './layer.js';
import {
  alongAxis,
  checkAxes,
  checkWindow,
  dataFormat,
  formatSizes,
  joinMap,
  reachOf,
  splitMap,
  type Window,
} from './spatial.js';

interface Spread extends Window {
  readonly outputPadding: readonly number[] | undefined;
}

/** Keras' `deconv_output_length`; with zeros given for each side, PyTorch's formula, which is the same with `outputPadding`. */
function spread(size: Size, axis: number, p: Spread): Size {
  if (size === null) return null;
  const stride = alongAxis(p.stride, axis);
  const reach = reachOf(p, axis);
  const outputPadding = p.outputPadding && alongAxis(p.outputPadding, axis);
  if (outputPadding === undefined && p.padding === 'same') return size * stride;
  if (outputPadding === undefined && p.padding === 'valid')
    return size * stride + Math.max(reach - stride, 0);
  return (size - 1) * stride + reach - removed(p, axis, reach) + (outputPadding ?? 0);
}

function removed(p: Window, axis: number, reach: number): number {
  if (p.padding === 'valid') return 0;
  if (p.padding === 'same') return 2 * Math.floor(reach / 2);
  const [before, after] = alongAxis(p.padding, axis);
  return before + after;
}

/** More output padding than that would add positions that no window reaches. */
function checkOutputPadding(p: Spread, axes: number, report: Report): void {
  if (!p.outputPadding) return;
  checkAxes('outputPadding', p.outputPadding, axes, report);
  for (let axis = 0; axis < axes; axis++) {
    const most = Math.max(alongAxis(p.stride, axis), alongAxis(p.dilation ?? [1], axis)) - 1;
    const given = alongAxis(p.outputPadding, axis);
    if (given <= most) continue;
    const message = `an output padding of ${given} must be less than the stride, at most ${most}`;
    report({ code: 'wrong-value', parameter: 'outputPadding', message });
    return;
  }
}

export const transposedConv = defineLayer({
  title: 'Transposed convolution',
  category: 'convolution',
  doc: 'Spreads each position over a kernel, as a convolution does backwards. Output: size · stride with `same` padding, and `filters` channels.',
  parameters: {
    filters,
    kernel,
    stride: {
      kind: 'sizes',
      default: 1,
      doc: 'Step between the positions that are spread: 2 doubles height and width.',
    },
    padding: {
      kind: 'padding',
      default: 'same',
      doc: '`same` gives size · stride, `valid` keeps all that the kernels reach; or what is cut off at each side.',
    },
    dilation,
    groups,
    outputPadding: {
      kind: 'sizes',
      min: 0,
      doc: 'Rows and columns added at the end, to choose among the sizes that the stride allows.',
    },
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
    checkWindow(p, p.kernel.length, report);
    checkOutputPadding(p, p.kernel.length, report);
    const spatial = map.spatial.map((size, axis) => spread(size, axis, p));
    return joinMap(spatial, p.filters, p.dataFormat);
  },
  weights([input], p) {
    const channels = p.expects ?? mapOf(input, p).channels;
    return [
      { name: 'kernel', shape: [...p.kernel, perGroup(p.filters, p.groups), channels], trainable: true },
      ...biasWeight(p.bias, p.filters),
    ];
  },
  /** Every number of the input meets every tap of its group's kernels. */
  macs([input], _, p) {
    const { spatial, channels } = mapOf(input, p);
    return product([...spatial, channels, ...p.kernel, perGroup(p.filters, p.groups)]);
  },
  label: p => ({
    text: withActivation(`TransposedConv ${formatSizes(p.kernel)}, ${p.filters}`, p.activation),
    detail: convDetail(p),
  }),
});
