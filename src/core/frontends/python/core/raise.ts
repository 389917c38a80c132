import type { Raise, Try } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { exceptionClass, isException } from './exceptions.js';
import { type Completion, executeBody } from './execute.js';
import { bindName } from './names.js';
import { Class, Instance, isUnknown, type Scope, Tuple, type Value } from './values.js';
import { PyRaise, type Vm } from './vm.js';

/** Exceptions that say of an argument that it is wrong. */
const checks = new Set(['ValueError', 'AssertionError', 'TypeError']);

export function executeRaise(vm: Vm, scope: Scope, s: Raise): never {
  const value = s.exc ? evaluate(vm, scope, s.exc) : null;
  vm.frame.at = s.at;
  const raised = value instanceof Class ? vm.call(value) : value;
  const certain = raised instanceof Instance && checks.has(raised.cls.name) && vm.isCertain;
  throw new PyRaise(raised ?? new Instance(exceptionClass('Exception')), vm.placeOfRunning(s.at), certain);
}

export function executeTry(vm: Vm, scope: Scope, s: Try): Completion {
  let done: Completion;
  try {
    done = executeBody(vm, scope, s.body);
    if (done === undefined) done = executeBody(vm, scope, s.orelse);
  } catch (thrown) {
    if (!(thrown instanceof PyRaise)) throw thrown;
    const handler = s.handlers.find(h => !h.type || catches(evaluate(vm, scope, h.type), thrown.value));
    if (!handler) {
      executeBody(vm, scope, s.finalbody);
      throw thrown;
    }
    if (handler.name !== undefined) bindName(scope, handler.name, thrown.value);
    done = executeBody(vm, scope, handler.body);
  }
  return executeBody(vm, scope, s.finalbody) ?? done;
}

/** Whether a handler for this type takes an exception; one that is not known does. */
function catches(type: Value, raised: Value): boolean {
  if (type instanceof Tuple) return type.items.some(t => catches(t, raised));
  if (isUnknown(type) || !(raised instanceof Instance)) return true;
  if (!(type instanceof Class)) return true;
  return raised.cls.isA(type) || (!isException(raised.cls) && raised.cls.open);
}
