import { formatShape, type Shape, type Size } from '../../../graph.js';
import { fn } from '../core/signature.js';
import {
  Builtin,
  Dict,
  Float,
  isTensor,
  isUnknown,
  itemsOf,
  List,
  numberOf,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, broadcast, count, sizesOf } from '../graph/sizes.js';
import { constant, merge, tensorBinary } from './arithmetic.js';
import { einsumShape, matmul } from './matmul.js';
import { flatten, onTensor, sizesIn } from './reshaping.js';

type Bound = Readonly<Record<string, Value>>;

/** The shape after axes are summed up; undefined axes mean all. */
export function reduced(shape: Shape, dim: Value | undefined, keep: boolean): Shape {
  if (shape === null) return null;
  const dims =
    dim === null || dim === undefined
      ? shape.map((_, i) => i)
      : (sizesOf(dim) ?? []).map(d => axisOf(d, shape.length));
  if (dim !== null && dim !== undefined && (dims.length === 0 || dims.includes(undefined))) return null;
  return keep ? shape.map((s, i) => (dims.includes(i) ? 1 : s)) : shape.filter((_, i) => !dims.includes(i));
}

const sums: Readonly<Record<string, (data: readonly number[]) => number>> = {
  sum: data => data.reduce((a, b) => a + b, 0),
  mean: data => data.reduce((a, b) => a + b, 0) / data.length,
  prod: data => data.reduce((a, b) => a * b, 1),
  max: data => Math.max(...data),
  min: data => Math.min(...data),
};

function reduce(vm: Vm, name: string, x: Tensor, dim: Value | undefined, keep: Value | undefined): Value {
  if (x.data && (dim === null || dim === undefined) && sums[name])
    return constant([sums[name](x.data)], [], x.whole && name !== 'mean', x.framework);
  const keeps = vm.truth(keep ?? false) === true;
  const axes =
    x.shape && dim !== null && dim !== undefined
      ? (sizesOf(dim) ?? []).map(d => axisOf(d, x.shape!.length))
      : [];
  const isGlobal =
    x.shape &&
    x.shape.length >= 3 &&
    axes.length === x.shape.length - 2 &&
    x.shape.every((_, i) => i < 2 || axes.includes(i));
  if (isGlobal && x.node !== undefined && (name === 'mean' || name === 'amax'))
    return vm.recorder.emit(
      vm,
      name === 'mean' ? 'globalAveragePool' : 'globalMaxPool',
      { keepDims: keeps, dataFormat: 'channelsFirst' },
      [x],
      x.framework,
      { shape: reduced(x.shape, dim, keeps) },
    );
  return vm.recorder.operation(vm, name, [x], reduced(x.shape, dim, keeps), x.framework);
}

const reductions = [
  'sum',
  'mean',
  'prod',
  'amax',
  'amin',
  'norm',
  'logsumexp',
  'any',
  'all',
  'argmax',
  'argmin',
  'nansum',
].map(name =>
  onTensor(`${name}(input, dim=None, keepdim=False)`, (vm, x, a) =>
    reduce(vm, name, x, name === 'norm' && a.dim === 2 ? null : a.dim, a.keepdim),
  ),
);

const spreads = ['var', 'std'].map(name =>
  onTensor(`${name}(input, dim=None, unbiased=True, keepdim=False, correction=1)`, (vm, x, a) =>
    reduce(vm, name, x, a.dim, a.keepdim),
  ),
);

/** `max(x)`, `max(x, dim)` with indices, `max(x, y)`. */
const extremes = ['max', 'min', 'median'].map(name =>
  onTensor(`${name}(input, dim=None, keepdim=False)`, (vm, x, a) => {
    if (isTensor(a.dim)) return merge(vm, `${name}imum`, x, a.dim);
    const values = reduce(vm, name, x, a.dim, a.keepdim);
    return a.dim === null
      ? values
      : new Tuple(
          [values, new Tensor(isTensor(values) ? values.shape : null, 'torch')],
          ['values', 'indices'],
        );
  }),
);

