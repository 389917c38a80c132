import { formatShape, type Shape, type Size } from '../../../graph.js';
import { fn } from '../core/signature.js';
import {
  type Builtin,
  isTensor,
  isUnknown,
  itemsOf,
  numberOf,
  type Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, count, reshaped, sizesOf } from '../graph/sizes.js';
import { constant } from './arithmetic.js';
import { chunk, split, unbind } from './cutting.js';

/** Sizes given one by one or as a tuple. */
export function sizesIn(values: readonly Value[]): Size[] {
  const list = values.length === 1 ? itemsOf(values[0]) : undefined;
  return (list ?? values).map(v => sizesOf(v)?.[0] ?? null);
}

const sameSizes = (a: Shape, b: Shape): boolean =>
  a !== null && b !== null && a.length === b.length && a.every((s, i) => s === b[i]);

/** `view` and `reshape`. One that keeps the batch is a layer of ours. */
export function reshape(vm: Vm, tensor: Tensor, target: readonly Size[], name = 'reshape'): Tensor {
  const { shape, framework } = tensor;
  const result = reshaped(shape, target);
  if (!result) {
    const wanted = target.map(s => (s === -1 ? null : s));
    const result = vm.recorder.operation(vm, name, [tensor], wanted, framework);
    vm.report(
      'wrong-value',
      'error',
      `\`${name}\`: the ${count(shape)} values of ${formatShape(shape)} do not fit ${formatShape(wanted)}`,
      undefined,
      { of: result, from: [tensor] },
    );
    return result;
  }
  if (tensor.data) return keepData(tensor, result);
  if (sameSizes(shape, result)) return tensor;
  const keepsBatch =
    shape !== null && shape.length > 1 && result.length > 1 && (result[0] === shape[0] || result[0] === null);
  if (keepsBatch && result.length === 2 && result[1] !== null)
    return vm.recorder.emit(vm, 'flatten', {}, [tensor], framework, { shape: result });
  const inner = result.slice(1);
  if (keepsBatch && inner.every(s => s !== null) && count(shape.slice(1)) === count(inner))
    return vm.recorder.emit(vm, 'reshape', { shape: inner }, [tensor], framework, { shape: result });
  return vm.recorder.operation(vm, name, [tensor], result, framework);
}

const keepData = (tensor: Tensor, shape: readonly Size[]): Tensor =>
  constant(tensor.data!, shape as number[], tensor.whole, tensor.framework);

/** A new order of the axes; one that keeps the batch is a layer of ours. */
export function permute(
  vm: Vm,
  tensor: Tensor,
  order: readonly (number | undefined)[],
  name = 'permute',
): Tensor {
  const { shape, framework } = tensor;
  const rank = shape?.length ?? order.length;
  const axes = order.map(axis => (axis === undefined ? undefined : axis < 0 ? rank + axis : axis));
  const isOrder =
    axes.length === rank &&
    axes.every((axis, i) => axis !== undefined && axis >= 0 && axis < rank && axes.indexOf(axis) === i);
  if (!isOrder || shape === null) {
    if (shape !== null && axes.every(a => a !== undefined))
      vm.report(
        'wrong-value',
        'error',
        `\`${name}\`: the order ${axes.join(', ')} is not one of the ${rank} axes of ${formatShape(shape)}`,
      );
    return vm.recorder.operation(vm, name, [tensor], isOrder ? axes.map(() => null) : null, framework);
  }
  const result = axes.map(axis => shape[axis!]!);
  if (tensor.node !== undefined && axes[0] === 0 && rank > 1)
    return vm.recorder.emit(vm, 'permute', { order: axes.slice(1) }, [tensor], framework, { shape: result });
  return vm.recorder.operation(vm, name, [tensor], result, framework);
}

