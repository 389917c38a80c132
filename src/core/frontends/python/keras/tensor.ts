import type { Tensor, Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
export function kerasAttribute(_vm: Vm, _t: Tensor, _name: string): Value | undefined {
  return undefined;
}
