import type { Shape } from '../../../graph.js';
import { readDataFormat } from '../codecs.js';
import { withSpatial } from './convolving.js';
import {
  axisOf,
  count,
  type Effect,
  integers,
  keepsShape,
  plus,
  type ReadOperation,
  times,
} from './operation.js';

/** Mean and variance of the data for each index along the axes, and a count, are kept, not trained. */
const normalization: ReadOperation = ({ config }) => {
  const axes = config.axis === null ? [] : integers(config.axis ?? -1);
  if (!axes) return undefined;
  const isGiven = config.mean != null;
  return ([input = null]) => {
    if (isGiven) return { output: input };
    const sizes = axes.map(axis => (input ? input[axisOf(axis, input.length) ?? -1] : null) ?? null);
    return { output: input, kept: plus(times(2, ...sizes), 1) };
  };
};

/** ConvNeXt's: a trained factor for each channel. */
const layerScale: ReadOperation = ({ config }) => {
  const channels = count(config.projection_dim);
  return channels === undefined ? undefined : ([input = null]) => ({ output: input, weights: channels });
};

/** Height and width become what the config says. */
const sized: ReadOperation = ({ config, format }) => {
  const [height, width] = [count(config.height), count(config.width)];
  if (height === undefined || width === undefined) return undefined;
  const order = readDataFormat(config.data_format) ?? format;
  return ([input = null]) => ({ output: withSpatial(input, [height, width], order) });
};

/** An axis of a map is stretched by a random factor. */
const stretched =
  (axis: 0 | 1): ReadOperation =>
  () =>
  ([input = null]) => ({ output: input?.map((size, i) => (i === axis ? null : size)) ?? null });

/** Whole numbers stay, or become vectors with an entry for each token. */
const tokens =
  (size: (config: Readonly<Record<string, unknown>>) => number | undefined, mode = 'int'): ReadOperation =>
  ({ config }) => {
    const output = config.output_mode ?? mode;
    if (output === 'int') return keepsShape;
    const entries = size(config) ?? null;
    return ([input = null]): Effect => ({ output: encoded(input, entries, output === 'one_hot') });
  };

/** A vector for each example, or, for one-hot, for each number; a last axis of 1 is no list. */
function encoded(input: Shape, entries: number | null, oneHot: boolean): Shape {
  if (input === null) return null;
  if (oneHot) return input.at(-1) === 1 ? [...input.slice(0, -1), entries] : [...input, entries];
  return [...input.slice(0, -1), entries];
}

/** A text becomes a row of numbers, as long as the longest unless the config says; or a vector with an entry for each token. */
const text: ReadOperation = ({ config }) => {
  const isRow = (config.output_mode ?? 'int') === 'int';
  const isPadded = config.pad_to_max_tokens === true;
  const length = isRow
    ? count(config.output_sequence_length)
    : isPadded
      ? count(config.max_tokens)
      : undefined;
  return () => ({ output: [length ?? null] });
};

const boundaries = ({ bin_boundaries: bins, num_bins: n }: Readonly<Record<string, unknown>>) =>
  Array.isArray(bins) ? bins.length + 1 : count(n);

export const preprocessing: Readonly<Record<string, ReadOperation>> = {
  Normalization: normalization,
  LayerScale: layerScale,
  CenterCrop: sized,
  RandomCrop: sized,
  RandomHeight: stretched(0),
  RandomWidth: stretched(1),
  CategoryEncoding: tokens(config => count(config.num_tokens ?? config.max_tokens), 'multi_hot'),
  Hashing: tokens(config => count(config.num_bins)),
  HashedCrossing: tokens(config => count(config.num_bins)),
  IntegerLookup: tokens(config => count(config.max_tokens ?? config.vocabulary_size)),
  StringLookup: tokens(config => count(config.max_tokens ?? config.vocabulary_size)),
  Discretization: tokens(boundaries),
  TextVectorization: text,
};