/** Same shape in and out. */
const kept = [
  'abs',
  'sqrt',
  'rsqrt',
  'log',
  'log2',
  'sin',
  'cos',
  'neg',
  'sign',
  'floor',
  'ceil',
  'round',
  'erf',
  'square',
  'reciprocal',
  'clamp',
  'clip',
  'clamp_min',
  'clamp_max',
  'cumsum',
  'flip',
  'roll',
  'masked_fill',
  'tril',
  'triu',
  'nan_to_num',
  'isnan',
  'logical_not',
  'bernoulli',
  'where_',
  'sort_',
  'atan',
  'renorm',
  'rot90_',
  'fft_',
  'heaviside',
  'fill',
  'bitwise_not',
];
const computed: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  log: Math.log,
  log2: Math.log2,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  square: x => x * x,
  neg: x => -x,
};
const keepers = kept.map(name =>
  onTensor(`${name}(input, *args, **kwargs)`, (vm, x) => {
    const f = computed[name];
    if (x.data && f) return constant(x.data.map(f), x.shape as number[], x.whole, x.framework);
    return vm.recorder.operation(vm, name, [x], x.shape, x.framework);
  }),
);

/** Numbers made whole; a tensor of which they are not known stays as it is. */
const truncated = ['int', 'long'].map(
  name =>
    new Builtin(name, (_, { pos: [x = null] }) =>
      isTensor(x) && x.data ? constant(x.data.map(Math.trunc), x.shape as number[], true, x.framework) : x,
    ),
);

/** The very tensor, in another type or place. */
const inert = [
  'contiguous',
  'clone',
  'detach',
  'to',
  'float',
  'half',
  'double',
  'bool',
  'cuda',
  'cpu',
  'type_as',
  'type',
  'requires_grad_',
  'byte',
  'bfloat16',
  'data_',
  'alias',
  'copy_',
  'fill_',
  'zero_',
  'normal_',
  'uniform_',
  'pin_memory',
  'as_subclass',
  'rename',
  'retain_grad_',
  'coalesce',
  'checkpoint_',
];
const passers = inert.map(name => new Builtin(name, (_, { pos: [x = null] }) => x));

const binaries = Object.entries({
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  true_divide: '/',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '**',
  floor_divide: '//',
  remainder: '%',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
}).map(([name, op]) =>
  fn(`${name}(input, other, alpha=1, rounding_mode=None)`, (vm, { input = null, other = null }) =>
    isTensor(input) || isTensor(other) ? tensorBinary(vm, op, input, other) : vm.unknown(`torch.${name}`),
  ),
);

const pairs = ['maximum', 'minimum'].map(name =>
  onTensor(`${name}(input, other)`, (vm, x, a) => (isTensor(a.other) ? merge(vm, name, x, a.other) : x)),
);

const tensorsOf = (vm: Vm, value: Value | undefined): readonly Tensor[] | undefined => {
  const items =
    itemsOf(value) ??
    (value === undefined || value === null || isUnknown(value) || isTensor(value)
      ? undefined
      : vm.list(value));
  return items?.every(isTensor) && items.length > 0 ? items : undefined;
};

function lost(vm: Vm, name: string, value: Value | undefined): Value {
  const inputs = (itemsOf(value) ?? (value instanceof List ? value.items : [])).filter(isTensor);
  return vm.options.libraries.unknownCall(vm, vm.unknown(`torch.${name}`), { pos: inputs, kw: new Map() });
}

