import type { Expression, Parameter } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { Lazy, Scope, type Value } from './values.js';
import { PyRaise, type Vm } from './vm.js';

/**
 * The defaults of a definition. One that is a name of an import that has not been carried out yet, such as
 * `InterpolationMode.BILINEAR`, waits until it is needed: most never are, and the import may be a whole library.
 */
export function defaultsOf(vm: Vm, scope: Scope, params: readonly Parameter[]): Map<string, Value> {
  const defaults = new Map<string, Value>();
  for (const { name, default: usual } of params)
    if (usual) defaults.set(name, postponed(vm, scope, usual) ?? evaluate(vm, scope, usual));
  return defaults;
}

function postponed(vm: Vm, scope: Scope, usual: Expression): Lazy | undefined {
  const root = rootOf(usual);
  if (root === undefined || !isOutermost(scope, root)) return undefined;
  const { module } = scope;
  const imported = module.vars.get(root);
  if (!(imported instanceof Lazy)) return undefined;
  return new Lazy(() => {
    // A name that is bound anew does not change what it stood for in the definition.
    const names = module.vars.get(root) === imported ? module.vars : new Map([[root, imported]]);
    const around = new Scope(module, undefined, 'module', names);
    try {
      return vm.enter(around, module.uri, usual.at, undefined, () => evaluate(vm, around, usual));
    } catch (thrown) {
      if (thrown instanceof PyRaise) return undefined;
      throw thrown;
    }
  });
}

/** Of `a.b.c`, `a`. */
function rootOf(e: Expression): string | undefined {
  let inner = e;
  while (inner.kind === 'attribute') inner = inner.value;
  return inner.kind === 'name' ? inner.id : undefined;
}

/** Whether a name is the module's own where a definition stands. */
const isOutermost = (scope: Scope, name: string): boolean =>
  scope.type === 'module' || (scope.type === 'class' && !scope.parent?.parent && !scope.vars.has(name));
