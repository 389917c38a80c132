import type { Span } from '../../../source.js';
import { builtins } from '../stdlib/builtins.js';
import { forced } from './modules.js';
import type { Scope, Value } from './values.js';
import type { Vm } from './vm.js';

/** The value of a name: of this scope, those around it, the module, then Python's own. */
export function lookUp(vm: Vm, scope: Scope, name: string, at?: Span): Value {
  for (let s: Scope | undefined = scope; s; s = s.parent) {
    if (s.type === 'class' && s !== scope) continue;
    const found = s.vars.get(name);
    if (found !== undefined && !s.outside?.has(name)) return forced(vm, s.vars, name, found);
  }
  const global = scope.module.vars.get(name);
  if (global !== undefined) return forced(vm, scope.module.vars, name, global);
  const own = builtins.get(name);
  if (own !== undefined) return own;
  if (name === '__name__') return ownName(vm, scope);
  if (name === '__file__') return scope.module.uri ?? null;
  if (scope.module.open) return vm.unknown(name);
  if (at) vm.frame.at = at;
  throw vm.error('NameError', `name '${name}' is not defined`);
}

const ownName = (vm: Vm, { module }: Scope): string =>
  vm.options.asProgram && module.uri === vm.options.source.uri ? '__main__' : module.name;

/** Where a name is written. */
export function bindName(scope: Scope, name: string, value: Value): void {
  if (scope.outside?.has(name)) {
    for (let s = scope.parent; s; s = s.parent) {
      if (s.type === 'function' && s.vars.has(name)) {
        s.vars.set(name, value);
        return;
      }
    }
    scope.module.vars.set(name, value);
    return;
  }
  scope.vars.set(name, value);
}
