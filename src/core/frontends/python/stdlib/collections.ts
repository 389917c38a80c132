import { namedTuple } from '../core/records.js';
import { fn } from '../core/signature.js';
import { Builtin, Dict, itemsOf, List, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import type { Names } from './names.js';
import { types } from './types.js';

const dictOf = (vm: Vm, from: Value | undefined): Dict => {
  const made = from === undefined ? new Dict() : vm.call(types.get('dict')!, from);
  return made instanceof Dict ? made : new Dict();
};

export const collections: Names = {
  OrderedDict: types.get('dict')!,
  defaultdict: new Builtin('defaultdict', (vm, { pos: [factory = null, from] }) => {
    const dict = dictOf(vm, from);
    dict.factory = factory;
    return dict;
  }),
  namedtuple: fn(
    'namedtuple(typename, field_names, rename=False, defaults=None, module=None)',
    (vm, { typename, field_names: given, defaults }) => {
      const names =
        typeof given === 'string' ? given.split(/[\s,]+/).filter(n => n !== '') : itemsOf(given)?.map(String);
      if (!names) return vm.unknown('namedtuple()');
      return namedTuple(
        vm,
        String(typename),
        names,
        defaults instanceof List || defaults instanceof Tuple ? defaults : undefined,
      );
    },
  ),
  deque: new Builtin('deque', (vm, { pos: [from] }) =>
    vm.call(types.get('list')!, ...(from === undefined ? [] : [from])),
  ),
  Counter: new Builtin('Counter', vm => vm.unknown('Counter()')),
};
