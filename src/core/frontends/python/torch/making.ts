import { fn } from '../core/signature.js';
import {
  type Builtin,
  Dict,
  Float,
  isTensor,
  isUnknown,
  itemsOf,
  numberOf,
  Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { count, sizesOf } from '../graph/sizes.js';
import { constant } from './arithmetic.js';
import type { Bound } from './functions.js';
import { onTensor, sizesIn } from './reshaping.js';

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

export const alike = ['zeros_like', 'ones_like', 'rand_like', 'randn_like', 'empty_like', 'full_like'].map(
  name => onTensor(`${name}(input, *args, **kwargs)`, (_, x) => new Tensor(x.shape, x.framework)),
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

/** Tensors that are made from nothing. */
export const makers: readonly Builtin[] = [
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
];
