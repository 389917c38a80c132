import { mergeInto } from './evaluate.js';
import { percent } from './format.js';
import { compare, equal, same } from './truth.js';
import {
  Class,
  Dict,
  Float,
  Instance,
  isTensor,
  isUnknown,
  keyOf,
  List,
  numberOf,
  PySet,
  Tuple,
  type Value,
} from './values.js';
import type { Vm } from './vm.js';

const dunder: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '@': 'matmul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'lshift',
  '>>': 'rshift',
};

/** `left op right`. */
export function binary(vm: Vm, op: string, left: Value, right: Value): Value {
  const own = left instanceof Instance ? left.cls.find(`__${dunder[op]}__`) : undefined;
  if (own !== undefined) return vm.call(own, left, right);
  const other = right instanceof Instance ? right.cls.find(`__r${dunder[op]}__`) : undefined;
  if (other !== undefined) return vm.call(other, right, left);
  const repeated = op === '*' ? repetition(vm, left, right) : undefined;
  if (repeated !== undefined) return repeated;
  if (isTensor(left) || isTensor(right)) return vm.options.libraries.tensorBinary(vm, op, left, right);
  if (isUnknown(left) || isUnknown(right))
    return vm.unknown(isUnknown(left) ? left.name : (right as { name: string }).name);
  const [x, y] = [numberOf(left), numberOf(right)];
  if (x !== undefined && y !== undefined) {
    const result = arithmetic(vm, op, x, y, left instanceof Float || right instanceof Float);
    if (result !== undefined) return result;
  }
  return collections(vm, op, left, right) ?? unsupported(vm, op, left, right);
}

/** A list or a tuple times a whole number that an array holds repeats it, as with any whole number. */
function repetition(vm: Vm, left: Value, right: Value): Value | undefined {
  if (isTensor(left)) return isTensor(right) ? undefined : repetition(vm, right, left);
  if (!isTensor(right) || !right.whole || !(left instanceof List || left instanceof Tuple)) return undefined;
  const times = numberOf(right);
  return times === undefined ? undefined : collections(vm, '*', left, times);
}

function unsupported(vm: Vm, op: string, left: Value, right: Value): Value {
  const known = (value: Value): boolean =>
    value === null || typeof value !== 'object' || ['list', 'tuple', 'dict', 'float'].includes(value.kind);
  if (known(left) && known(right)) throw vm.error('TypeError', `unsupported operands for ${op}`);
  return vm.unknown(`a result of ${op}`);
}

function arithmetic(vm: Vm, op: string, x: number, y: number, float: boolean): Value | undefined {
  const result = (value: number): Value => {
    if (float) return new Float(value);
    return Number.isSafeInteger(value) ? value : vm.unknown('a large number');
  };
  if ((op === '/' || op === '//' || op === '%') && y === 0)
    throw vm.error('ZeroDivisionError', 'division by zero');
  switch (op) {
    case '+':
      return result(x + y);
    case '-':
      return result(x - y);
    case '*':
      return result(x * y);
    case '/':
      return new Float(x / y);
    case '//':
      return result(Math.floor(x / y));
    case '%':
      return result(x - Math.floor(x / y) * y);
    case '**':
      return y < 0 ? new Float(x ** y) : result(x ** y);
    default:
  }
  if (float || Math.abs(x) > 2 ** 31 || Math.abs(y) > 2 ** 31) return undefined;
  if (op === '<<') return result(x * 2 ** y);
  if (op === '>>') return result(Math.floor(x / 2 ** y));
  return op === '&' ? x & y : op === '|' ? x | y : op === '^' ? x ^ y : undefined;
}

function collections(vm: Vm, op: string, left: Value, right: Value): Value | undefined {
  if (typeof left === 'string') {
    if (op === '+' && typeof right === 'string') return left + right;
    if (op === '*' && typeof right === 'number') return repeatText(vm, left, right);
    if (op === '%')
      return percent(left, right instanceof Tuple ? right.items : [right]) ?? vm.unknown('a text');
  }
  if (typeof right === 'string' && op === '*' && typeof left === 'number') return repeatText(vm, right, left);
  if (left instanceof List && right instanceof List && op === '+')
    return new List([...left.items, ...right.items], left.open || right.open);
  if (left instanceof Tuple && right instanceof Tuple && op === '+')
    return new Tuple([...left.items, ...right.items]);
  if (op === '*') {
    if (left instanceof List && typeof right === 'number')
      return new List(repeat(vm, left.items, right), left.open);
    if (left instanceof Tuple && typeof right === 'number') return new Tuple(repeat(vm, left.items, right));
    if (typeof left === 'number' && (right instanceof List || right instanceof Tuple))
      return collections(vm, op, right, left);
  }
  if (left instanceof Dict && right instanceof Dict && op === '|') {
    const merged = new Dict();
    mergeInto(vm, merged, left);
    mergeInto(vm, merged, right);
    return merged;
  }
  if (left instanceof PySet && right instanceof PySet) return sets(op, left, right);
  if (op === '|' && [left, right].every(v => v === null || v instanceof Class || typeof v === 'object'))
    return vm.unknown('a type');
  return undefined;
}

