import type { Shape } from '../../../graph.js';
import {
  argument,
  axisOf,
  type Effect,
  integers,
  type Operation,
  type ReadOperation,
  times,
} from './operation.js';
import { shaping } from './shaping.js';
import { getItem } from './slicing.js';

/** Sizes that fit each other, 1 stretched; undefined where they do not. */
function broadcast(a: Shape, b: Shape): Shape {
  if (a === null || b === null) return null;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const offset = long.length - short.length;
  return long.map((size, i) => {
    const other = i < offset ? 1 : short[i - offset]!;
    if (size === 1) return other;
    return other === 1 || size === other || other === null ? size : null;
  });
}

/** Each value of the output comes from the values at the same place. */
const elementwise: Operation = inputs => ({ output: inputs.reduce(broadcast) });

const reduce: ReadOperation = told => {
  const axis = argument(told, 'axis', 'reduction_indices');
  const axes = integers(axis);
  const keep = argument(told, 'keepdims', 'keep_dims') === true;
  // Without an axis, or along the batch, what comes out belongs to no example.
  if (axis == null || axes?.includes(0)) return () => ({ output: null });
  if (!axes) return undefined;
  return ([input = null]): Effect | undefined => {
    if (!input) return { output: null };
    const gone = axes.map(one => axisOf(one, input.length));
    if (gone.includes(undefined)) return undefined;
    return {
      output: keep
        ? input.map((size, i) => (gone.includes(i) ? 1 : size))
        : input.filter((_, i) => !gone.includes(i)),
    };
  };
};

const matmul: ReadOperation =
  told =>
  ([a, b]) => {
    if (!a || !b || a.length < 1 || b.length < 1) return undefined;
    const [turnA, turnB] = [argument(told, 'transpose_a') === true, argument(told, 'transpose_b') === true];
    if (a.length < 2 || b.length < 2) return undefined;
    const [rows, inner] = turnA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
    const columns = turnB ? b.at(-2)! : b.at(-1)!;
    const output = [...(broadcast(a.slice(0, -2), b.slice(0, -2)) ?? []), rows, columns];
    return { output, macs: times(...output, inner) };
  };

/** Of a tensor's shape, which belongs to no example, nothing is known here. */
const shapeOf: ReadOperation = () => () => ({ output: null });

/** The same rule under many names. */
const named = (names: string, read: ReadOperation): Record<string, ReadOperation> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map(name => [name, read]),
  );

/** Functions of TensorFlow that Keras 2 wraps when they are called on its tensors. */
const tensorflow: Readonly<Record<string, ReadOperation>> = {
  ...shaping,
  ...named(
    `__operators__.truediv __operators__.floordiv __operators__.pow __operators__.mod __operators__.neg __operators__.abs
    __operators__.eq __operators__.ne __operators__.lt __operators__.le __operators__.gt __operators__.ge
    __operators__.logical_and __operators__.logical_or __operators__.logical_not convert_to_tensor clip_by_value where zeros_like ones_like reverse roll
    math.truediv math.divide math.pow math.square math.sqrt math.rsqrt math.exp math.log math.log1p math.abs math.negative
    math.sign math.floor math.round math.sin math.cos math.tan math.erf math.reciprocal math.l2_normalize math.floordiv
    math.mod math.less math.greater math.equal math.logical_not math.squared_difference math.divide_no_nan
    linalg.l2_normalize nn.l2_normalize nn.dropout nn.log_softmax nn.local_response_normalization`,
    () => elementwise,
  ),
  ...named(
    `math.reduce_mean math.reduce_sum math.reduce_max math.reduce_min math.reduce_prod math.reduce_std
    math.reduce_variance math.reduce_euclidean_norm math.argmax math.argmin`,
    reduce,
  ),
  ...named('linalg.matmul matmul', matmul),
  ...named('shape compat.v1.shape size rank', shapeOf),
};

const lambda: ReadOperation = told => {
  const name = told.config.function;
  const read = typeof name === 'string' && Object.hasOwn(tensorflow, name) ? tensorflow[name] : undefined;
  return read?.(told);
};

/** Functions of Keras 3 that are no layers of ours. */
const keras3: Readonly<Record<string, ReadOperation>> = {
  ...shaping,
  ...named(
    `Divide TrueDivide FloorDivide Mod Power Square Sqrt Rsqrt Exp Expm1 Log Log1p Log2 Log10 Logaddexp Absolute Abs Negative
    Sign Floor Ceil Round Sin Cos Tan Arctan Sinh Cosh Erf Reciprocal Clip Where ZerosLike OnesLike Flip Roll Cumsum Cast
    StopGradient LogSoftmax LogSigmoid Softsign HardTanh Mish Sparsemax Threshold SoftShrink HardShrink TanhShrink
    Less Greater Equal NotEqual LogicalNot LogicalAnd LogicalOr Isnan NanToNum SquaredDifference Normalize`,
    () => elementwise,
  ),
  ...named('Mean Sum Max Min Amax Amin Prod Std Var Median Logsumexp Any All Argmax Argmin', reduce),
  Matmul: matmul,
  Shape: shapeOf,
  GetItem: getItem,
};

export const functions: Readonly<Record<string, ReadOperation>> = {
  TFOpLambda: lambda,
  SlicingOpLambda: getItem,
  ...Object.fromEntries(Object.entries(keras3).map(([name, read]) => [`ops.${name}`, read])),
};
