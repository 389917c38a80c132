import type { Span } from '../../../source.js';
import type { Call, Compare, Expression, Parameter, Sequence } from '../syntax/index.js';
import { assign } from './assign.js';
import { comprehend } from './comprehend.js';
import { defaultsOf } from './defaults.js';
import { format } from './format.js';
import { lookUp } from './names.js';
import { binary, compareWith, unary } from './operators.js';
import { getItem } from './subscript.js';
import {
  type Args,
  Dict,
  ellipsis,
  Float,
  Func,
  isTensor,
  isUnknown,
  List,
  PySet,
  type Scope,
  Slice,
  type Tensor,
  Tuple,
  type Value,
} from './values.js';
import type { Vm } from './vm.js';

/** The value of an expression. */
export function evaluate(vm: Vm, scope: Scope, e: Expression): Value {
  vm.step();
  switch (e.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'str':
    case 'bytes':
      return e.value;
    case 'int':
      return typeof e.value === 'bigint' ? vm.unknown('a large number') : e.value;
    case 'float':
      return new Float(e.value);
    case 'complex':
      return vm.unknown('a complex number');
    case 'ellipsis':
      return ellipsis;
    case 'name':
      return lookUp(vm, scope, e.id, e.at);
    case 'attribute': {
      const object = evaluate(vm, scope, e.value);
      vm.frame.at = e.at;
      return vm.get(object, e.attr);
    }
    case 'subscript': {
      const object = evaluate(vm, scope, e.value);
      const index = evaluate(vm, scope, e.slice);
      vm.frame.at = e.at;
      return getItem(vm, object, index);
    }
    case 'slice':
      return new Slice(
        optional(vm, scope, e.lower),
        optional(vm, scope, e.upper),
        optional(vm, scope, e.step),
      );
    case 'call':
      return evaluateCall(vm, scope, e);
    case 'binOp':
      return evaluateChain(vm, scope, e);
    case 'boolOp':
      return evaluateBool(vm, scope, e.op, e.values);
    case 'unaryOp':
      return unary(vm, e.op, evaluate(vm, scope, e.operand));
    case 'compare':
      return evaluateCompare(vm, scope, e);
    case 'ifExp':
      return evaluateChoice(vm, scope, e);
    case 'namedExpr': {
      const value = evaluate(vm, scope, e.value);
      assign(vm, scope, e.target, value);
      return value;
    }
    case 'lambda':
      return makeFunction(vm, scope, '<lambda>', e.params, { body: e.body, isGenerator: false }, e.at);
    case 'list':
      return sequenceOf(vm, scope, e, List);
    case 'tuple':
      return sequenceOf(vm, scope, e, Tuple);
    case 'set':
      return sequenceOf(vm, scope, e, PySet);
    case 'dict':
      return evaluateDict(vm, scope, e.items);
    case 'listComp':
    case 'setComp':
    case 'generatorExp':
    case 'dictComp':
      return comprehend(vm, scope, e);
    case 'starred':
      return evaluate(vm, scope, e.value);
    case 'await':
      return vm.unknown('await');
    case 'yield': {
      const value = e.value ? evaluate(vm, scope, e.value) : null;
      return yielded(vm, value);
    }
    case 'yieldFrom': {
      for (const item of vm.list(evaluate(vm, scope, e.value)) ?? []) yielded(vm, item);
      return null;
    }
    case 'joinedStr':
      return format(vm, scope, e.values);
    case 'templateStr':
      return vm.unknown('a template string');
    case 'error':
      for (const part of e.parts) evaluate(vm, scope, part);
      return vm.unknown('unreadable code');
  }
}

const mostYields = 10_000;

function yielded(vm: Vm, value: Value): Value {
  const { yields } = vm.frame;
  if (yields && yields.length < mostYields) yields.push(value);
  else if (yields) throw vm.error('StopIteration', 'too many items');
  return null;
}

const optional = (vm: Vm, scope: Scope, e: Expression | undefined): Value =>
  e === undefined ? null : evaluate(vm, scope, e);

/** Chains lean to the left and may be long: their left side is walked in a loop. */
function evaluateChain(vm: Vm, scope: Scope, e: Expression): Value {
  const steps: Extract<Expression, { kind: 'binOp' }>[] = [];
  let left = e;
  for (; left.kind === 'binOp'; left = left.left) steps.push(left);
  let value = evaluate(vm, scope, left);
  for (const step of steps.reverse()) {
    const right = evaluate(vm, scope, step.right);
    vm.frame.at = step.at;
    vm.frame.call = undefined;
    value = binary(vm, step.op, value, right);
  }
  return value;
}

function evaluateBool(vm: Vm, scope: Scope, op: 'and' | 'or', values: readonly Expression[]): Value {
  let result: Value = null;
  let unsure: Value | undefined;
  for (const e of values) {
    result = evaluate(vm, scope, e);
    const truth = vm.truth(result);
    if (truth === undefined) unsure ??= result;
    else if (truth === (op === 'or')) return unsure === undefined ? result : unsure;
  }
  return unsure ?? result;
}

