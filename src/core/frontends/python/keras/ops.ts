import { activationNames } from '../../../dialects/keras/activations.js';
import type { Shape, Size } from '../../../graph.js';
import type { LayerName } from '../../../layers/index.js';
import { binary } from '../core/operators.js';
import { fn } from '../core/signature.js';
import { Builtin, isTensor, itemsOf, numberOf, Tensor, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, hasOpenSizes, kerasShape, sizesOf } from '../graph/sizes.js';
import { merge } from '../torch/arithmetic.js';
import { concat } from '../torch/joining.js';
import { rangeOf, tensorFrom } from '../torch/making.js';
import { einsumShape, matmul } from '../torch/matmul.js';
import { reduced } from '../torch/reductions.js';
import { permute, reshape } from '../torch/reshaping.js';
import { tensorsIn } from './inputs.js';
import { weight } from './layer.js';

type Bound = Readonly<Record<string, Value>>;
type Run = (vm: Vm, x: Tensor, a: Bound) => Value;

/** One function under all its names; it runs where the first argument is a tensor. */
const each = (names: readonly string[], rest: string, run: Run): Builtin[] =>
  names.map(name =>
    fn(`${name}(${rest})`, (vm, a) => {
      const values = Object.values(a);
      if (isTensor(values[0])) return run(vm, values[0], a);
      return vm.options.libraries.unknownCall(vm, vm.unknown(name), { pos: values, kw: new Map() });
    }),
  );

const op = (vm: Vm, name: string, x: Tensor, shape: Shape): Tensor =>
  vm.recorder.operation(vm, name, [x], shape, 'keras');

function reduce(vm: Vm, name: string, x: Tensor, axis: Value | undefined, keep: boolean): Value {
  const { shape } = x;
  const axes = shape && axis !== null ? (sizesOf(axis) ?? []).map(d => axisOf(d, shape.length)) : [];
  const isGlobal =
    shape &&
    shape.length >= 3 &&
    axes.length === shape.length - 2 &&
    !axes.includes(0) &&
    !axes.includes(shape.length - 1);
  const layer = name === 'mean' ? 'globalAveragePool' : name === 'max' ? 'globalMaxPool' : undefined;
  if (isGlobal && x.node !== undefined && layer)
    return vm.recorder.emit(vm, layer, { keepDims: keep }, [x], 'keras', {
      shape: reduced(shape, axis, keep),
    });
  return op(vm, name, x, reduced(shape, axis, keep));
}

const sums = ['mean', 'max', 'min', 'sum', 'prod', 'any', 'all', 'std', 'variance', 'var', 'logsumexp'];
const reductions = sums.flatMap(name =>
  each([name, `reduce_${name}`], 'x, axis=None, keepdims=False, name=None', (vm, x, a) =>
    reduce(vm, name, x, a.axis, a.keepdims === true),
  ),
);

const kept =
  'abs sqrt rsqrt square exp log clip clip_by_value sign negative erf sin cos l2_normalize normalize round floor ceil cumsum flip reverse logical_not local_response_normalization bias_add zeros_like ones_like roll sort'.split(
    ' ',
  );
const inert = 'cast identity stop_gradient convert_to_tensor ensure_shape cast_to_floatx dropout'.split(' ');

const activations = Object.entries(activationNames).flatMap(([layer, names]) =>
  each(names, 'x, *args, **kwargs', (vm, x) =>
    x.node === undefined ? x : vm.recorder.emit(vm, layer as LayerName, {}, [x], 'keras', { shape: x.shape }),
  ),
);

const operators = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  truediv: '/',
  pow: '**',
  power: '**',
  equal: '==',
  greater: '>',
  less: '<',
  floordiv: '//',
};
const binaries = Object.entries(operators).map(([name, sign]) =>
  fn(`${name}(x, y, name=None)`, (vm, { x = null, y = null }) => binary(vm, sign, x, y)),
);
const extremes = ['maximum', 'minimum'].flatMap(name =>
  each([name], 'x, y', (vm, x, a) => (isTensor(a.y) ? merge(vm, name, x, a.y) : op(vm, name, x, x.shape))),
);

/** A matrix the other way round, where an argument says so. */
function transposedIf(vm: Vm, flag: Value | undefined, x: Tensor): Tensor {
  const rank = x.shape?.length ?? 0;
  if (flag !== true) return flag === false ? x : op(vm, 'transpose', x, null);
  if (rank < 2) return op(vm, 'transpose', x, null);
  const order = Array.from({ length: rank }, (_, i) => i);
  const turned = permute(vm, x, [...order.slice(0, -2), rank - 1, rank - 2]);
  return isTensor(turned) ? turned : op(vm, 'transpose', x, null);
}

