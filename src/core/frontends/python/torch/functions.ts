import type { Shape } from '../../../graph.js';
import { fn } from '../core/signature.js';
import {
  type Builtin,
  isTensor,
  isUnknown,
  itemsOf,
  numberOf,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import { axisOf, broadcast, count } from '../graph/sizes.js';
import { constant } from './arithmetic.js';
import { joins } from './joining.js';
import { alike, makers } from './making.js';
import { einsumShape, matmul } from './matmul.js';
import { binaries, keepers, pairs, passers, truncated } from './pointwise.js';
import { extremes, norm, reductions, spreads } from './reductions.js';
import { flatten, onTensor } from './reshaping.js';

export type Bound = Readonly<Record<string, Value>>;

/** Products of matrices. */
export const products: readonly Builtin[] = [
  ...['matmul', 'bmm', 'mm', 'mv', 'dot'].map(name =>
    onTensor(`${name}(input, other)`, (vm, x, a) =>
      isTensor(a.other) ? matmul(vm, x, a.other) : vm.unknown(name),
    ),
  ),
  ...['addmm', 'baddbmm'].map(name =>
    fn(`${name}(input, mat1, mat2, beta=1, alpha=1)`, (vm, a) =>
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
];

/** Functions of `torch` beside those that reshape and those of `torch.nn.functional`. */
export const torchFunctions: readonly Builtin[] = [
  ...reductions,
  norm,
  ...spreads,
  ...extremes,
  ...keepers,
  ...passers,
  ...truncated,
  ...binaries,
  ...pairs,
  ...alike,
  ...joins,
  ...makers,
  ...products,
  fn('where(condition, input=None, other=None)', (vm, a) => {
    const tensors = [a.condition, a.input, a.other].filter(isTensor);
    const shape = tensors.map(t => t.shape).reduce<Shape>((x, y) => broadcast(x, y) ?? null, []);
    return vm.recorder.operation(vm, 'where', tensors, a.input === null ? null : shape, 'torch');
  }),
  onTensor('topk(input, k, dim=-1, largest=True, sorted=True)', (vm, x, a) => {
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
    'sort(input, dim=-1, descending=False, stable=False)',
    (vm, x) =>
      new Tuple(
        [vm.recorder.operation(vm, 'sort', [x], x.shape, 'torch'), new Tensor(x.shape, 'torch')],
        ['values', 'indices'],
      ),
  ),
  onTensor('diff(input, n=1, dim=-1)', (vm, x, a) => {
    const axis = x.shape && axisOf(a.dim, x.shape.length);
    const shape = x.shape?.map((s, i) => (i === axis && s !== null ? s - 1 : s)) ?? null;
    if (!x.data || x.shape?.length !== 1 || a.n !== 1)
      return vm.recorder.operation(vm, 'diff', [x], a.n === 1 ? shape : null, 'torch');
    const data = x.data.slice(1).map((n, i) => n - x.data![i]!);
    return constant(data, [data.length], x.whole, x.framework);
  }),
  onTensor('gather(input, dim, index, sparse_grad=False)', (vm, x, a) =>
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
