import type { Shape } from '../../../graph.js';
import { isTensor, Tensor, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, sizesOf } from '../graph/sizes.js';
import { constant, merge } from './arithmetic.js';
import { onTensor } from './reshaping.js';

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

export const reductions = [
  'sum',
  'mean',
  'prod',
  'amax',
  'amin',
  'logsumexp',
  'any',
  'all',
  'argmax',
  'argmin',
  'nansum',
].map(name =>
  onTensor(`${name}(input, dim=None, keepdim=False)`, (vm, x, a) => reduce(vm, name, x, a.dim, a.keepdim)),
);

/** The order says how the numbers are put together, not what shape comes of it. */
export const norm = onTensor("norm(input, p='fro', dim=None, keepdim=False)", (vm, x, a) =>
  reduce(vm, 'norm', x, a.dim, a.keepdim),
);

export const spreads = ['var', 'std'].map(name =>
  onTensor(`${name}(input, dim=None, unbiased=True, keepdim=False, correction=1)`, (vm, x, a) =>
    reduce(vm, name, x, a.dim, a.keepdim),
  ),
);

/** `max(x)`, `max(x, dim)` with indices, `max(x, y)`. */
export const extremes = ['max', 'min', 'median'].map(name =>
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
