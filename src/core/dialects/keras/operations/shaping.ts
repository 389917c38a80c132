import { product, type Size } from '../../../graph.js';
import { readDataFormat } from '../codecs.js';
import { withSpatial } from './convolving.js';
import {
  argument,
  axisOf,
  count,
  type Effect,
  integers,
  isInteger,
  type Operation,
  plus,
  type ReadOperation,
  type Told,
  times,
} from './operation.js';

/** The new shape has the batch first. */
const reshape: ReadOperation = told => {
  const target = argument(told, 'newshape', 'shape');
  if (!Array.isArray(target) || target.length === 0) return undefined;
  const sizes = target.slice(1).map(size => (isInteger(size) && size > 0 ? size : null));
  const open = target.slice(1).filter(size => size === -1).length;
  // The batch is told as -1 or as a tensor; a number there may mix examples.
  if (isInteger(target[0]) && target[0] !== -1) return undefined;
  return ([input = null]) => {
    const [all, known] = [product(input ?? [null]), product(sizes.map(size => size ?? 1))!];
    const rest = open === 1 && target[0] !== -1 && all !== null && all % known === 0 ? all / known : null;
    return { output: sizes.map(size => size ?? rest) };
  };
};

const transpose: ReadOperation = told => {
  const order = integers(argument(told, 'perm', 'axes'));
  if (order?.[0] !== 0) return undefined;
  return ([input = null]) =>
    input && input.length === order.length - 1
      ? { output: order.slice(1).map(axis => input[axis - 1] ?? null) }
      : undefined;
};

const expandDims: ReadOperation = told => {
  const axis = argument(told, 'axis');
  if (!isInteger(axis) || axis === 0) return undefined;
  return ([input = null]) => {
    if (!input) return { output: null };
    const at = axis < 0 ? input.length + 1 + axis : axis - 1;
    return at >= 0 && at <= input.length
      ? { output: [...input.slice(0, at), 1, ...input.slice(at)] }
      : undefined;
  };
};

const squeeze: ReadOperation = told => {
  const axes = integers(argument(told, 'axis'));
  if (!axes) return undefined;
  return ([input = null]): Effect => {
    const gone = axes.map(axis => input && axisOf(axis, input.length));
    return { output: input?.filter((_, i) => !gone.includes(i)) ?? null };
  };
};

const concat: ReadOperation = told => {
  const axis = argument(told, 'axis') ?? -1;
  if (!isInteger(axis) || axis === 0) return undefined;
  return inputs => {
    const [first] = inputs;
    if (!first || inputs.some(shape => shape?.length !== first.length)) return undefined;
    const along = axisOf(axis, first.length);
    const total = inputs.reduce<Size>(
      (all, s) => (all === null || s![along!] == null ? null : all + s![along!]!),
      0,
    );
    return along === undefined ? undefined : { output: first.map((size, i) => (i === along ? total : size)) };
  };
};

const stack: ReadOperation = told => {
  const axis = argument(told, 'axis') ?? 0;
  if (!isInteger(axis) || axis === 0) return undefined;
  return inputs => {
    const [first] = inputs;
    if (!first) return undefined;
    const at = axis < 0 ? first.length + 1 + axis : axis - 1;
    return { output: [...first.slice(0, at), inputs.length, ...first.slice(at)] };
  };
};

/** Zeros, or other values, before and after each axis, the batch's first. */
const pad: ReadOperation = told => {
  const widths = argument(told, 'pad_width', 'paddings');
  const pairs = Array.isArray(widths) ? widths.map(integers) : [];
  const isPair = (pair: readonly number[] | undefined): pair is readonly number[] => pair?.length === 2;
  if (pairs.length < 2 || !pairs.every(isPair)) return undefined;
  return ([input = null]) =>
    input && input.length === pairs.length - 1
      ? { output: input.map((size, i) => plus(size, ...pairs[i + 1]!)) }
      : undefined;
};

/** Copies side by side, so many along each axis. */
const tile: ReadOperation = told => {
  const repeats = integers(argument(told, 'repeats', 'multiples'));
  if (repeats?.[0] !== 1) return undefined;
  return ([input = null]) =>
    input && input.length === repeats.length - 1
      ? { output: input.map((size, i) => times(size, repeats[i + 1]!)) }
      : undefined;
};

/** Another size along one axis, computed from the old one; undefined along the batch. */
const along =
  (axis: unknown, change: (size: Size) => Size): Operation =>
  ([input = null]) => {
    const at = input && isInteger(axis) ? axisOf(axis, input.length) : undefined;
    return at === undefined
      ? undefined
      : { output: input!.map((size, i) => (i === at ? change(size) : size)) };
  };

