import { binary } from '../core/operators.js';
import { fn } from '../core/signature.js';
import { type Builtin, Float, isUnknown, numberOf, Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import type { Names } from './names.js';

const unary = (name: string, f: (x: number) => number, whole = false): Builtin =>
  fn(`${name}(x)`, (vm, { x }) => {
    if (x instanceof Tensor) return vm.options.libraries.tensorUnary(vm, name, x);
    const value = numberOf(x);
    if (value === undefined) return vm.unknown(`math.${name}()`);
    const result = f(value);
    return whole ? result + 0 : new Float(result);
  });

export const math: Names = {
  pi: new Float(Math.PI),
  e: new Float(Math.E),
  inf: new Float(Number.POSITIVE_INFINITY),
  ceil: unary('ceil', Math.ceil, true),
  floor: unary('floor', Math.floor, true),
  sqrt: unary('sqrt', Math.sqrt),
  exp: unary('exp', Math.exp),
  log2: unary('log2', Math.log2),
  log10: unary('log10', Math.log10),
  sin: unary('sin', Math.sin),
  cos: unary('cos', Math.cos),
  tanh: unary('tanh', Math.tanh),
  fabs: unary('fabs', Math.abs),
  log: fn('log(x, base=0)', (vm, { x, base }) => {
    const [value, b] = [numberOf(x), numberOf(base)];
    if (value === undefined || b === undefined) return vm.unknown('math.log()');
    return new Float(b > 0 ? (b === 2 ? Math.log2(value) : Math.log(value) / Math.log(b)) : Math.log(value));
  }),
  pow: fn('pow(x, y)', (vm, { x, y }) => {
    const [a, b] = [numberOf(x), numberOf(y)];
    return a === undefined || b === undefined ? vm.unknown('math.pow()') : new Float(a ** b);
  }),
  gcd: fn('gcd(a, b)', (vm, { a, b }) => {
    let [x, y] = [numberOf(a), numberOf(b)];
    if (x === undefined || y === undefined) return vm.unknown('math.gcd()');
    while (y) [x, y] = [y, x % y];
    return Math.abs(x);
  }),
  prod: fn('prod(iterable)', (vm, { iterable }) => productOf(vm, iterable ?? null)),
  isnan: fn('isnan(x)', (_, { x }) => Number.isNaN(numberOf(x))),
  isclose: fn('isclose(a, b)', (_, { a, b }) => Math.abs(Number(numberOf(a)) - Number(numberOf(b))) < 1e-9),
};

/** To the nearest whole number, and from the middle to the even one, as Python and NumPy do. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + Math.abs(floor % 2) : Math.round(x);
}

export function productOf(vm: Vm, from: Value): Value {
  const all = isUnknown(from) ? undefined : vm.list(from);
  return all ? all.reduce((a, b) => binary(vm, '*', a, b), 1 as Value) : vm.unknown('a product');
}
