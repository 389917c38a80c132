import type { Size } from '../../../graph.js';
import { isUnknown, itemsOf, List, numberOf, type Tensor, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf } from '../graph/sizes.js';
import { constant } from './arithmetic.js';
import { sizesIn } from './reshaping.js';

/** The parts that a tensor is cut into along an axis. */
function parts(vm: Vm, x: Tensor, dim: Value | undefined, sizes: readonly Size[], name: string): Value {
  const axis = x.shape === null ? undefined : axisOf(dim, x.shape.length);
  let from = 0;
  return new Tuple(
    sizes.map(size => {
      if (x.data && x.shape?.length === 1 && size !== null) {
        const part = constant(x.data.slice(from, from + size), [size], x.whole, x.framework);
        from += size;
        return part;
      }
      const shape = axis === undefined ? null : x.shape!.map((s, i) => (i === axis ? size : s));
      return vm.recorder.operation(vm, name, [x], shape, x.framework);
    }),
  );
}

export function chunk(vm: Vm, x: Tensor, chunks: Value | undefined, dim: Value | undefined): Value {
  const n = numberOf(chunks);
  if (n === undefined || n < 1 || n > 1024) return new List([], true);
  const axis = x.shape === null ? undefined : axisOf(dim, x.shape.length);
  const size = axis === undefined ? null : x.shape![axis]!;
  if (size === null) return parts(vm, x, dim, Array<null>(n).fill(null), 'chunk');
  const each = Math.ceil(size / n);
  const pieces = Math.ceil(size / each);
  return parts(
    vm,
    x,
    dim,
    Array.from({ length: pieces }, (_, i) => Math.min(each, size - i * each)),
    'chunk',
  );
}

export function split(vm: Vm, x: Tensor, by: Value | undefined, dim: Value | undefined): Value {
  const listed = itemsOf(by);
  const axis = x.shape === null ? undefined : axisOf(dim, x.shape.length);
  const size = axis === undefined ? null : x.shape![axis]!;
  if (listed) {
    const sizes = sizesIn(listed);
    const sum = sizes.reduce((a, b) => (a === null || b === null ? null : a + b), 0 as Size);
    if (sum !== null && size !== null && sum !== size)
      vm.report(
        'wrong-value',
        'error',
        `\`split\`: the parts have ${sum} together, but the axis has ${size}`,
      );
    return parts(vm, x, dim, sizes, 'split');
  }
  const each = numberOf(by);
  if (each === undefined || size === null || each < 1 || size / each > 4096)
    return isUnknown(by) ? vm.unknown('split()') : new List([], true);
  return parts(
    vm,
    x,
    dim,
    Array.from({ length: Math.ceil(size / each) }, (_, i) => Math.min(each, size - i * each)),
    'split',
  );
}

/** Windows of a size along an axis, as an axis of their own at the end. */
export function windows(
  vm: Vm,
  x: Tensor,
  dim: Value | undefined,
  size: Value | undefined,
  step: Value | undefined,
): Value {
  const axis = x.shape === null ? undefined : axisOf(dim, x.shape.length);
  const [each, by] = [numberOf(size) ?? null, numberOf(step) ?? null];
  const count = (s: Size): Size =>
    s === null || each === null || by === null || by < 1 ? null : Math.floor((s - each) / by) + 1;
  const shape = axis === undefined ? null : [...x.shape!.map((s, i) => (i === axis ? count(s) : s)), each];
  return vm.recorder.operation(vm, 'unfold', [x], shape, x.framework);
}

export function unbind(vm: Vm, x: Tensor, dim: Value | undefined): Value {
  const axis = x.shape === null ? undefined : axisOf(dim, x.shape.length);
  const size = axis === undefined ? null : x.shape![axis]!;
  if (size === null || size > 1024) return vm.recorder.operation(vm, 'unbind', [x], null, x.framework);
  const shape = x.shape!.filter((_, i) => i !== axis);
  return new Tuple(
    Array.from({ length: size }, () => vm.recorder.operation(vm, 'unbind', [x], shape, x.framework)),
  );
}