/** Tensors laid side by side. */
export function concat(vm: Vm, tensors: readonly Tensor[], dim: Value | undefined): Value {
  const [first] = tensors as [Tensor];
  const { framework } = first;
  const ranked = tensors.find(t => t.shape !== null);
  if (!ranked?.shape) return vm.recorder.operation(vm, 'concat', tensors, null, framework);
  const rank = ranked.shape.length;
  const axis = axisOf(dim, rank);
  if (axis === undefined) return vm.recorder.operation(vm, 'concat', tensors, null, framework);
  if (tensors.length === 1) return first;
  const data = tensors.every(t => t.data && rank === 1) ? tensors.flatMap(t => t.data!) : undefined;
  if (data)
    return constant(
      data,
      [data.length],
      tensors.every(t => t.whole),
      framework,
    );
  const sum = tensors.reduce<Size>(
    (n, t) => (n === null || t.shape?.[axis] == null ? null : n + t.shape[axis]!),
    0,
  );
  const shape = ranked.shape.map((s, i) =>
    i === axis ? sum : (s ?? tensors.find(t => t.shape?.[i] != null)?.shape?.[i] ?? null),
  );
  const clash = tensors.find(
    t =>
      t.shape !== null &&
      (t.shape.length !== rank ||
        t.shape.some((s, i) => i !== axis && s !== null && shape[i] !== null && s !== shape[i])),
  );
  const made = tensors.every(t => t.node !== undefined);
  if (axis > 0 && made && tensors.every(t => t.shape === null || t.shape[0] === shape[0]))
    return vm.recorder.emit(
      vm,
      'concat',
      clash ? { axis, after: common(tensors, shape, axis) } : { axis },
      tensors,
      framework,
      {
        shape: clash && clash.shape?.length === rank ? [shape[0]!, ...common(tensors, shape, axis)] : shape,
      },
    );
  if (clash)
    vm.report(
      'wrong-value',
      'error',
      `the sizes do not match at the concatenation: ${tensors.map(t => formatShape(t.shape)).join(', ')}`,
    );
  return vm.recorder.operation(vm, 'concat', tensors, shape, framework);
}

/** After a mismatch: the sizes that all have, without the batch. */
const common = (tensors: readonly Tensor[], shape: readonly Size[], axis: number): Size[] =>
  shape.map((s, i) => (i === axis || tensors.every(t => t.shape?.[i] === s) ? s : null)).slice(1);

function stack(vm: Vm, tensors: readonly Tensor[], dim: Value | undefined): Value {
  const shape = tensors.find(t => t.shape !== null)?.shape;
  const axis = shape ? axisOf(dim, shape.length + 1) : undefined;
  const data = tensors.every(t => t.data?.length === 1 && t.shape?.length === 0)
    ? tensors.map(t => t.data![0]!)
    : undefined;
  if (data)
    return constant(
      data,
      [data.length],
      tensors.every(t => t.whole),
      tensors[0]!.framework,
    );
  return vm.recorder.operation(
    vm,
    'stack',
    tensors,
    shape && axis !== undefined ? [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)] : null,
    tensors[0]!.framework,
  );
}

/** A tensor filled with something, of a given shape. */
const filled = (name: string, data?: number): Builtin =>
  fn(`${name}(*size, **kwargs)`, (_, a) => {
    const named = a.kwargs instanceof Dict ? (a.kwargs.get('size') ?? a.kwargs.get('shape')) : undefined;
    const given = named === undefined ? (itemsOf(a.size) ?? []) : [named];
    const sizes = sizesIn(given);
    const n = count(sizes);
    if (data !== undefined && n !== null && n <= 64 && sizes.every(s => s !== null))
      return constant(Array<number>(n).fill(data), sizes as number[], false, 'torch');
    return new Tensor(sizes, 'torch');
  });

const alike = ['zeros_like', 'ones_like', 'rand_like', 'randn_like', 'empty_like', 'full_like'].map(name =>
  onTensor(`${name}(input, *args, **kwargs)`, (_, x) => new Tensor(x.shape, x.framework)),
);

