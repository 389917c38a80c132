import { fn } from '../core/signature.js';
import { Builtin, isTensor } from '../core/values.js';
import { roundHalfEven } from '../stdlib/math.js';
import { constant, merge, tensorBinary } from './arithmetic.js';
import { onTensor } from './reshaping.js';

/** Same shape in and out. */
const kept = [
  'abs',
  'sqrt',
  'rsqrt',
  'log',
  'log2',
  'sin',
  'cos',
  'neg',
  'sign',
  'floor',
  'ceil',
  'round',
  'erf',
  'square',
  'reciprocal',
  'clamp',
  'clip',
  'clamp_min',
  'clamp_max',
  'cumsum',
  'flip',
  'roll',
  'masked_fill',
  'tril',
  'triu',
  'nan_to_num',
  'isnan',
  'logical_not',
  'bernoulli',
  'where_',
  'sort_',
  'atan',
  'renorm',
  'rot90_',
  'fft_',
  'heaviside',
  'fill',
  'bitwise_not',
];

const computed: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  log: Math.log,
  log2: Math.log2,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  square: x => x * x,
  neg: x => -x,
};

export const keepers = kept.map(name =>
  onTensor(`${name}(input, *args, **kwargs)`, (vm, x) => {
    const f = computed[name];
    if (x.data && f) return constant(x.data.map(f), x.shape as number[], x.whole, x.framework);
    return vm.recorder.operation(vm, name, [x], x.shape, x.framework);
  }),
);

/** Numbers made whole; a tensor of which they are not known stays as it is. */
export const truncated = ['int', 'long'].map(
  name =>
    new Builtin(name, (_, { pos: [x = null] }) =>
      isTensor(x) && x.data ? constant(x.data.map(Math.trunc), x.shape as number[], true, x.framework) : x,
    ),
);

/** The very tensor, in another type or place. */
const inert = [
  'contiguous',
  'clone',
  'detach',
  'to',
  'float',
  'half',
  'double',
  'bool',
  'cuda',
  'cpu',
  'type_as',
  'type',
  'requires_grad_',
  'byte',
  'bfloat16',
  'data_',
  'alias',
  'copy_',
  'fill_',
  'zero_',
  'normal_',
  'uniform_',
  'pin_memory',
  'as_subclass',
  'rename',
  'retain_grad_',
  'coalesce',
  'checkpoint_',
];

export const passers = inert.map(name => new Builtin(name, (_, { pos: [x = null] }) => x));

export const binaries = Object.entries({
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  true_divide: '/',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '**',
  floor_divide: '//',
  remainder: '%',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
}).map(([name, op]) =>
  fn(`${name}(input, other, alpha=1, rounding_mode=None)`, (vm, { input = null, other = null }) =>
    isTensor(input) || isTensor(other) ? tensorBinary(vm, op, input, other) : vm.unknown(`torch.${name}`),
  ),
);

export const pairs = ['maximum', 'minimum'].map(name =>
  onTensor(`${name}(input, other)`, (vm, x, a) => (isTensor(a.other) ? merge(vm, name, x, a.other) : x)),
);