function sets(op: string, left: PySet, right: PySet): Value | undefined {
  const keep = (test: (key: string) => boolean): Value[] =>
    [...left.map].filter(([key]) => test(key)).map(([, v]) => v);
  if (op === '|') return new PySet([...left.map.values(), ...right.map.values()]);
  if (op === '&') return new PySet(keep(key => right.map.has(key)));
  if (op === '-') return new PySet(keep(key => !right.map.has(key)));
  return undefined;
}

function repeat(vm: Vm, items: readonly Value[], times: number): Value[] {
  const count = Math.max(0, times);
  vm.step(items.length * count);
  return Array.from({ length: items.length * count }, (_, i) => items[i % items.length]!);
}

function repeatText(vm: Vm, text: string, times: number): Value {
  vm.step(Math.max(0, times));
  return text.length * times > 100_000 ? vm.unknown('a long text') : text.repeat(Math.max(0, times));
}

/** `left += right` where it changes the left side; undefined where it makes a new one. */
export function inPlace(vm: Vm, op: string, left: Value, right: Value): Value | undefined {
  const own = left instanceof Instance ? left.cls.find(`__i${dunder[op]}__`) : undefined;
  if (own !== undefined) return vm.call(own, left, right);
  if (left instanceof List && op === '+') {
    const items = isUnknown(right) ? undefined : vm.list(right);
    if (items) left.items.push(...items);
    left.open ||= !items || vm.unsure > 0;
    return left;
  }
  if (left instanceof Dict && op === '|') {
    mergeInto(vm, left, right);
    return left;
  }
  return undefined;
}

export function unary(vm: Vm, op: string, operand: Value): Value {
  if (op === 'not') {
    const truth = vm.truth(operand);
    return truth === undefined ? vm.unknown('a condition') : !truth;
  }
  if (isTensor(operand)) return vm.options.libraries.tensorUnary(vm, op, operand);
  if (operand instanceof Float) return op === '-' ? new Float(-operand.value) : operand;
  const number = numberOf(operand);
  if (number !== undefined) return op === '-' ? -number : op === '~' ? ~number : number;
  const own =
    operand instanceof Instance ? operand.cls.find(op === '-' ? '__neg__' : '__invert__') : undefined;
  return own !== undefined ? vm.call(own, operand) : vm.unknown('a value');
}

const comparisons: Readonly<Record<string, string>> = {
  '==': '__eq__',
  '!=': '__ne__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
};

/** A comparison; unknown where it cannot be told. */
export function compareWith(vm: Vm, op: string, left: Value, right: Value): Value {
  const answer = (truth: boolean | undefined): Value =>
    truth === undefined ? vm.unknown('a condition') : truth;
  const negated = (truth: boolean | undefined): Value => answer(truth === undefined ? undefined : !truth);
  if (op === 'is') return answer(same(left, right));
  if (op === 'is not') return negated(same(left, right));
  if (op === 'in') return answer(contains(vm, right, left));
  if (op === 'not in') return negated(contains(vm, right, left));
  if (
    (isTensor(left) && numberOf(left) === undefined && right !== null) ||
    (isTensor(right) && numberOf(right) === undefined && left !== null)
  )
    return vm.options.libraries.tensorBinary(vm, op, left, right);
  if (op === '==') return answer(equal(vm, left, right));
  if (op === '!=') return negated(equal(vm, left, right));
  const own = left instanceof Instance ? left.cls.find(comparisons[op]!) : undefined;
  if (own !== undefined) return vm.call(own, left, right);
  if (left instanceof PySet && right instanceof PySet) return subset(op, left, right);
  const order = compare(left, right);
  if (order === undefined) return vm.unknown('a condition');
  return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0;
}

function subset(op: string, left: PySet, right: PySet): boolean {
  const [a, b] = op.startsWith('<') ? [left, right] : [right, left];
  return [...a.map.keys()].every(key => b.map.has(key)) && (op.length > 1 || a.map.size < b.map.size);
}

export function contains(vm: Vm, container: Value, item: Value): boolean | undefined {
  if (isUnknown(container) || isUnknown(item)) return undefined;
  if (typeof container === 'string') return typeof item === 'string' ? container.includes(item) : undefined;
  if (container instanceof Dict || container instanceof PySet) {
    if (container.map.has(keyOf(item))) return true;
    return container.open ? undefined : false;
  }
  if (container instanceof Instance) {
    const test = container.cls.find('__contains__');
    if (test !== undefined) return vm.truth(vm.call(test, container, item));
  }
  const items = container instanceof List ? container.items : vm.list(container);
  if (!items) return undefined;
  let unsure = container instanceof List && container.open;
  for (const candidate of items) {
    const found = equal(vm, candidate, item);
    if (found) return true;
    unsure ||= found === undefined;
  }
  return unsure ? undefined : false;
}
