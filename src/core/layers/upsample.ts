import { multiplied } from './conv-parameters.js';
import { defineLayer } from './layer.js';
import type { Parameter } from './parameters.js';
import { alongAxis, checkAxes, dataFormat, formatSizes, joinMap, splitAnyMap, splitMap } from './spatial.js';

const interpolation = {
  kind: 'choice',
  of: ['nearest', 'bilinear', 'bicubic'],
  default: 'nearest',
  doc: 'How values between the pixels are found: `nearest` repeats them, `bilinear` draws straight lines, `bicubic` curves.',
} as const satisfies Parameter;

export const upsample = defineLayer({
  title: 'Up-sampling',
  category: 'shape',
  doc: 'Enlarges a map without weights. Output: size · factor; the channels stay.',
  parameters: {
    factor: { kind: 'sizes', required: true, doc: 'How many times larger height and width become.' },
    interpolation,
    dataFormat,
  },
  arity: 1,
  output([input], p, report) {
    const map = splitAnyMap(input ?? null, p.dataFormat, report);
    if (!map) return null;
    checkAxes('factor', p.factor, map.spatial.length, report);
    const sizes = map.spatial.map((size, axis) => multiplied(size, alongAxis(p.factor, axis)));
    return joinMap(sizes, map.channels, p.dataFormat);
  },
  label: p => ({ text: `Upsample ×${new Set(p.factor).size === 1 ? p.factor[0] : formatSizes(p.factor)}` }),
});

export const resize = defineLayer({
  title: 'Resizing',
  category: 'shape',
  doc: 'Scales a map to a given `size`, whatever comes in. The channels stay.',
  parameters: {
    size: { kind: 'sizes', required: true, doc: 'Height and width of the output.' },
    interpolation: { ...interpolation, default: 'bilinear' },
    dataFormat,
  },
  arity: 1,
  output: ([input], p, report) =>
    joinMap(p.size, splitMap(input ?? null, p.size.length, p.dataFormat, report).channels, p.dataFormat),
  label: p => ({ text: `Resize ${formatSizes(p.size)}` }),
});