function evaluateCompare(vm: Vm, scope: Scope, e: Compare): Value {
  let left = evaluate(vm, scope, e.left);
  let result: Value = true;
  for (const [i, op] of e.ops.entries()) {
    const right = evaluate(vm, scope, e.comparators[i]!);
    vm.frame.at = e.at;
    result = compareWith(vm, op, left, right);
    if (e.ops.length > 1 && vm.truth(result) !== true) return result;
    left = right;
  }
  return result;
}

function evaluateChoice(vm: Vm, scope: Scope, e: Extract<Expression, { kind: 'ifExp' }>): Value {
  const test = vm.truth(evaluate(vm, scope, e.test));
  if (test !== undefined) return evaluate(vm, scope, test ? e.body : e.orelse);
  const [a, b] = [evaluate(vm, scope, e.body), evaluate(vm, scope, e.orelse)];
  return vm.recorder.either(vm, a, b);
}

function sequenceOf(
  vm: Vm,
  scope: Scope,
  e: Sequence,
  type: typeof List | typeof Tuple | typeof PySet,
): Value {
  const { items, open } = spread(vm, scope, e.elts);
  if (type === Tuple) return open ? vm.unknown('a tuple') : new Tuple(items);
  if (type === PySet) {
    const set = new PySet(items);
    set.open ||= open;
    return set;
  }
  return new List(items, open);
}

/** Items with `*spread` ones among them. */
function spread(vm: Vm, scope: Scope, elts: readonly Expression[]): { items: Value[]; open: boolean } {
  const items: Value[] = [];
  let open = false;
  for (const elt of elts) {
    if (elt.kind !== 'starred') {
      items.push(evaluate(vm, scope, elt));
      continue;
    }
    const inner = vm.list(evaluate(vm, scope, elt.value));
    if (inner) items.push(...inner);
    else open = true;
  }
  return { items, open };
}

function evaluateDict(vm: Vm, scope: Scope, items: Extract<Expression, { kind: 'dict' }>['items']): Value {
  const dict = new Dict();
  for (const { key, value } of items) {
    if (key) dict.set(evaluate(vm, scope, key), evaluate(vm, scope, value));
    else mergeInto(vm, dict, evaluate(vm, scope, value));
  }
  return dict;
}

/** Copies a mapping's entries. */
export function mergeInto(vm: Vm, dict: Dict, other: Value): void {
  if (other instanceof Dict) {
    dict.open ||= other.open;
    for (const { key, value } of other.map.values()) dict.set(key, value);
    return;
  }
  const keys = isUnknown(other) ? undefined : vm.look(other, 'keys');
  const names = keys === undefined ? undefined : vm.list(vm.call(keys));
  if (!names) dict.open = true;
  for (const name of names ?? []) dict.set(name, getItem(vm, other, name));
}

/** What is called; of a tensor's method, the tensor, too. */
function calleeOf(vm: Vm, scope: Scope, e: Expression): { callee: Value; owner?: Tensor } {
  if (e.kind !== 'attribute') return { callee: evaluate(vm, scope, e) };
  const owner = evaluate(vm, scope, e.value);
  vm.frame.at = e.at;
  const callee = vm.get(owner, e.attr);
  return isTensor(owner) ? { callee, owner } : { callee };
}

export function evaluateCall(vm: Vm, scope: Scope, e: Call): Value {
  const { callee, owner } = calleeOf(vm, scope, e.func);
  const given = argumentsOf(vm, scope, e);
  // A method that is not known works on its tensor all the same.
  const args = isUnknown(callee) && owner ? { ...given, pos: [owner, ...given.pos] } : given;
  const { frame } = vm;
  frame.at = e.at;
  const outer = frame.call;
  frame.call = { expression: e, args };
  try {
    return vm.callWith(callee, args);
  } finally {
    frame.call = outer;
  }
}

export function argumentsOf(vm: Vm, scope: Scope, e: Call): Args {
  const { items: pos, open: openPos } = spread(vm, scope, e.args);
  const kw = new Map<string, Value>();
  let open = openPos || e.incomplete === true;
  for (const { arg, value } of e.keywords) {
    const given = evaluate(vm, scope, value);
    if (arg !== undefined) {
      kw.set(arg, given);
      continue;
    }
    const dict = new Dict();
    mergeInto(vm, dict, given);
    open ||= dict.open;
    for (const entry of dict.map.values()) kw.set(String(entry.key), entry.value);
  }
  return { pos, kw, open };
}

export function makeFunction(
  vm: Vm,
  scope: Scope,
  name: string,
  params: readonly Parameter[],
  code: Func['code'],
  at: Span,
  qualname = name,
): Func {
  const defaults = defaultsOf(vm, scope, params);
  const annotations = new Map<string, Expression>();
  for (const p of params) if (p.annotation) annotations.set(p.name, p.annotation);
  // The names of a class are not in sight of its methods.
  const closure = scope.type === 'class' ? (scope.parent ?? scope) : scope;
  return new Func(name, qualname, params, defaults, code, closure, at, annotations);
}
