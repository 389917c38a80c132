import { fn } from '../core/signature.js';
import { Builtin, Class, Descriptor } from '../core/values.js';
import { type Names, passing } from './names.js';
import { types } from './types.js';

export const abc: Names = {
  ABC: new Class('ABC', []),
  ABCMeta: new Class('ABCMeta', []),
  abstractmethod: passing('abstractmethod'),
  abstractproperty: new Builtin(
    'abstractproperty',
    (_, { pos: [f = null] }) => new Descriptor('property', f),
  ),
};

const abstract = [
  'Iterable',
  'Sequence',
  'Mapping',
  'Callable',
  'Iterator',
  'Collection',
  'MutableMapping',
  'MutableSequence',
  'Sized',
  'Hashable',
  'Generator',
  'Set',
];

export const abstracts: Names = Object.fromEntries(abstract.map(name => [name, new Class(name, [])]));

export const typing: Names = {
  ...abstracts,
  OrderedDict: types.get('dict')!,
  TYPE_CHECKING: false,
  NamedTuple: new Class('NamedTuple', []),
  List: types.get('list')!,
  Tuple: types.get('tuple')!,
  Dict: types.get('dict')!,
  Set: types.get('set')!,
  Type: types.get('type')!,
  cast: fn('cast(typ, val)', (_, { val = null }) => val),
  overload: passing('overload'),
  final: passing('final'),
  runtime_checkable: passing('runtime_checkable'),
};
