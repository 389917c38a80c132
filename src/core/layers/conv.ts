import { product, type Shape, type Size } from '../graph.js';
import { activationParameter, withActivation } from './activation.js';
import { initializer } from './initializers.js';
import { defineLayer, type Report, type Weight } from './layer.js';
import type { Parameter } from './parameters.js';
import { dataFormat, type FeatureMap, formatSizes, formatStride, joinMap, slideWindow, splitMap } from './spatial.js';

const kernel = { kind: 'sizes', required: true, doc: 'Height and width of the kernel.' } as const satisfies Parameter;
const stride = { kind: 'sizes', default: 1, doc: 'Step between windows: 2 halves height and width.' } as const satisfies Parameter;
const padding = {
  kind: 'padding',
  default: 'same',
  doc: '`same` keeps ⌈size / stride⌉, `valid` adds nothing; or the zeros at each side.',
} as const satisfies Parameter;
const dilation = { kind: 'sizes', default: 1, doc: 'Distance between the taps of the kernel.' } as const satisfies Parameter;
const bias = { kind: 'boolean', default: true, doc: 'Whether a bias is added. Needless before batch norm.' } as const satisfies Parameter;
const filters = { kind: 'integer', required: true, doc: 'Number of filters: the channels of the output.' } as const satisfies Parameter;

const biasWeight = (wanted: boolean, size: Size): readonly Weight[] =>
  wanted ? [{ name: 'bias', shape: [size], trainable: true }] : [];

/** The input's map, unknown rather than wrong where the rank is wrong: the report has been made by `output`. */
function mapOf(input: Shape | undefined, axes: number, format: 'channelsLast' | 'channelsFirst'): FeatureMap {
  return splitMap(input ?? null, axes, format, () => {}) ?? { spatial: [], channels: null };
}

const divided = (size: Size, by: number): Size => (size === null ? null : size / by);

function checkGroups(channels: Size, p: { groups: number; filters: number }, report: Report): void {
  if (p.groups === 1) return;
  if (channels !== null && channels % p.groups !== 0) {
    report({ code: 'wrong-value', parameter: 'groups', message: `${channels} input channels cannot be split into ${p.groups} groups` });
  }
  if (p.filters % p.groups !== 0) {
    report({ code: 'wrong-value', parameter: 'groups', message: `${p.filters} filters cannot be split into ${p.groups} groups` });
  }
}

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
    groups: { kind: 'integer', default: 1, doc: 'Channels are split into this many groups that do not mix (ResNeXt: 32).' },
    bias,
    activation: activationParameter,
    init: initializer,
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitMap(input ?? null, p.kernel.length, p.dataFormat, report);
    if (!map) return null;
    checkGroups(map.channels, p, report);
    return joinMap(slideWindow(map.spatial, p, report), p.filters, p.dataFormat);
  },
  weights([input], p) {
    const { channels } = mapOf(input, p.kernel.length, p.dataFormat);
    return [
      { name: 'kernel', shape: [...p.kernel, divided(channels, p.groups), p.filters], trainable: true },
      ...biasWeight(p.bias, p.filters),
    ];
  },
  macs([input], output, p) {
    const { channels } = mapOf(input, p.kernel.length, p.dataFormat);
    return product([...(output ?? [null]), ...p.kernel, divided(channels, p.groups)]);
  },
  label: p => ({
    text: withActivation(`Conv ${formatSizes(p.kernel)}, ${p.filters}`, p.activation),
    detail: [formatStride(p.stride), p.groups > 1 ? `g${p.groups}` : undefined].filter(Boolean).join(' ') || undefined,
  }),
});