function transpose(vm: Vm, tensor: Tensor, a: Value | undefined, b: Value | undefined): Tensor {
  const rank = tensor.shape?.length;
  if (rank === undefined) return vm.recorder.operation(vm, 'transpose', [tensor], null, tensor.framework);
  const [x, y] = [axisOf(a, rank), axisOf(b, rank)];
  const order = Array.from({ length: rank }, (_, i) => (i === x ? y : i === y ? x : i));
  return permute(
    vm,
    tensor,
    x === undefined || y === undefined ? order.map(() => undefined) : order,
    'transpose',
  );
}

export function flatten(vm: Vm, tensor: Tensor, start: Value | undefined, end: Value | undefined): Tensor {
  const { shape, framework } = tensor;
  if (shape === null) return vm.recorder.operation(vm, 'flatten', [tensor], null, framework);
  const [from, to] = [axisOf(start, shape.length), axisOf(end, shape.length)];
  if (from === undefined || to === undefined)
    return vm.recorder.operation(vm, 'flatten', [tensor], null, framework);
  const result = [...shape.slice(0, from), count(shape.slice(from, to + 1)), ...shape.slice(to + 1)];
  if (from >= 1 && tensor.node !== undefined)
    return vm.recorder.emit(vm, 'flatten', { start: from, end: to }, [tensor], framework, { shape: result });
  return vm.recorder.operation(vm, 'flatten', [tensor], result, framework);
}

/** Runs where the first argument is a tensor; else its result is not known. */
export const onTensor = (
  text: string,
  run: (vm: Vm, x: Tensor, a: Readonly<Record<string, Value>>) => Value,
): Builtin =>
  fn(text, (vm, a) => {
    const first = Object.values(a)[0];
    return isTensor(first)
      ? run(vm, first, a)
      : vm.options.libraries.unknownCall(vm, vm.unknown(text.slice(0, text.indexOf('('))), {
          pos: Object.values(a),
          kw: new Map(),
        });
  });

const operation = (vm: Vm, name: string, x: Tensor, shape: Shape): Tensor =>
  x.data && shape !== null && count(shape) === x.data.length
    ? keepData(x, shape)
    : vm.recorder.operation(vm, name, [x], shape, x.framework);

const stars = (a: Readonly<Record<string, Value>>, name: string): readonly Value[] => itemsOf(a[name]) ?? [];

function squeeze(vm: Vm, x: Tensor, dim: Value | undefined): Tensor {
  if (x.shape === null) return operation(vm, 'squeeze', x, null);
  const rank = x.shape.length;
  const dims = dim === null || dim === undefined ? undefined : (sizesOf(dim) ?? []).map(d => axisOf(d, rank));
  return operation(
    vm,
    'squeeze',
    x,
    x.shape.filter((s, i) => s !== 1 || (dims !== undefined && !dims.includes(i))),
  );
}

function unsqueeze(vm: Vm, x: Tensor, dim: Value | undefined): Tensor {
  const at = x.shape === null ? undefined : axisOf(dim, x.shape.length + 1);
  return operation(
    vm,
    'unsqueeze',
    x,
    at === undefined ? null : [...x.shape!.slice(0, at), 1, ...x.shape!.slice(at)],
  );
}

function expand(vm: Vm, x: Tensor, sizes: readonly Size[]): Tensor {
  if (x.shape === null)
    return operation(
      vm,
      'expand',
      x,
      sizes.map(s => (s === -1 ? null : s)),
    );
  const offset = sizes.length - x.shape.length;
  return vm.recorder.operation(
    vm,
    'expand',
    [x],
    sizes.map((s, i) => (s === -1 ? (x.shape![i - offset] ?? null) : s)),
    x.framework,
  );
}

function repeat(vm: Vm, x: Tensor, times: readonly Size[]): Tensor {
  if (x.shape === null) return operation(vm, 'repeat', x, null);
  const shape = [...Array<number>(Math.max(0, times.length - x.shape.length)).fill(1), ...x.shape];
  return vm.recorder.operation(
    vm,
    'repeat',
    [x],
    shape.map((s, i) => (s === null || times[i] == null ? null : s * times[i]!)),
    x.framework,
  );
}

