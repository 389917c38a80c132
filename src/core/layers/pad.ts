import type { Shape, Size } from '../graph.js';
import { defineLayer, type Report } from './layer.js';
import type { Parameter } from './parameters.js';
import { axisNames, type DataFormat, dataFormat, joinMap, splitMap } from './spatial.js';

type Borders = readonly (readonly [number, number])[];

const padding = {
  kind: 'borders',
  required: true,
  doc: 'Rows and columns added: one number, [height, width], or [[top, bottom], [left, right]].',
} as const satisfies Parameter;

/** Adds, or with -1 takes away, the borders of each spatial axis. */
function bordered(
  input: Shape | undefined,
  borders: Borders,
  sign: 1 | -1,
  format: DataFormat,
  report: Report,
): Shape {
  const { spatial, channels } = splitMap(input ?? null, borders.length, format, report);
  const sizes = spatial.map((size, axis): Size => {
    const [before, after] = borders[axis]!;
    return size === null ? null : size + sign * (before + after);
  });
  return joinMap(sizes, channels, format);
}

/** A map can be mirrored only as far as it reaches. */
function checkReflection(
  input: Shape | undefined,
  borders: Borders,
  format: DataFormat,
  report: Report,
): void {
  const { spatial } = splitMap(input ?? null, borders.length, format, () => {});
  spatial.forEach((size, axis) => {
    const most = Math.max(...borders[axis]!);
    if (size === null || most < size) return;
    const message = `a ${axisNames(spatial.length)[axis]} of ${size} cannot be mirrored ${most} wide`;
    report({ code: 'wrong-value', parameter: 'padding', message });
  });
}

/** `1`; `0,1` for before and after; `1,1 · 2,2` where the axes differ. */
function formatBorders(borders: Borders): string {
  if (new Set(borders.flat()).size === 1) return String(borders[0]![0]);
  const pairs = borders.map(String);
  return new Set(pairs).size === 1 ? pairs[0]! : pairs.join(' · ');
}

export const zeroPad = defineLayer({
  title: 'Zero padding',
  category: 'shape',
  doc: 'Adds rows and columns of zeros around a map. Height and width grow by the padding; the channels stay.',
  parameters: { padding, dataFormat },
  arity: 1,
  output: ([input], p, report) => bordered(input, p.padding, 1, p.dataFormat, report),
  label: p => ({ text: `ZeroPad ${formatBorders(p.padding)}` }),
});

export const reflectPad = defineLayer({
  title: 'Reflection padding',
  category: 'shape',
  doc: 'Adds rows and columns that mirror the map at its edges. Height and width grow by the padding; the channels stay.',
  parameters: { padding, dataFormat },
  arity: 1,
  output([input], p, report) {
    checkReflection(input, p.padding, p.dataFormat, report);
    return bordered(input, p.padding, 1, p.dataFormat, report);
  },
  label: p => ({ text: `ReflectPad ${formatBorders(p.padding)}` }),
});

export const replicatePad = defineLayer({
  title: 'Replication padding',
  category: 'shape',
  doc: 'Adds rows and columns that repeat the edges of the map. Height and width grow by the padding; the channels stay.',
  parameters: { padding, dataFormat },
  arity: 1,
  output: ([input], p, report) => bordered(input, p.padding, 1, p.dataFormat, report),
  label: p => ({ text: `ReplicatePad ${formatBorders(p.padding)}` }),
});

export const crop = defineLayer({
  title: 'Cropping',
  category: 'shape',
  doc: 'Cuts rows and columns off a map. Height and width shrink by the cropping; the channels stay.',
  parameters: {
    cropping: {
      ...padding,
      doc: 'Rows and columns cut off: one number, [height, width], or [[top, bottom], [left, right]].',
    },
    dataFormat,
  },
  arity: 1,
  output: ([input], p, report) => bordered(input, p.cropping, -1, p.dataFormat, report),
  label: p => ({ text: `Crop ${formatBorders(p.cropping)}` }),
});
