import { binary } from '../core/operators.js';
import { Builtin, Class, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { layerClasses } from './layers.js';
import { moduleClass } from './module.js';
import { allFunctions } from './tensor.js';

/** Arithmetic as a module, so that it can be quantised: `self.add = FloatFunctional()`. */
const floatFunctional = new Class('FloatFunctional', [moduleClass]);
floatFunctional.library = true;

const relu = (vm: Vm, x: Value): Value => vm.call(allFunctions.get('relu')!, x);

const methods: Readonly<Record<string, (vm: Vm, a: Value, b: Value) => Value>> = {
  add: (vm, a, b) => binary(vm, '+', a, b),
  mul: (vm, a, b) => binary(vm, '*', a, b),
  add_scalar: (vm, a, b) => binary(vm, '+', a, b),
  mul_scalar: (vm, a, b) => binary(vm, '*', a, b),
  add_relu: (vm, a, b) => relu(vm, binary(vm, '+', a, b)),
  cat: (vm, tensors, dim) => vm.call(allFunctions.get('cat')!, tensors, dim),
};
for (const [name, run] of Object.entries(methods))
  floatFunctional.members.set(
    name,
    new Builtin(
      name,
      (vm, { pos: [, a = null, b], kw }) => run(vm, a, b ?? kw.get('dim') ?? (name === 'cat' ? 0 : null)),
      true,
    ),
  );

const same = (name: string): readonly [string, Value] => [
  name,
  new Builtin(name, (_, { pos: [x = null] }) => x),
];

/** What quantisation puts into a network: nothing that changes a shape. */
export const quantization = (): readonly (readonly [string, Value])[] => [
  ['QuantStub', layerClasses.get('Identity')!],
  ['DeQuantStub', layerClasses.get('Identity')!],
  ['FloatFunctional', floatFunctional],
  ...['fuse_modules', 'fuse_modules_qat', 'prepare', 'prepare_qat', 'convert'].map(same),
];