/** Functions and methods that change the shape and nothing else. */
export const reshapingFunctions: readonly Builtin[] = [
  onTensor('view(input, *shape)', (vm, x, a) => {
    const sizes = stars(a, 'shape');
    return sizes.some(s => isUnknown(s) && s.name.startsWith('torch.'))
      ? x
      : reshape(vm, x, sizesIn(sizes), 'view');
  }),
  onTensor('reshape(input, *shape)', (vm, x, a) => reshape(vm, x, sizesIn(stars(a, 'shape')))),
  onTensor('view_as(input, other)', (vm, x, a) =>
    reshape(vm, x, isTensor(a.other) ? (a.other.shape ?? [null]) : [null], 'view_as'),
  ),
  onTensor('reshape_as(input, other)', (vm, x, a) =>
    reshape(vm, x, isTensor(a.other) ? (a.other.shape ?? [null]) : [null]),
  ),
  onTensor('permute(input, *dims)', (vm, x, a) =>
    permute(
      vm,
      x,
      sizesIn(stars(a, 'dims')).map(s => s ?? undefined),
    ),
  ),
  onTensor('transpose(input, dim0, dim1)', (vm, x, a) => transpose(vm, x, a.dim0, a.dim1)),
  onTensor('swapaxes(input, dim0, dim1)', (vm, x, a) => transpose(vm, x, a.dim0, a.dim1)),
  onTensor('t(input)', (vm, x) => (x.shape?.length === 2 ? transpose(vm, x, 0, 1) : x)),
  onTensor('flatten(input, start_dim=0, end_dim=-1)', (vm, x, a) => flatten(vm, x, a.start_dim, a.end_dim)),
  onTensor('ravel(input)', (vm, x) => flatten(vm, x, 0, -1)),
  onTensor('unflatten(input, dim, sizes)', (vm, x, a) => {
    const axis = x.shape === null ? undefined : axisOf(a.dim, x.shape.length);
    const sizes = sizesIn([a.sizes ?? null]);
    return axis === undefined
      ? operation(vm, 'unflatten', x, null)
      : reshape(vm, x, [...x.shape!.slice(0, axis), ...sizes, ...x.shape!.slice(axis + 1)], 'unflatten');
  }),
  onTensor('squeeze(input, dim=None)', (vm, x, a) => squeeze(vm, x, a.dim)),
  onTensor('unsqueeze(input, dim)', (vm, x, a) => unsqueeze(vm, x, a.dim)),
  onTensor('expand(input, *sizes)', (vm, x, a) => expand(vm, x, sizesIn(stars(a, 'sizes')))),
  onTensor('expand_as(input, other)', (vm, x, a) =>
    expand(vm, x, isTensor(a.other) ? (a.other.shape ?? []) : []),
  ),
  onTensor('repeat(input, *sizes)', (vm, x, a) => repeat(vm, x, sizesIn(stars(a, 'sizes')))),
  onTensor('tile(input, *sizes)', (vm, x, a) => repeat(vm, x, sizesIn(stars(a, 'sizes')))),
  onTensor('chunk(input, chunks, dim=0)', (vm, x, a) => chunk(vm, x, a.chunks, a.dim)),
  onTensor('tensor_split(input, chunks, dim=0)', (vm, x, a) => chunk(vm, x, a.chunks, a.dim)),
  onTensor('split(tensor, split_size_or_sections, dim=0)', (vm, x, a) =>
    split(vm, x, a.split_size_or_sections, a.dim),
  ),
  onTensor('unbind(input, dim=0)', (vm, x, a) => unbind(vm, x, a.dim)),
  onTensor('narrow(input, dim, start, length)', (vm, x, a) => {
    const axis = x.shape === null ? undefined : axisOf(a.dim, x.shape.length);
    return operation(
      vm,
      'narrow',
      x,
      axis === undefined ? null : x.shape!.map((s, i) => (i === axis ? (numberOf(a.length) ?? null) : s)),
    );
  }),
];
