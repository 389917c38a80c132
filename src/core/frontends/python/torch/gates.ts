import type { Tensor, Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf } from '../graph/sizes.js';

/** A function that halves an axis. */
export function chunkOf(vm: Vm, name: string, x: Tensor, dim: Value | undefined): Value {
  const axis = x.shape && axisOf(dim, x.shape.length);
  const shape = x.shape?.map((s, i) => (i === axis && s !== null ? Math.floor(s / 2) : s)) ?? null;
  return vm.recorder.operation(vm, name, [x], shape, x.framework);
}
