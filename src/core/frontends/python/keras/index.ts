import { ModuleValue } from '../core/values.js';
import type { Vm } from '../core/vm.js';
export function kerasModule(_vm: Vm, _name: string, _find: (name: string) => ModuleValue | undefined): ModuleValue | undefined {
  return undefined;
}
