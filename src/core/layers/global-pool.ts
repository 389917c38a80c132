import type { Shape, Size } from '../graph.js';
import type { Report } from './layer.js';
import { defineLayer } from './layer.js';
import type { Parameter } from './parameters.js';
import { type DataFormat, dataFormat, formatSizes, joinMap, splitAnyMap, splitMap } from './spatial.js';

const keepDims = {
  kind: 'boolean',
  default: false,
  doc: 'Whether the axes stay, with size 1, instead of vanishing.',
} as const satisfies Parameter;

interface Global {
  readonly keepDims: boolean;
  readonly dataFormat: DataFormat;
}

function reduced(input: Shape | undefined, p: Global, report: Report): Shape {
  const map = splitAnyMap(input ?? null, p.dataFormat, report);
  if (!map) return p.keepDims ? null : [input?.[0] ?? null];
  return p.keepDims
    ? joinMap(
        map.spatial.map(() => 1),
        map.channels,
        p.dataFormat,
      )
    : [map.channels];
}

export const globalAveragePool = defineLayer({
  title: 'Global average pooling',
  category: 'pooling',
  doc: 'Takes the mean of each channel. Height and width vanish; the channels stay.',
  parameters: { keepDims, dataFormat },
  arity: 1,
  output: ([input], p, report) => reduced(input, p, report),
  label: () => ({ text: 'GlobalAvgPool' }),
});

export const globalMaxPool = defineLayer({
  title: 'Global max pooling',
  category: 'pooling',
  doc: 'Takes the greatest value of each channel. Height and width vanish; the channels stay.',
  parameters: { keepDims, dataFormat },
  arity: 1,
  output: ([input], p, report) => reduced(input, p, report),
  label: () => ({ text: 'GlobalMaxPool' }),
});

const size = {
  kind: 'sizes',
  required: true,
  doc: 'Height and width of the output.',
} as const satisfies Parameter;

interface Adaptive {
  readonly size: readonly Size[];
  readonly dataFormat: DataFormat;
}

const adapted = (input: Shape | undefined, p: Adaptive, report: Report): Shape =>
  joinMap(p.size, splitMap(input ?? null, p.size.length, p.dataFormat, report).channels, p.dataFormat);

export const adaptiveAveragePool = defineLayer({
  title: 'Adaptive average pooling',
  category: 'pooling',
  doc: 'Takes means over windows that are chosen to give `size`, whatever comes in. The channels stay.',
  parameters: { size, dataFormat },
  arity: 1,
  output: ([input], p, report) => adapted(input, p, report),
  label: p => ({ text: `AdaptiveAvgPool ${formatSizes(p.size)}` }),
});

export const adaptiveMaxPool = defineLayer({
  title: 'Adaptive max pooling',
  category: 'pooling',
  doc: 'Takes greatest values over windows that are chosen to give `size`, whatever comes in. The channels stay.',
  parameters: { size, dataFormat },
  arity: 1,
  output: ([input], p, report) => adapted(input, p, report),
  label: p => ({ text: `AdaptiveMaxPool ${formatSizes(p.size)}` }),
});