const repeat: ReadOperation = told => {
  const n = count(argument(told, 'repeats'));
  return n === undefined ? undefined : along(argument(told, 'axis'), size => times(size, n));
};

/** The first part; the others are further outputs. */
const split: ReadOperation = told => {
  const parts = argument(told, 'indices_or_sections', 'num_or_size_splits');
  const axis = argument(told, 'axis') ?? 0;
  const first = Array.isArray(parts) ? count(parts[0]) : undefined;
  if (first !== undefined) return along(axis, () => first);
  const n = count(parts);
  if (n === undefined) return undefined;
  const part = along(axis, size => (size === null ? null : Math.floor(size / n)));
  return inputs => {
    const effect = part(inputs);
    return effect && { ...effect, isAlike: true };
  };
};

const take: ReadOperation = told => {
  const indices = (told.call.args as readonly unknown[] | undefined)?.[1];
  return Array.isArray(indices) ? along(argument(told, 'axis'), () => indices.length) : undefined;
};

const oneHot: ReadOperation = told => {
  const classes = count(argument(told, 'num_classes', 'depth'));
  const axis = argument(told, 'axis') ?? -1;
  if (classes === undefined || axis !== -1) return undefined;
  return ([input = null]) => ({ output: input && [...input, classes] });
};

const moved = (
  told: Told,
  from: string,
  to: string,
  move: (list: Size[], from: number, to: number) => void,
): Operation | undefined => {
  const [a, b] = [argument(told, from), argument(told, to)];
  if (!isInteger(a) || !isInteger(b)) return undefined;
  return ([input = null]) => {
    const [i, j] = [a, b].map(axis => input && axisOf(axis, input.length));
    if (!input || i == null || j == null) return undefined;
    const output = [...input];
    move(output, i, j);
    return { output };
  };
};

const swapAxes: ReadOperation = told =>
  moved(told, 'axis1', 'axis2', (list, i, j) => {
    [list[i], list[j]] = [list[j]!, list[i]!];
  });

const moveAxis: ReadOperation = told =>
  moved(told, 'source', 'destination', (list, i, j) => {
    list.splice(j, 0, ...list.splice(i, 1));
  });

const resizeTo: ReadOperation = told => {
  const sizes = integers(argument(told, 'size'));
  if (sizes?.length !== 2 || sizes.some(size => size < 1)) return undefined;
  const format = readDataFormat(argument(told, 'data_format')) ?? told.format;
  return ([input = null]) => ({ output: withSpatial(input, sizes, format) });
};

/** Blocks of pixels become channels, or the other way round. */
const blocks =
  (sign: 1 | -1): ReadOperation =>
  told => {
    const size = argument(told, 'block_size');
    if (!isInteger(size) || size < 1) return undefined;
    const scaled = (value: Size, by: number): Size =>
      value === null || (by < 1 && value % Math.round(1 / by) !== 0) ? null : Math.round(value * by);
    return ([input = null]) =>
      input?.length === 3
        ? {
            output: [
              scaled(input[0]!, sign > 0 ? size : 1 / size),
              scaled(input[1]!, sign > 0 ? size : 1 / size),
              scaled(input[2]!, sign > 0 ? 1 / size ** 2 : size ** 2),
            ],
          }
        : undefined;
  };

/** Functions that only arrange values anew, by the names of TensorFlow and of Keras 3. */
export const shaping: Readonly<Record<string, ReadOperation>> = {
  reshape,
  transpose,
  'compat.v1.transpose': transpose,
  expand_dims: expandDims,
  squeeze,
  'compat.v1.squeeze': squeeze,
  concat,
  stack,
  pad,
  tile,
  repeat,
  split,
  one_hot: oneHot,
  'image.resize': resizeTo,
  'compat.v1.image.resize_bilinear': resizeTo,
  'nn.space_to_depth': blocks(-1),
  'compat.v1.space_to_depth': blocks(-1),
  'nn.depth_to_space': blocks(1),
  'compat.v1.depth_to_space': blocks(1),
  Reshape: reshape,
  Transpose: transpose,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  Stack: stack,
  Pad: pad,
  Tile: tile,
  Repeat: repeat,
  Split: split,
  Take: take,
  OneHot: oneHot,
  Swapaxes: swapAxes,
  Moveaxis: moveAxis,
  Resize: resizeTo,
};
