import type { Shape } from '../graph.js';
import { dilation, kernel, padding } from './conv-parameters.js';
import { defineLayer, type Report } from './layer.js';
import type { Padding, Parameter, ParametersOf } from './parameters.js';
import {
  dataFormat,
  formatSizes,
  formatStride,
  joinMap,
  rounding,
  slideWindow,
  splitMap,
} from './spatial.js';

const shared = {
  kernel: { ...kernel, doc: 'Height and width of the window.' },
  stride: { kind: 'sizes', doc: 'Step between windows; the size of the window unless told.' },
  padding: {
    ...padding,
    doc: '`same` keeps ⌈size / stride⌉, `valid` adds nothing; or the border at each side.',
  },
  rounding,
  dataFormat,
} as const satisfies Record<string, Parameter>;

interface Pool extends ParametersOf<typeof shared> {
  readonly padding: Padding;
  readonly dilation?: readonly number[];
}

function pooled(input: Shape | undefined, p: Pool, report: Report): Shape {
  const map = splitMap(input ?? null, p.kernel.length, p.dataFormat, report);
  return joinMap(slideWindow(map.spatial, { ...p, stride: strideOf(p) }, report), map.channels, p.dataFormat);
}

const strideOf = (p: Pick<Pool, 'kernel' | 'stride'>): readonly number[] => p.stride ?? p.kernel;

export const maxPool = defineLayer({
  title: 'Max pooling',
  category: 'pooling',
  doc: 'Takes the greatest value of each window. Output: ⌈size / stride⌉ with `same` padding; the channels stay.',
  parameters: {
    ...shared,
    dilation: { ...dilation, doc: 'Distance between the values of a window.', internal: true },
  },
  arity: 1,
  output: ([input], p, report) => pooled(input, p, report),
  label: p => ({ text: `MaxPool ${formatSizes(p.kernel)}`, detail: formatStride(strideOf(p)) }),
});

export const averagePool = defineLayer({
  title: 'Average pooling',
  category: 'pooling',
  doc: 'Takes the mean of each window. Output: ⌈size / stride⌉ with `same` padding; the channels stay.',
  parameters: {
    ...shared,
    countPadding: {
      kind: 'boolean',
      default: false,
      doc: 'Whether the zeros of the padding count in the mean, as they do in PyTorch.',
      internal: true,
    },
  },
  arity: 1,
  output: ([input], p, report) => pooled(input, p, report),
  label: p => ({ text: `AvgPool ${formatSizes(p.kernel)}`, detail: formatStride(strideOf(p)) }),
});
