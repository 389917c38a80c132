import { binary } from '../core/operators.js';
import { fn } from '../core/signature.js';
import { Builtin, Float, isTensor, ModuleValue, numberOf, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { constant } from '../torch/arithmetic.js';
import { linspace, rangeOf, tensorFrom } from '../torch/making.js';
import { productOf, roundHalfEven } from './math.js';

const elementwise = (name: string, f: (x: number) => number): Builtin =>
  fn(`${name}(x)`, (vm, { x = null }) => {
    const number = numberOf(x);
    if (number !== undefined && !isTensor(x)) return new Float(f(number));
    const tensor = tensorFrom(vm, x);
    return isTensor(tensor) && tensor.data
      ? constant(tensor.data.map(f), tensor.shape as number[], false, 'torch')
      : vm.unknown(`numpy.${name}()`);
  });

const overall = (name: string, f: (data: readonly number[]) => number): Builtin =>
  fn(`${name}(a, axis=None)`, (vm, { a = null, axis = null }) => {
    const tensor = tensorFrom(vm, a);
    const isAll = axis === null || (isTensor(tensor) && tensor.shape?.length === 1);
    if (!isTensor(tensor) || !tensor.data || !isAll) return vm.unknown(`numpy.${name}()`);
    const value = f(tensor.data);
    return tensor.whole && Number.isInteger(value) ? value : new Float(value);
  });

const cumulative = fn('cumsum(a)', (vm, { a = null }) => {
  const tensor = tensorFrom(vm, a);
  if (!isTensor(tensor) || !tensor.data) return vm.unknown('numpy.cumsum()');
  let sum = 0;
  return constant(
    tensor.data.map(x => (sum += x)),
    tensor.shape as number[],
    tensor.whole,
    'torch',
  );
});

const identity = (name: string): Builtin =>
  new Builtin(name, (vm, { pos: [x = null] }) =>
    numberOf(x) === undefined ? vm.unknown(`numpy.${name}()`) : Math.trunc(numberOf(x)!),
  );

const functions: readonly Builtin[] = [
  elementwise('sqrt', Math.sqrt),
  elementwise('ceil', Math.ceil),
  elementwise('floor', Math.floor),
  elementwise('log2', Math.log2),
  elementwise('log', Math.log),
  elementwise('exp', Math.exp),
  elementwise('round', roundHalfEven),
  elementwise('abs', Math.abs),
  overall('sum', d => d.reduce((a, b) => a + b, 0)),
  overall('max', d => Math.max(...d)),
  overall('min', d => Math.min(...d)),
  overall('mean', d => d.reduce((a, b) => a + b, 0) / d.length),
  cumulative,
  ...Object.entries({
    power: '**',
    divide: '/',
    multiply: '*',
    add: '+',
    subtract: '-',
    floor_divide: '//',
    mod: '%',
  }).map(([name, op]) => fn(`${name}(a, b)`, (vm, { a = null, b = null }) => binary(vm, op, a, b))),
  fn('unique(a, return_counts=False)', (vm, { a = null, return_counts: counts }) => {
    const tensor = tensorFrom(vm, a);
    if (!isTensor(tensor) || !tensor.data) return vm.unknown('numpy.unique()');
    const data = [...new Set(tensor.data)].sort((x, y) => x - y);
    const values = constant(data, [data.length], tensor.whole, 'torch');
    if (counts !== true) return values;
    const times = data.map(x => tensor.data!.filter(y => y === x).length);
    return new Tuple([values, constant(times, [times.length], true, 'torch')]);
  }),
  fn('prod(a, axis=None)', (vm: Vm, { a = null }) => productOf(vm, a)),
  ...['array', 'asarray'].map(name =>
    fn(`${name}(data, dtype=None)`, (vm: Vm, { data }) => tensorFrom(vm, data)),
  ),
  fn('arange(start, end=None, step=1)', (_, a) => rangeOf(a)),
  fn('linspace(start, end, steps=50)', (_, a) => linspace(a)),
  ...['int32', 'int64', 'int'].map(identity),
  new Builtin('float32', (_, { pos: [x = null] }) => x),
];

/** What model code uses of NumPy: arithmetic on small lists. */
export function numpyModule(name: string): ModuleValue | undefined {
  if (name !== 'numpy') return name.startsWith('numpy.') ? opened(name) : undefined;
  const module = opened(name);
  for (const f of functions) module.vars.set(f.name, f);
  module.vars.set('pi', new Float(Math.PI));
  module.vars.set('inf', new Float(Number.POSITIVE_INFINITY));
  return module;
}

function opened(name: string): ModuleValue {
  const module = new ModuleValue(name);
  module.open = true;
  return module;
}

export type { Value };
