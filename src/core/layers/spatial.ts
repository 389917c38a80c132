import { formatShape, type Shape, type Size } from '../graph.js';
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

/** Splits a shape with `axes` spatial axes; where the rank is another one, it reports and goes on with unknown sizes. */
export function splitMap(shape: Shape, axes: number, format: DataFormat, report: Report): FeatureMap {
  if (shape?.length === axes + 1) return split(shape, format);
  if (shape !== null) {
    const order = [...axisNames(axes), 'channels'].join(' × ');
    report({ code: 'wrong-rank', message: `needs ${order}, but gets ${formatShape(shape)}` });
  }
  return { spatial: Array<Size>(axes).fill(null), channels: null };
}

/** Splits a shape with any number of spatial axes; answers undefined where there are none, which it reports, or may be none. */
export function splitAnyMap(shape: Shape, format: DataFormat, report: Report): FeatureMap | undefined {
  if (shape === null) return undefined;
  if (shape.length >= 2) return split(shape, format);
  report({ code: 'wrong-rank', message: `needs a map with channels, but gets ${formatShape(shape)}` });
  return undefined;
}

const split = (shape: readonly Size[], format: DataFormat): FeatureMap =>
  format === 'channelsFirst'
    ? { spatial: shape.slice(1), channels: shape[0]! }
    : { spatial: shape.slice(0, -1), channels: shape.at(-1)! };

export const joinMap = (spatial: readonly Size[], channels: Size, format: DataFormat): Shape =>
  format === 'channelsFirst' ? [channels, ...spatial] : [...spatial, channels];

/** A parameter with one value for each axis; a single one stands for all of them. */
export const alongAxis = <T>(values: readonly T[], axis: number): T => values[axis] ?? values[0]!;

/** Reports a list that has different values for another number of axes than there are. */
export function checkAxes(
  parameter: string,
  values: readonly (number | readonly number[])[],
  axes: number,
  report: Report,
): void {
  if (values.length === axes || new Set(values.map(String)).size === 1) return;
  const message = `${parameter} has ${values.length} values, but there ${axes === 1 ? 'is 1 axis' : `are ${axes} axes`}`;
  report({ code: 'wrong-value', message, parameter });
}

/** Zeros at both sides of an axis with which `same` gives ceil(size / stride); the smaller half comes first (TensorFlow). */
export function samePadding(size: number, stride: number, reach: number): readonly [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [total >> 1, total - (total >> 1)];
}

export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding: Padding;
  readonly rounding?: 'floor' | 'ceil';
}

/** What the spatial axes are called. */
export const axisNames = (axes: number): readonly string[] =>
  axes === 1 ? ['length'] : axes === 2 ? ['height', 'width'] : ['depth', 'height', 'width'];

/**
 * Sizes after sliding a window: with `same`, ceil(size / stride); else floor((size + padding − reach) / stride) + 1,
 * where reach = dilation · (kernel − 1) + 1 (Dumoulin and Visin 2016, "A guide to convolution arithmetic").
 */
export function slideWindow(spatial: readonly Size[], window: Window, report: Report): Size[] {
  checkWindow(window, spatial.length, report);
  return spatial.map((size, axis) => {
    if (size === null) return null;
    const stride = alongAxis(window.stride, axis);
    if (window.padding === 'same') return Math.ceil(size / stride);
    const [before, after] = window.padding === 'valid' ? [0, 0] : alongAxis(window.padding, axis);
    const reach = reachOf(window, axis);
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

/** How many elements a dilated kernel spans. */
export const reachOf = (
  { kernel, dilation = [1] }: Pick<Window, 'kernel' | 'dilation'>,
  axis: number,
): number => alongAxis(dilation, axis) * (alongAxis(kernel, axis) - 1) + 1;

/** The window's parameters must be for as many axes as its kernel has. */
export function checkWindow(window: Window, axes: number, report: Report): void {
  checkAxes('stride', window.stride, axes, report);
  if (window.dilation) checkAxes('dilation', window.dilation, axes, report);
  if (typeof window.padding !== 'string') checkAxes('padding', window.padding, axes, report);
}

/** `3×3` */
export const formatSizes = (sizes: readonly number[]): string => sizes.join('×');

/** `s2` or `s2×1`; undefined for a stride of 1. */
export const formatStride = (stride: readonly number[]): string | undefined => formatSteps('s', stride);

/** `d2`, after any letter. */
export const formatSteps = (letter: string, steps: readonly number[]): string | undefined =>
  steps.every(s => s === 1)
    ? undefined
    : `${letter}${new Set(steps).size === 1 ? steps[0] : formatSizes(steps)}`;

/** The words that are there; undefined for none of them. */
export const joinDetails = (...words: readonly (string | undefined)[]): string | undefined =>
  words.filter(word => word !== undefined).join(' ') || undefined;