const target = (value: Value | undefined): Size[] => (itemsOf(value) ?? []).map(v => sizesOf(v)?.[0] ?? null);

function pad(vm: Vm, x: Tensor, given: Value | undefined): Value {
  const pairs = itemsOf(given)?.map(pair => sizesOf(pair));
  const shape =
    x.shape?.map((s, i) => {
      const [a, b] = pairs?.[i] ?? [null, null];
      if (a === 0 && b === 0) return s;
      return s === null || a == null || b == null ? null : s + a + b;
    }) ?? null;
  const outer = [pairs?.[0], pairs?.at(-1)].every(p => p?.[0] === 0 && p[1] === 0);
  const spatial = pairs?.slice(1, -1);
  if (
    outer &&
    spatial &&
    spatial.length > 0 &&
    spatial.every(p => p && typeof p[0] === 'number' && typeof p[1] === 'number')
  )
    return vm.recorder.emit(vm, 'zeroPad', { padding: spatial }, [x], 'keras', { shape });
  return op(vm, 'pad', x, shape);
}

function resize(vm: Vm, x: Tensor, size: Value | undefined): Value {
  const sizes = sizesOf(size);
  if (x.shape?.length !== 4 || sizes?.length !== 2) return op(vm, 'resize', x, null);
  const shape = [x.shape[0]!, sizes[0]!, sizes[1]!, x.shape[3]!];
  if (sizes.includes(null)) return op(vm, 'resize', x, shape);
  return vm.recorder.emit(vm, 'resize', { size: sizes }, [x], 'keras', { shape });
}

function split(vm: Vm, x: Tensor, by: Value | undefined, dim: Value | undefined): Value {
  const axis = x.shape === null ? undefined : axisOf(dim, x.shape.length);
  const size = axis === undefined ? null : x.shape![axis]!;
  const n = numberOf(by);
  const equal =
    n === undefined || n < 1 || n > 256 ? undefined : Array<Size>(n).fill(size === null ? null : size / n);
  const sizes = itemsOf(by)?.map(v => sizesOf(v)?.[0] ?? null) ?? equal;
  if (!sizes) return vm.unknown('split()');
  const part = (s: Size): Shape =>
    axis === undefined ? null : x.shape!.map((old, i) => (i === axis ? s : old));
  return new Tuple(sizes.map(s => op(vm, 'split', x, part(s))));
}

const along = (x: Tensor, axis: Value | undefined, change: (s: Size) => Size): Shape => {
  const at = x.shape === null ? undefined : axisOf(axis, x.shape.length);
  return at === undefined ? null : x.shape!.map((s, i) => (i === at ? change(s) : s));
};

const times = (s: Size | undefined, n: Size | undefined): Size => (s == null || n == null ? null : s * n);

