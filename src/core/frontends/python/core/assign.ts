import type { Expression } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { unpack } from './iterate.js';
import { bindName, lookUp } from './names.js';
import { binary, inPlace } from './operators.js';
import { getItem, setItem } from './subscript.js';
import { isUnknown, List, type Scope, type Value } from './values.js';
import type { Vm } from './vm.js';

/** Binds a target to a value. */
export function assign(vm: Vm, scope: Scope, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'name':
      bindName(scope, target.id, value);
      return;
    case 'attribute':
      vm.set(evaluate(vm, scope, target.value), target.attr, value);
      return;
    case 'subscript':
      setItem(vm, evaluate(vm, scope, target.value), evaluate(vm, scope, target.slice), value);
      return;
    case 'tuple':
    case 'list':
      unpackInto(vm, scope, target.elts, value);
      return;
    case 'starred':
      assign(vm, scope, target.value, value);
      return;
    default:
  }
}

function unpackInto(vm: Vm, scope: Scope, targets: readonly Expression[], value: Value): void {
  const star = targets.findIndex(target => target.kind === 'starred');
  if (star < 0) {
    for (const [i, item] of unpack(vm, value, targets.length).entries()) assign(vm, scope, targets[i]!, item);
    return;
  }
  const items = isUnknown(value) ? undefined : vm.list(value);
  const after = targets.length - star - 1;
  for (const [i, target] of targets.entries()) {
    const unknown = vm.unknown('an item');
    if (!items) assign(vm, scope, target, i === star ? new List([], true) : unknown);
    else if (i < star) assign(vm, scope, target, items[i] ?? unknown);
    else if (i > star) assign(vm, scope, target, items[items.length - targets.length + i] ?? unknown);
    else assign(vm, scope, target, new List(items.slice(star, items.length - after)));
  }
}

/** `target += value`. */
export function augment(
  vm: Vm,
  scope: Scope,
  target: Expression,
  op: string,
  right: Expression,
  at: Expression['at'],
): void {
  const apply = (current: Value): Value => {
    const operand = evaluate(vm, scope, right);
    vm.frame.at = at;
    vm.frame.call = undefined;
    return inPlace(vm, op, current, operand) ?? binary(vm, op, current, operand);
  };
  if (target.kind === 'name') {
    bindName(scope, target.id, apply(lookUp(vm, scope, target.id, target.at)));
  } else if (target.kind === 'attribute') {
    const object = evaluate(vm, scope, target.value);
    vm.set(object, target.attr, apply(vm.get(object, target.attr)));
  } else if (target.kind === 'subscript') {
    const object = evaluate(vm, scope, target.value);
    const index = evaluate(vm, scope, target.slice);
    setItem(vm, object, index, apply(getItem(vm, object, index)));
  }
}
