import { Builtin, Tuple, type Value } from '../core/values.js';
import type { Names } from './names.js';

/** An answer that the machine might give otherwise. */
export const asking = (name: string, answer: Value): Builtin =>
  new Builtin(name, vm => {
    vm.hasAskedMachine = true;
    return answer;
  });

export const path: Names = {
  join: new Builtin('join', (vm, { pos }) =>
    pos.every(p => typeof p === 'string') ? pos.join('/') : vm.unknown('a path'),
  ),
  exists: asking('exists', false),
  isfile: asking('isfile', false),
  isdir: asking('isdir', false),
  expanduser: new Builtin('expanduser', (_, { pos: [p = ''] }) => p),
  abspath: new Builtin('abspath', (_, { pos: [p = ''] }) => p),
  dirname: new Builtin('dirname', (vm, { pos: [p] }) =>
    typeof p === 'string' ? p.slice(0, Math.max(0, p.lastIndexOf('/'))) : vm.unknown('a path'),
  ),
  basename: new Builtin('basename', (vm, { pos: [p] }) =>
    typeof p === 'string' ? p.slice(p.lastIndexOf('/') + 1) : vm.unknown('a path'),
  ),
  splitext: new Builtin('splitext', (vm, { pos: [p] }) => {
    if (typeof p !== 'string') return vm.unknown('a path');
    const dot = p.lastIndexOf('.');
    return dot > 0 ? new Tuple([p.slice(0, dot), p.slice(dot)]) : new Tuple([p, '']);
  }),
};