/** Functions of `keras.backend`, `keras.ops`, `tf` and `tf.nn` alike. */
export const kerasFunctions: readonly Builtin[] = [
  ...reductions,
  ...activations,
  ...binaries,
  ...extremes,
  ...each(kept, 'x, *args, **kwargs', (vm, x) => op(vm, 'function', x, x.shape)),
  ...inert.map(name => new Builtin(name, (_, { pos: [x = null] }) => x)),
  ...each(['int_shape', 'get_shape', 'shape'], 'x, *args, **kwargs', (vm, x) =>
    x.shape === null ? vm.unknown('a shape') : kerasShape(x.shape, hasOpenSizes(x)),
  ),
  ...each(['ndim', 'rank'], 'x', (vm, x) => x.shape?.length ?? vm.unknown('a rank')),
  ...['concatenate', 'concat'].map(name =>
    fn(`${name}(values, axis=-1, name=None)`, (vm, a) => {
      const tensors = tensorsIn(a.values);
      return tensors.length === 0 ? vm.unknown(name) : concat(vm, tensors, a.axis);
    }),
  ),
  fn('stack(values, axis=0, name=None)', (vm, a) => {
    const tensors = tensorsIn(a.values);
    const shape = tensors[0]?.shape;
    const at = shape ? axisOf(a.axis, shape.length + 1) : undefined;
    const stacked =
      shape && at !== undefined ? [...shape.slice(0, at), tensors.length, ...shape.slice(at)] : null;
    return vm.recorder.operation(vm, 'stack', tensors, stacked, 'keras');
  }),
  ...each(['reshape'], 'x, shape, name=None', (vm, x, a) => reshape(vm, x, target(a.shape))),
  ...each(['transpose', 'permute_dimensions'], 'x, axes=None, name=None, conjugate=False', (vm, x, a) =>
    permute(
      vm,
      x,
      itemsOf(a.axes)?.map(v => numberOf(v)) ?? (x.shape ?? []).map((_, i, all) => all.length - 1 - i),
    ),
  ),
  ...each(['expand_dims'], 'x, axis=-1', (vm, x, a) => {
    const at = x.shape === null ? undefined : axisOf(a.axis, x.shape.length + 1);
    return op(
      vm,
      'expand_dims',
      x,
      at === undefined ? null : [...x.shape!.slice(0, at), 1, ...x.shape!.slice(at)],
    );
  }),
  ...each(['squeeze'], 'x, axis=None', (vm, x, a) => {
    const axes = (sizesOf(a.axis) ?? []).map(d => x.shape && axisOf(d, x.shape.length));
    return op(
      vm,
      'squeeze',
      x,
      x.shape?.filter((s, i) => (a.axis === null ? s !== 1 : !axes.includes(i))) ?? null,
    );
  }),
  ...each(['flatten', 'batch_flatten'], 'x', (vm, x) => vm.recorder.emit(vm, 'flatten', {}, [x], 'keras')),
  ...each(['matmul'], 'x, y, transpose_a=False, transpose_b=False', (vm, x, a) =>
    isTensor(a.y)
      ? matmul(vm, transposedIf(vm, a.transpose_a, x), transposedIf(vm, a.transpose_b, a.y))
      : vm.unknown('matmul'),
  ),
  ...each(['dot', 'batch_dot'], 'x, y, axes=None', (vm, x, a) =>
    isTensor(a.y) && a.axes === null && [2, x.shape?.length].includes(a.y.shape?.length)
      ? matmul(vm, x, a.y)
      : op(vm, 'dot', x, null),
  ),
  fn('einsum(equation, *operands)', (vm, a) => {
    const inputs = (itemsOf(a.operands) ?? []).filter(isTensor);
    const shape =
      typeof a.equation === 'string'
        ? einsumShape(
            a.equation,
            inputs.map(t => t.shape),
          )
        : null;
    return vm.recorder.operation(vm, 'einsum', inputs, shape, 'keras');
  }),
  ...each(['repeat', 'repeat_elements'], 'x, repeats, axis=0', (vm, x, a) =>
    op(
      vm,
      'repeat',
      x,
      along(x, a.axis, s => times(s, numberOf(a.repeats))),
    ),
  ),
  ...each(['tile'], 'x, multiples', (vm, x, a) =>
    op(vm, 'tile', x, x.shape?.map((s, i) => times(s, sizesOf(a.multiples)?.[i])) ?? null),
  ),
  ...each(['pad'], 'x, paddings, mode=None, constant_values=0', (vm, x, a) => pad(vm, x, a.paddings)),
  ...each(['resize', 'resize_bilinear', 'resize_nearest_neighbor'], 'x, size, *args, **kwargs', (vm, x, a) =>
    resize(vm, x, a.size),
  ),
  ...each(['broadcast_to'], 'x, shape', (vm, x, a) => op(vm, 'broadcast_to', x, target(a.shape))),
  ...each(['split'], 'x, num_or_size_splits, axis=0, num=None', (vm, x, a) =>
    split(vm, x, a.num_or_size_splits, a.axis),
  ),
  ...each(['gather', 'take'], 'x, *args, **kwargs', (vm, x) => op(vm, 'gather', x, null)),
  ...['range', 'arange'].map(name =>
    fn(`${name}(start, end=None, step=1, dtype=None)`, (_, a) => rangeOf(a, 'keras')),
  ),
  fn('constant(value, *args, **kwargs)', (vm, a) => tensorFrom(vm, a.value, 'keras')),
  fn('linspace(start, end, steps=50)', (_, a) => new Tensor([numberOf(a.steps) ?? null], 'keras')),
  ...['zeros', 'ones', 'random_normal', 'random_uniform'].map(name =>
    fn(`${name}(shape, *args, **kwargs)`, (_, a) => new Tensor(sizesOf(a.shape) ?? null, 'keras')),
  ),
  fn('Variable(initial_value=None, trainable=True, *args, **kwargs)', (_, a) =>
    weight(isTensor(a.initial_value) ? a.initial_value.shape : null, a.trainable !== false),
  ),
  fn('where(condition, x=None, y=None)', (vm, a) =>
    vm.recorder.operation(
      vm,
      'where',
      [a.condition ?? null, a.x ?? null, a.y ?? null],
      isTensor(a.x) ? a.x.shape : null,
      'keras',
    ),
  ),
];
