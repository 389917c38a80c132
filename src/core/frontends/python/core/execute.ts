import type { Body, Expression, For, FunctionDef, If, Statement, With } from '../syntax/index.js';
import { assign, augment } from './assign.js';
import { defineClass } from './classes.js';
import { evaluate, makeFunction } from './evaluate.js';
import { executeMatch } from './match.js';
import { executeImport, executeImportFrom } from './modules.js';
import { bindName } from './names.js';
import { executeRaise, executeTry } from './raise.js';
import { deleteItem } from './subscript.js';
import { Instance, isUnknown, type Scope, Tensor, type Value } from './values.js';
import { LimitReached, PyRaise, type Vm } from './vm.js';
import { codeOf } from './yields.js';

export class Returned {
  constructor(readonly value: Value) {}
}

/** How a statement ended, where it did not simply go on. */
export type Completion = undefined | 'break' | 'continue' | Returned;

export function executeBody(vm: Vm, scope: Scope, body: Body): Completion {
  for (const statement of body) {
    const done = execute(vm, scope, statement);
    if (done !== undefined) return done;
  }
  return undefined;
}

export function execute(vm: Vm, scope: Scope, s: Statement): Completion {
  vm.step();
  switch (s.kind) {
    case 'expr':
      evaluate(vm, scope, s.value);
      return undefined;
    case 'assign': {
      const value = evaluate(vm, scope, s.value);
      for (const target of s.targets) assign(vm, scope, target, value);
      return undefined;
    }
    case 'annAssign':
      if (s.value) assign(vm, scope, s.target, evaluate(vm, scope, s.value));
      return undefined;
    case 'augAssign':
      augment(vm, scope, s.target, s.op, s.value, s.at);
      return undefined;
    case 'return':
      return new Returned(s.value ? evaluate(vm, scope, s.value) : null);
    case 'if':
      return executeIf(vm, scope, s);
    case 'for':
      return executeFor(vm, scope, s);
    case 'while':
      return executeWhile(vm, scope, s.test, s.body, s.orelse);
    case 'functionDef':
      bindName(scope, s.name, defineFunction(vm, scope, s));
      return undefined;
    case 'classDef':
      bindName(scope, s.name, decorated(vm, scope, s.decorators, defineClass(vm, scope, s)));
      return undefined;
    case 'import':
      executeImport(vm, scope, s);
      return undefined;
    case 'importFrom':
      executeImportFrom(vm, scope, s);
      return undefined;
    case 'with':
      return executeWith(vm, scope, s);
    case 'try':
      return executeTry(vm, scope, s);
    case 'raise':
      return executeRaise(vm, scope, s);
    case 'assert':
      if (vm.truth(evaluate(vm, scope, s.test)) === false) {
        vm.frame.at = s.at;
        const message = s.msg ? evaluate(vm, scope, s.msg) : null;
        vm.frame.at = s.at;
        throw failedAssertion(vm, typeof message === 'string' ? message : 'an assertion fails');
      }
      return undefined;
    case 'global':
    case 'nonlocal':
      scope.outside ??= new Set();
      for (const name of s.names) scope.outside.add(name);
      return undefined;
    case 'delete':
      for (const target of s.targets) remove(vm, scope, target);
      return undefined;
    case 'match':
      return executeMatch(vm, scope, s);
    case 'break':
    case 'continue':
      return s.kind;
    case 'typeAlias':
      bindName(scope, s.name, vm.unknown(s.name));
      return undefined;
    case 'error':
      for (const part of s.parts) evaluate(vm, scope, part);
      return undefined;
    case 'pass':
      return undefined;
  }
}

function failedAssertion(vm: Vm, message: string): PyRaise {
  const { value, at } = vm.error('AssertionError', message);
  return new PyRaise(value, at, vm.isCertain);
}

function remove(vm: Vm, scope: Scope, target: Expression): void {
  if (target.kind === 'name') scope.vars.delete(target.id);
  else if (target.kind === 'subscript')
    deleteItem(vm, evaluate(vm, scope, target.value), evaluate(vm, scope, target.slice));
  else if (target.kind === 'attribute') {
    const object = evaluate(vm, scope, target.value);
    if (object instanceof Instance) object.attrs.delete(target.attr);
  } else if (target.kind === 'tuple') for (const elt of target.elts) remove(vm, scope, elt);
}

export function defineFunction(vm: Vm, scope: Scope, s: FunctionDef, outer?: string): Value {
  const qualname = outer === undefined ? s.name : `${outer}.${s.name}`;
  const func = makeFunction(vm, scope, s.name, s.params, codeOf(s), s.at, qualname);
  return decorated(vm, scope, s.decorators, func);
}

/** A decorator that cannot be evaluated is passed over. */
export function decorated(vm: Vm, scope: Scope, decorators: readonly Expression[], value: Value): Value {
  let result = value;
  for (const decorator of [...decorators].reverse()) {
    try {
      const wrapped = vm.call(evaluate(vm, scope, decorator), result);
      if (!isUnknown(wrapped) && wrapped !== null && !(wrapped instanceof Tensor)) result = wrapped;
    } catch (thrown) {
      if (!(thrown instanceof PyRaise)) throw thrown;
    }
  }
  return result;
}

