import { product, type Shape, type Size } from '../../../graph.js';
import { padding as paddingKind } from '../../../layers/conv-parameters.js';
import { type Padding, readValue } from '../../../layers/parameters.js';
import { alongAxis, joinMap, slideWindow, splitMap } from '../../../layers/spatial.js';
import { type DataFormat, readDataFormat } from '../codecs.js';
import {
  count,
  type Effect,
  perAxis,
  plus,
  type ReadOperation,
  type Told,
  times,
  when,
} from './operation.js';

interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
  readonly format: DataFormat;
}

/** The window of a class with `axes` spatial axes, in the words of any version of Keras. */
function windowOf({ config, format }: Told, axes: number): Window | undefined {
  const older = config.nb_row === undefined ? config.filter_length : [config.nb_row, config.nb_col];
  const kernel = perAxis(config.kernel_size ?? older, axes);
  const stride = perAxis(config.strides ?? config.subsample ?? config.subsample_length ?? 1, axes);
  const dilation = perAxis(config.dilation_rate ?? 1, axes);
  const padding = readValue(paddingKind, config.padding ?? config.border_mode ?? 'valid');
  if (!kernel || !stride || !dilation || !('value' in padding)) return undefined;
  return {
    kernel,
    stride,
    dilation,
    padding: padding.value as Padding,
    format: readDataFormat(config.data_format ?? config.dim_ordering) ?? format,
  };
}

const ignore = (): void => {};

/** Shi et al. 2015: an LSTM whose products are convolutions. Its input is a row of maps. */
const convLstm =
  (axes: number): ReadOperation =>
  told => {
    const { config } = told;
    const window = windowOf(told, axes);
    const filters = count(config.filters ?? config.nb_filter);
    if (!window || filters === undefined) return undefined;
    return ([input = null]): Effect | undefined => {
      if (input !== null && input.length !== axes + 2) return undefined;
      const steps = input?.[0] ?? null;
      const map = splitMap(input?.slice(1) ?? null, axes, window.format, ignore);
      const spatial = slideWindow(map.spatial, window, ignore);
      const output = joinMap(spatial, filters, window.format);
      const taps = product(window.kernel);
      const weights = times(plus(map.channels, filters), taps, 4 * filters);
      return {
        output: config.return_sequences === true && output ? [steps, ...output] : output,
        weights: plus(weights, when(config.use_bias, 4 * filters)),
        macs: times(weights, steps, ...spatial),
        sees: 'unknown',
      };
    };
  };

/** How many input positions the windows of an axis touch in all; those outside of the map do not count. */
function touched(size: Size, out: Size, window: Window, axis: number): Size {
  if (size === null || out === null) return null;
  const [kernel, stride] = [alongAxis(window.kernel, axis), alongAxis(window.stride, axis)];
  if (window.padding !== 'same') return times(out, kernel);
  const before = Math.max((out - 1) * stride + kernel - size, 0) >> 1;
  const edges = Array.from({ length: Math.min(out, 100_000) }, (_, i) => i * stride - before);
  return edges.reduce((all, at) => all + Math.min(at + kernel, size) - Math.max(at, 0), 0);
}

/** A convolution that does not share its kernels: each position has its own. */
const locallyConnected =
  (axes: number): ReadOperation =>
  told => {
    const { config } = told;
    const window = windowOf(told, axes);
    const filters = count(config.filters ?? config.nb_filter);
    if (!window || filters === undefined) return undefined;
    return ([input = null]): Effect | undefined => {
      if (input !== null && input.length !== axes + 1) return undefined;
      const { spatial, channels } = splitMap(input, axes, window.format, ignore);
      const out = slideWindow(spatial, window, ignore);
      const used = times(
        ...spatial.map((size, axis) => touched(size, out[axis]!, window, axis)),
        channels,
        filters,
      );
      // The second implementation keeps a weight for each input and output, though most are masked.
      const kernel = config.implementation === 2 ? times(...spatial, channels, ...out, filters) : used;
      return {
        output: joinMap(out, filters, window.format),
        weights: plus(kernel, when(config.use_bias ?? config.bias, times(...out, filters))),
        macs: used,
        sees: 'unknown',
      };
    };
  };

const byAxes = (name: string, axes: number, make: (axes: number) => ReadOperation) =>
  Object.fromEntries(Array.from({ length: axes }, (_, i) => [`${name}${i + 1}D`, make(i + 1)]));

export const convolving: Readonly<Record<string, ReadOperation>> = {
  ...byAxes('ConvLSTM', 3, convLstm),
  ...byAxes('LocallyConnected', 2, locallyConnected),
};

/** The spatial sizes that stand in a shape, replaced. */
export const withSpatial = (input: Shape, sizes: readonly Size[], format: DataFormat): Shape =>
  input?.length === sizes.length + 1
    ? joinMap(sizes, format === 'channelsFirst' ? input[0]! : input.at(-1)!, format)
    : null;
