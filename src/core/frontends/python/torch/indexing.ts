import type { Size } from '../../../graph.js';
import { sliceIndices } from '../core/subscript.js';
import {
  ellipsis,
  isTensor,
  isUnknown,
  itemsOf,
  numberOf,
  Slice,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { constant } from './arithmetic.js';

/** `tensor[index]`. */
export function tensorItem(vm: Vm, tensor: Tensor, index: Value): Value {
  const { shape, framework } = tensor;
  const keys = index instanceof Tuple ? index.items : [index];
  if (tensor.data && shape?.length === 1 && keys.length === 1) return pick(vm, tensor, keys[0]!);
  if (shape === null) return derived(vm, tensor, null);
  const used = keys.filter(key => key !== null && key !== ellipsis).length;
  if (used > shape.length) return derived(vm, tensor, null);
  const result: Size[] = [];
  let axis = 0;
  for (const key of keys) {
    if (key === ellipsis) {
      while (shape.length - axis > used - keysBefore(keys, key)) result.push(shape[axis++]!);
    } else if (key === null) result.push(1);
    else if (key instanceof Slice) {
      const size = shape[axis++]!;
      result.push(sliced(key, size));
    } else if (isTensor(key)) {
      // An index of whole numbers; a mask or several of them are beyond this.
      if (
        key.shape === null ||
        keys.filter(isTensor).length > 1 ||
        (shape[axis] !== null && key.shape.length === shape.length && keys.length === 1)
      )
        return vm.recorder.operation(vm, 'index', [tensor, ...keys], null, framework);
      result.push(...key.shape);
      axis++;
    } else if (itemsOf(key)) {
      result.push(itemsOf(key)!.length);
      axis++;
    } else if (typeof key === 'number') axis++;
    // What is not known may pick one, or many.
    else return derived(vm, tensor, null);
  }
  result.push(...shape.slice(axis));
  if (keys.every(key => key instanceof Slice && key.start === null && key.stop === null && key.step === null))
    return tensor;
  return derived(vm, tensor, result);
}

const keysBefore = (keys: readonly Value[], key: Value): number =>
  keys.slice(0, keys.indexOf(key)).filter(k => k !== null).length;

function sliced(slice: Slice, size: Size): Size {
  if (size !== null) return sliceIndices(slice, size)?.length ?? null;
  return slice.start === null && slice.stop === null && slice.step === null ? null : null;
}

const derived = (vm: Vm, tensor: Tensor, shape: readonly Size[] | null): Value =>
  tensor.node === undefined && !tensor.parameter
    ? new Tensor(shape, tensor.framework)
    : vm.recorder.operation(vm, 'index', [tensor], shape, tensor.framework);

/** One number or a part of known ones. */
function pick(vm: Vm, tensor: Tensor, key: Value): Value {
  const data = tensor.data!;
  if (key instanceof Slice) {
    const picked = sliceIndices(key, data.length);
    return picked
      ? constant(
          picked.map(i => data[i]!),
          [picked.length],
          tensor.whole,
          tensor.framework,
        )
      : vm.unknown('a slice');
  }
  const at = numberOf(key);
  if (at === undefined) return isUnknown(key) ? vm.unknown('an item') : new Tensor(null, tensor.framework);
  const value = data.at(at);
  if (value === undefined) throw vm.error('IndexError', 'index out of range');
  return constant([value], [], tensor.whole, tensor.framework);
}