/** A tensor from a list, a number, or another tensor. */
export function tensorFrom(
  vm: Vm,
  value: Value | undefined,
  framework: Tensor['framework'] = 'torch',
): Value {
  if (isTensor(value)) return value;
  const number = numberOf(value);
  if (number !== undefined) return constant([number], [], !(value instanceof Float), framework);
  const items =
    itemsOf(value) ??
    (value === undefined || value === null || isUnknown(value) || typeof value === 'string'
      ? undefined
      : vm.list(value));
  if (!items) return new Tensor(null, framework);
  const parts = items.map(item => tensorFrom(vm, item, framework));
  if (!parts.every(isTensor)) return new Tensor(null, framework);
  const inner = parts[0]?.shape ?? [];
  const shape = [items.length, ...inner];
  const data = parts.every(p => p.data) ? parts.flatMap(p => p.data!) : undefined;
  return data && shape.every(s => s !== null)
    ? constant(
        data,
        shape as number[],
        parts.every(p => p.whole),
        framework,
      )
    : new Tensor(shape, framework);
}

export function rangeOf(a: Bound, framework: Tensor['framework'] = 'torch'): Value {
  const [start, end, step] = a.end === null ? [0, a.start, a.step] : [a.start, a.end, a.step];
  const [x, y, by] = [numberOf(start), numberOf(end), numberOf(step)];
  if (x === undefined || y === undefined || by === undefined || by === 0)
    return new Tensor([null], framework);
  const n = Math.max(0, Math.ceil((y - x) / by));
  const whole = ![start, end, step].some(v => v instanceof Float);
  return n > 4096
    ? new Tensor([n], framework)
    : constant(
        Array.from({ length: n }, (_, i) => x + i * by),
        [n],
        whole,
        framework,
      );
}

export function linspace(a: Bound, framework: Tensor['framework'] = 'torch'): Value {
  const [x, y, n] = [numberOf(a.start), numberOf(a.end), numberOf(a.steps)];
  if (x === undefined || y === undefined || n === undefined || n > 4096)
    return new Tensor([n ?? null], framework);
  return constant(
    Array.from({ length: n }, (_, i) => (n === 1 ? x : x + ((y - x) * i) / (n - 1))),
    [n],
    false,
    framework,
  );
}

