import { type Shape, type Size, formatShape } from '../graph.js';
import type { Report } from './layer.js';
import type { Padding, Parameter } from './parameters.js';

export type DataFormat = 'channelsLast' | 'channelsFirst';

/** A map taken apart: its spatial axes, and its channels. */
export interface FeatureMap {
  readonly spatial: readonly Size[];
  readonly channels: Size;
}

/** Kept by front ends for frameworks that put the channels first. */
export const dataFormat = {
  kind: 'choice',
  of: ['channelsLast', 'channelsFirst'],
  default: 'channelsLast',
  doc: 'Where the channels stand in the shape.',
  internal: true,
} as const satisfies Parameter;

/** PyTorch and Keras pools can round the last, partial window up. */
export const rounding = {
  kind: 'choice',
  of: ['floor', 'ceil'],
  default: 'floor',
  doc: 'Whether a partial last window counts.',
  internal: true,
} as const satisfies Parameter;

/** Splits a shape with `axes` spatial axes; reports and answers undefined where the rank is another one. */
export function splitMap(shape: Shape, axes: number, format: DataFormat, report: Report): FeatureMap | undefined {
  if (shape === null) return { spatial: Array<Size>(axes).fill(null), channels: null };
  if (shape.length !== axes + 1) {
    const wanted = axes === 1 ? 'length × channels' : axes === 2 ? 'height × width × channels' : 'a volume × channels';
    report({ code: 'wrong-rank', message: `needs ${wanted}, but gets ${formatShape(shape)}` });
    return undefined;
  }
  return format === 'channelsFirst'
    ? { spatial: shape.slice(1), channels: shape[0]! }
    : { spatial: shape.slice(0, -1), channels: shape.at(-1)! };
}

export const joinMap = (spatial: readonly Size[], channels: Size, format: DataFormat): Shape =>
  format === 'channelsFirst' ? [channels, ...spatial] : [...spatial, channels];

/** A parameter with one value for each axis; a single one stands for all of them. */
export const alongAxis = <T>(values: readonly T[], axis: number): T => values[axis] ?? values[0]!;

export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding: Padding;
  readonly rounding?: 'floor' | 'ceil';
}

const axisNames = (axes: number): readonly string[] =>
  axes === 1 ? ['length'] : axes === 2 ? ['height', 'width'] : ['depth', 'height', 'width'];

/**
 * Sizes after sliding a window: with `same`, ceil(size / stride); else floor((size + padding − reach) / stride) + 1,
 * where reach = dilation · (kernel − 1) + 1 (Dumoulin and Visin 2016, "A guide to convolution arithmetic").
 */
export function slideWindow(spatial: readonly Size[], window: Window, report: Report): Size[] {
  return spatial.map((size, axis) => {
    if (size === null) return null;
    const stride = alongAxis(window.stride, axis);
    if (window.padding === 'same') return Math.ceil(size / stride);
    const [before, after] = window.padding === 'valid' ? [0, 0] : alongAxis(window.padding, axis);
    const kernel = alongAxis(window.kernel, axis);
    const reach = alongAxis(window.dilation ?? [1], axis) * (kernel - 1) + 1;
    const room = size + before + after - reach;
    if (room < 0) {
      const name = axisNames(spatial.length)[axis];
      const padded = before + after > 0 ? ` (${size + before + after} with padding)` : '';
      report({
        code: 'kernel-too-large',
        message: `a window of ${reach} does not fit into a ${name} of ${size}${padded}`,
        parameter: 'kernel',
      });
      return null;
    }
    if (window.rounding !== 'ceil') return Math.floor(room / stride) + 1;
    // The last window must start inside the map or its left padding (PyTorch's rule).
    const windows = Math.ceil(room / stride) + 1;
    return (windows - 1) * stride >= size + before ? windows - 1 : windows;
  });
}

/** `3×3` */
export const formatSizes = (sizes: readonly number[]): string => sizes.join('×');

/** `s2` or `s2×1`; undefined for a stride of 1. */
export const formatStride = (stride: readonly number[]): string | undefined =>
  stride.every(s => s === 1) ? undefined : `s${stride.every(s => s === stride[0]) ? stride[0] : formatSizes(stride)}`;
