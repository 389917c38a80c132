import type { Comprehension, DictComp, Expression } from '../syntax/index.js';
import { assign } from './assign.js';
import { evaluate } from './evaluate.js';
import { Dict, Iter, isUnknown, List, PySet, Scope, type Value } from './values.js';
import type { Vm } from './vm.js';

/** A comprehension; a generator expression is worked out as it is asked for. */
export function comprehend(vm: Vm, scope: Scope, e: Comprehension | DictComp): Value {
  const inner = new Scope(scope.module, scope, 'function');
  const state = { open: false };
  if (e.kind === 'generatorExp') {
    const frame = vm.frame;
    const items = walk(vm, inner, e, 0, state, () => evaluate(vm, inner, e.elt));
    const first = items.next();
    vm.frame.at = frame.at;
    if (state.open) return vm.unknown('a generator');
    return new Iter(first.done ? [][Symbol.iterator]() : resume(first.value, items));
  }
  if (e.kind === 'dictComp') {
    const dict = new Dict();
    const pairs = walk(vm, inner, e, 0, state, () => {
      dict.set(evaluate(vm, inner, e.key), evaluate(vm, inner, e.value));
      return null;
    });
    while (!pairs.next().done) vm.step();
    dict.open ||= state.open;
    return dict;
  }
  const items = [...walk(vm, inner, e, 0, state, () => evaluate(vm, inner, e.elt))];
  if (e.kind === 'listComp') return new List(items, state.open);
  const set = new PySet(items);
  set.open ||= state.open;
  return set;
}

function* resume(first: Value, rest: Iterator<Value>): Generator<Value> {
  yield first;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}

/** Every turn of the loops from the `depth`th on. */
function* walk(
  vm: Vm,
  scope: Scope,
  e: Comprehension | DictComp,
  depth: number,
  state: { open: boolean },
  turn: () => Value,
): Generator<Value> {
  const loop = e.generators[depth];
  if (!loop) {
    yield turn();
    return;
  }
  const over = evaluate(vm, scope, loop.iter);
  const items = isUnknown(over) ? undefined : vm.iterate(over);
  if (!items) {
    state.open = true;
    return;
  }
  for (let next = items.next(); !next.done; next = items.next()) {
    vm.step();
    assign(vm, scope, loop.target, next.value);
    const keep = passes(vm, scope, loop.ifs);
    if (keep === undefined) state.open = true;
    else if (keep) yield* walk(vm, scope, e, depth + 1, state, turn);
  }
}

function passes(vm: Vm, scope: Scope, tests: readonly Expression[]): boolean | undefined {
  for (const test of tests) {
    const truth = vm.truth(evaluate(vm, scope, test));
    if (truth !== true) return truth;
  }
  return true;
}