/** A condition that is not known: the branch that does not just give up; where both go on, the first one. */
function executeIf(vm: Vm, scope: Scope, s: If): Completion {
  for (const [i, branch] of s.branches.entries()) {
    const test = vm.truth(evaluate(vm, scope, branch.test));
    if (test === true) return executeBody(vm, scope, branch.body);
    if (test === undefined) {
      const rest = s.branches.slice(i + 1);
      return executeUnsure(vm, scope, branch.body, rest.length > 0 ? [{ ...s, branches: rest }] : s.orelse);
    }
  }
  return executeBody(vm, scope, s.orelse);
}

/** What is different after either of two branches is not known after both. */
function executeUnsure(vm: Vm, scope: Scope, body: Body, orelse: Body): Completion {
  if (givesUp(body)) return executeBody(vm, scope, orelse);
  if (givesUp(orelse)) return executeBody(vm, scope, body);
  const before = new Map(scope.vars);
  const back = (): void => {
    scope.vars.clear();
    for (const [name, value] of before) scope.vars.set(name, value);
  };
  const done = attempted(vm, scope, body);
  const after = new Map(scope.vars);
  back();
  const other = attempted(vm, scope, orelse);
  // A branch that raises was not the one to take.
  if (other instanceof PyRaise) {
    if (done instanceof PyRaise) throw other;
    scope.vars.clear();
    for (const [name, value] of after) scope.vars.set(name, value);
    return done;
  }
  if (done instanceof PyRaise) return other;
  for (const [name, value] of after) {
    const now = scope.vars.get(name);
    if (now !== value) scope.vars.set(name, now === undefined ? value : vm.recorder.either(vm, value, now));
  }
  if (done instanceof Returned && other instanceof Returned)
    return new Returned(vm.recorder.either(vm, done.value, other.value));
  // One branch leaves, the other goes on: what follows is most of the code.
  return done instanceof Returned || other instanceof Returned ? undefined : (done ?? other);
}

/** Runs a branch of which it is not known whether it is taken: how it ended, or what it raised. */
function attempted(vm: Vm, scope: Scope, body: Body): Completion | PyRaise {
  try {
    return vm.unsurely(() => executeBody(vm, scope, body));
  } catch (thrown) {
    if (thrown instanceof PyRaise) return thrown;
    throw thrown;
  }
}

const givesUp = (body: Body): boolean => body.some(s => s.kind === 'raise');

function executeFor(vm: Vm, scope: Scope, s: For): Completion {
  const over = evaluate(vm, scope, s.iter);
  const items = isUnknown(over) ? undefined : vm.iterate(over);
  if (!items) {
    // How often is not known: once, so that names are bound.
    assign(vm, scope, s.target, vm.recorder.itemOf(vm, over, 0) ?? vm.unknown('an item'));
    const before = new Map(scope.vars);
    const done = vm.unsurely(() => executeBody(vm, scope, s.body));
    for (const [name, value] of before) {
      const now = scope.vars.get(name);
      if (now !== undefined && now !== value) scope.vars.set(name, vm.recorder.either(vm, value, now));
    }
    return done instanceof Returned ? done : undefined;
  }
  for (let next = items.next(); !next.done; next = items.next()) {
    vm.step();
    assign(vm, scope, s.target, next.value);
    const done = executeBody(vm, scope, s.body);
    if (done === 'break') return undefined;
    if (done instanceof Returned) return done;
  }
  return executeBody(vm, scope, s.orelse);
}

function executeWhile(vm: Vm, scope: Scope, test: Expression, body: Body, orelse: Body): Completion {
  for (;;) {
    vm.step();
    const truth = vm.truth(evaluate(vm, scope, test));
    if (truth === false) return executeBody(vm, scope, orelse);
    const done = executeBody(vm, scope, body);
    if (done === 'break') return undefined;
    if (done instanceof Returned) return done;
    if (truth === undefined) return undefined;
  }
}

function executeWith(vm: Vm, scope: Scope, s: With): Completion {
  for (const { context, target } of s.items) {
    const manager = evaluate(vm, scope, context);
    let value: Value = manager;
    if (manager instanceof Instance) {
      const enter = manager.cls.find('__enter__');
      value = enter === undefined ? manager : vm.call(enter, manager);
    }
    if (target) assign(vm, scope, target, value);
  }
  return executeBody(vm, scope, s.body);
}

/** `if __name__ == '__main__':`. */
const isMainGuard = (s: Statement): s is If =>
  s.kind === 'if' &&
  s.branches[0]?.test.kind === 'compare' &&
  s.branches[0].test.left.kind === 'name' &&
  s.branches[0].test.left.id === '__name__';

/** Runs one statement of a module by itself: what fails there does not keep the rest from being read. */
export function isolated(vm: Vm, scope: Scope, s: Statement, steps: number): void {
  if (vm.options.asProgram && isMainGuard(s)) {
    for (const inner of s.branches[0]!.body) isolated(vm, scope, inner, steps);
    return;
  }
  try {
    vm.within(steps, () => execute(vm, scope, s));
  } catch (thrown) {
    if (!(thrown instanceof PyRaise) && !(thrown instanceof LimitReached) && !(thrown instanceof RangeError))
      throw thrown;
    if (thrown instanceof PyRaise && s.kind === 'importFrom') scope.module.open = true;
  }
}