/** Functions of `torch` beside those that reshape and those of `torch.nn.functional`. */
export const torchFunctions: readonly Builtin[] = [
  ...reductions,
  ...spreads,
  ...extremes,
  ...keepers,
  ...passers,
  ...truncated,
  ...binaries,
  ...pairs,
  ...alike,
  ...['cat', 'concat', 'concatenate'].map(name =>
    fn(`${name}(tensors, dim=0)`, (vm, a) => {
      const tensors = tensorsOf(vm, a.tensors);
      return tensors ? concat(vm, tensors, a.dim) : lost(vm, name, a.tensors);
    }),
  ),
  fn('stack(tensors, dim=0)', (vm, a) => {
    const tensors = tensorsOf(vm, a.tensors);
    return tensors ? stack(vm, tensors, a.dim) : lost(vm, 'stack', a.tensors);
  }),
  ...['matmul', 'bmm', 'mm', 'mv', 'dot'].map(name =>
    onTensor(`${name}(input, other)`, (vm, x, a) =>
      isTensor(a.other) ? matmul(vm, x, a.other) : vm.unknown(name),
    ),
  ),
  ...['addmm', 'baddbmm'].map(name =>
    fn(`${name}(input, mat1, mat2)`, (vm, a) =>
      isTensor(a.mat1) && isTensor(a.mat2) ? matmul(vm, a.mat1, a.mat2) : vm.unknown(name),
    ),
  ),
  fn('einsum(equation, *operands)', (vm, a) => {
    const inputs = (itemsOf(a.operands) ?? []).flatMap(v => itemsOf(v) ?? [v]);
    return vm.recorder.operation(
      vm,
      'einsum',
      inputs,
      typeof a.equation === 'string'
        ? einsumShape(
            a.equation,
            inputs.map(v => (isTensor(v) ? v.shape : null)),
          )
        : null,
      'torch',
    );
  }),
  fn('where(condition, input=None, other=None)', (vm, a) => {
    const tensors = [a.condition, a.input, a.other].filter(isTensor);
    const shape = tensors.map(t => t.shape).reduce<Shape>((x, y) => broadcast(x, y) ?? null, []);
    return vm.recorder.operation(vm, 'where', tensors, a.input === null ? null : shape, 'torch');
  }),
  onTensor('topk(input, k, dim=-1)', (vm, x, a) => {
    const axis = x.shape && axisOf(a.dim, x.shape.length);
    const y = vm.recorder.operation(
      vm,
      'topk',
      [x],
      x.shape?.map((s, i) => (i === axis ? (numberOf(a.k) ?? null) : s)) ?? null,
      'torch',
    );
    return new Tuple([y, new Tensor(y.shape, 'torch')], ['values', 'indices']);
  }),
  onTensor(
    'sort(input, dim=-1, descending=False)',
    (vm, x) =>
      new Tuple(
        [vm.recorder.operation(vm, 'sort', [x], x.shape, 'torch'), new Tensor(x.shape, 'torch')],
        ['values', 'indices'],
      ),
  ),
  onTensor('gather(input, dim, index)', (vm, x, a) =>
    vm.recorder.operation(vm, 'gather', [x], isTensor(a.index) ? a.index.shape : null, 'torch'),
  ),
  onTensor('index_select(input, dim, index)', (vm, x, a) => {
    const axis = x.shape && axisOf(a.dim, x.shape.length);
    return vm.recorder.operation(
      vm,
      'index_select',
      [x],
      x.shape?.map((s, i) => (i === axis ? (isTensor(a.index) ? (a.index.shape?.[0] ?? null) : null) : s)) ??
        null,
      'torch',
    );
  }),
  onTensor('dropout(input, p=0.5, training=True)', (_, x) => x),
  ...['zeros', 'new_zeros'].map(n => filled(n, 0)),
  ...['ones', 'new_ones'].map(n => filled(n, 1)),
  ...['rand', 'randn', 'empty', 'Tensor', 'FloatTensor', 'LongTensor', 'new_empty'].map(n => filled(n)),
  fn('full(size, fill_value)', (_, a) => new Tensor(sizesIn([a.size ?? null]), 'torch')),
  fn(
    'randint(*args, **kwargs)',
    (_, a) =>
      new Tensor(sizesOf((itemsOf(a.args) ?? []).findLast(v => itemsOf(v) !== undefined)) ?? null, 'torch'),
  ),
  fn(
    'eye(n, m=None)',
    (_, a) => new Tensor([numberOf(a.n) ?? null, numberOf(a.m) ?? numberOf(a.n) ?? null], 'torch'),
  ),
  fn('arange(start, end=None, step=1)', (_, a) => rangeOf(a)),
  fn('linspace(start, end, steps=100)', (_, a) => linspace(a)),
  fn('tensor(data)', (vm, a) => tensorFrom(vm, a.data)),
  fn('as_tensor(data)', (vm, a) => tensorFrom(vm, a.data)),
  fn('from_numpy(data)', (vm, a) => tensorFrom(vm, a.data)),
  fn('meshgrid(*tensors, indexing=None)', (_, a) => {
    const tensors = (itemsOf(a.tensors) ?? [])
      .flatMap(v => (isTensor(v) ? [v] : (itemsOf(v) ?? [])))
      .filter(isTensor);
    const shape = tensors.map(t => t.shape?.[0] ?? null);
    return new Tuple(tensors.map(() => new Tensor(shape, 'torch')));
  }),
  fn('numel(input)', (vm, a) =>
    isTensor(a.input) ? (count(a.input.shape) ?? vm.unknown('a size')) : vm.unknown('a size'),
  ),
  fn('is_tensor(obj)', (vm, a) => (isUnknown(a.obj) ? vm.unknown('is_tensor()') : isTensor(a.obj))),
  fn('Size(sizes=())', (_, a) => new Tuple(itemsOf(a.sizes) ?? [])),
  onTensor('_flatten(input)', (vm, x) => flatten(vm, x, 0, -1)),
];
