import { binary } from '../core/operators.js';
import { fn } from '../core/signature.js';
import { getItem } from '../core/subscript.js';
import { Builtin } from '../core/values.js';
import type { Names } from './names.js';

const operatorNames: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  matmul: '@',
};

export const operator: Names = {
  ...Object.fromEntries(
    Object.entries(operatorNames).map(([name, op]) => [
      name,
      fn(`${name}(a, b)`, (vm, { a = null, b = null }) => binary(vm, op, a, b)),
    ]),
  ),
  itemgetter: new Builtin(
    'itemgetter',
    (_, { pos: [key = null] }) => new Builtin('itemgetter', (vm, { pos: [o = null] }) => getItem(vm, o, key)),
  ),
  attrgetter: new Builtin(
    'attrgetter',
    (_, { pos: [key] }) => new Builtin('attrgetter', (vm, { pos: [o = null] }) => vm.get(o, String(key))),
  ),
};
