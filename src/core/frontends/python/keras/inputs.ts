import type { Shape } from '../../../graph.js';
import { Dict, isTensor, itemsOf, Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';

/** Tensors in an argument: one, or lists and dicts of them. */
export function tensorsIn(value: Value | undefined, depth = 0): Tensor[] {
  if (value === undefined || depth > 4) return [];
  if (isTensor(value)) return [value];
  if (value instanceof Dict) return [...value.map.values()].flatMap(e => tensorsIn(e.value, depth + 1));
  return (itemsOf(value) ?? []).flatMap(item => tensorsIn(item, depth + 1));
}

/** A network's input: its shape with the batch. */
export function makeInput(vm: Vm, shape: Shape, name?: string): Tensor {
  const tensor = new Tensor(shape, 'keras');
  tensor.node = vm.recorder.emit(vm, 'input', { shape: shape?.slice(1) }, [], 'keras', { shape, name }).node;
  return tensor;
}
