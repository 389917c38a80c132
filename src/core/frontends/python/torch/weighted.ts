import type { Size } from '../../../graph.js';
import { method } from '../core/signature.js';
import { Class, type Instance, isTensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { moduleClass } from './module.js';

export type Bound = Readonly<Record<string, Value>>;

export function special(
  signature: string,
  init: (vm: Vm, me: Instance, a: Bound) => void,
  forward: string,
  run: (vm: Vm, me: Instance, a: Bound) => Value,
): [string, Class] {
  const name = signature.slice(0, signature.indexOf('('));
  const cls = new Class(name, [moduleClass]);
  cls.library = true;
  const inside = signature.slice(name.length + 1, -1);
  const initialize = method(`__init__(self${inside === '' ? '' : `, ${inside}`})`, (vm, a) => {
    for (const [field, value] of Object.entries(a))
      if (field !== 'self') (a.self as Instance).attrs.set(field, value);
    init(vm, a.self as Instance, a);
    return null;
  });
  cls.members.set('__init__', initialize);
  cls.members.set(
    'forward',
    method(`forward(self, ${forward})`, (vm, a) => run(vm, a.self as Instance, a)),
  );
  return [name, cls];
}

export const times = (...sizes: readonly (Size | undefined)[]): Size =>
  sizes.reduce<Size>((a, b) => (a === null || b === null || b === undefined ? null : a * b), 1);

const weightsOf = (me: Instance): number =>
  [...me.attrs.values()].reduce<number>(
    (n, v) => n + (isTensor(v) && v.parameter ? (times(...(v.shape ?? [null])) ?? 0) : 0),
    0,
  );

/** A function with weights of its own: its output has the shape that is given. */
export const weighted = (
  vm: Vm,
  me: Instance,
  name: string,
  inputs: readonly Value[],
  shape: readonly Size[] | null,
): Value => vm.recorder.operation(vm, name, inputs, shape, 'torch', { weights: weightsOf(me), module: me });
