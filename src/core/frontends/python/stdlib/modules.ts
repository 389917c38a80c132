import { binary } from '../core/operators.js';
import { FieldDefault, namedTuple, signatureOfFields } from '../core/records.js';
import { fn } from '../core/signature.js';
import { getItem } from '../core/subscript.js';
import {
  Builtin,
  Class,
  Descriptor,
  Dict,
  Float,
  Func,
  Instance,
  type Iter,
  isUnknown,
  itemsOf,
  keyOf,
  List,
  ModuleValue,
  numberOf,
  PySet,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { inspect } from './inspect.js';
import { itertools } from './itertools.js';
import { re } from './re.js';
import { enumMeta, types } from './types.js';

type Names = Readonly<Record<string, Value>>;

const unary = (name: string, f: (x: number) => number, whole = false): Builtin =>
  fn(`${name}(x)`, (vm, { x }) => {
    if (x instanceof Tensor) return vm.options.libraries.tensorUnary(vm, name, x);
    const value = numberOf(x);
    if (value === undefined) return vm.unknown(`math.${name}()`);
    const result = f(value);
    return whole ? result + 0 : new Float(result);
  });

const math: Names = {
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

export function productOf(vm: Vm, from: Value): Value {
  const all = isUnknown(from) ? undefined : vm.list(from);
  return all ? all.reduce((a, b) => binary(vm, '*', a, b), 1 as Value) : vm.unknown('a product');
}

/** `functools.partial`: a function whose arguments are there already. */
const partialClass = new Class('partial', []);
partialClass.members.set(
  '__init__',
  new Builtin(
    '__init__',
    (_, { pos: [self, func = null, ...pos], kw }) => {
      if (!(self instanceof Instance)) return null;
      self.attrs.set('func', func);
      self.attrs.set('args', new Tuple(pos));
      self.attrs.set('keywords', Dict.of(kw));
      return null;
    },
    true,
  ),
);
partialClass.members.set(
  '__call__',
  new Builtin(
    '__call__',
    (vm, { pos: [self, ...pos], kw, open }) => {
      if (!(self instanceof Instance)) return null;
      const merged = new Map<string, Value>();
      const given = self.attrs.get('keywords');
      if (given instanceof Dict)
        for (const entry of given.map.values()) merged.set(String(entry.key), entry.value);
      for (const [name, value] of kw) merged.set(name, value);
      return vm.callWith(self.attrs.get('func') ?? null, {
        pos: [...(itemsOf(self.attrs.get('args')) ?? []), ...pos],
        kw: merged,
        open,
      });
    },
    true,
  ),
);

/** A decorator that changes nothing, with or without arguments of its own. */
const passing = (name: string): Builtin =>
  new Builtin(name, (_, { pos: [f] }) =>
    f instanceof Func || f instanceof Class ? f : new Builtin(name, (__, { pos: [g = null] }) => g),
  );

const functools: Names = {
  partial: partialClass,
  partialmethod: partialClass,
  wraps: new Builtin(
    'wraps',
    (_, { pos: [wrapped] }) =>
      new Builtin('wraps', (vm, { pos: [f = null] }) => {
        if (f instanceof Func && wrapped !== undefined)
          for (const name of ['__name__', '__module__', '__doc__', '__qualname__'])
            f.attrs.set(name, vm.look(wrapped, name) ?? null);
        if (f instanceof Func && wrapped instanceof Func) f.attrs.set('__wrapped__', wrapped);
        return f;
      }),
  ),
  lru_cache: passing('lru_cache'),
  cache: passing('cache'),
  cached_property: new Builtin('cached_property', (_, { pos: [f = null] }) => new Descriptor('cached', f)),
  reduce: new Builtin('reduce', (vm, { pos: [f = null, from = null, start] }) => {
    const all = isUnknown(from) ? undefined : vm.list(from);
    if (!all) return vm.unknown('reduce()');
    const items = start === undefined ? all : [start, ...all];
    return items.length === 0
      ? vm.unknown('reduce()')
      : items.slice(1).reduce((a, b) => vm.call(f, a, b), items[0]!);
  }),
  update_wrapper: new Builtin('update_wrapper', (_, { pos: [f = null] }) => f),
  singledispatch: passing('singledispatch'),
};

const dictOf = (vm: Vm, from: Value | undefined): Dict => {
  const made = from === undefined ? new Dict() : vm.call(types.get('dict')!, from);
  return made instanceof Dict ? made : new Dict();
};

const collections: Names = {
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

const dataclass = new Builtin('dataclass', (vm, { pos: [cls] }) => {
  const make = (target: Value): Value => {
    if (target instanceof Class)
      signatureOfFields(
        vm,
        target,
        (itemsOf(target.members.get('__annotations__')) ?? []).map(String),
        'dataclass',
      );
    return target;
  };
  return cls instanceof Class
    ? make(cls)
    : new Builtin('dataclass', (_, { pos: [inner = null] }) => make(inner));
});

const fieldClass = new Class('Field', []);

const dataclasses: Names = {
  dataclass,
  field: fn(
    'field(default, default_factory, init=True, repr=True, metadata=None)',
    (_, { default: value, default_factory: factory }) => {
      const field = new Instance(fieldClass);
      field.data = new FieldDefault(value, factory);
      return field;
    },
  ),
  asdict: fn('asdict(obj)', (vm, { obj }) =>
    obj instanceof Instance
      ? Dict.of((obj.cls.fields ?? []).map(f => [f, obj.attrs.get(f) ?? null]))
      : vm.unknown('asdict()'),
  ),
  astuple: fn('astuple(obj)', (vm, { obj }) =>
    obj instanceof Instance
      ? new Tuple((obj.cls.fields ?? []).map(f => obj.attrs.get(f) ?? null))
      : vm.unknown('astuple()'),
  ),
  replace: new Builtin('replace', (vm, { pos: [obj = null], kw }) => {
    if (!(obj instanceof Instance)) return vm.unknown('replace()');
    const copy = copied(obj, false, new Map());
    if (copy instanceof Instance) for (const [name, value] of kw) copy.attrs.set(name, value);
    return copy;
  }),
  fields: fn('fields(obj)', vm => vm.unknown('fields()')),
  is_dataclass: fn(
    'is_dataclass(obj)',
    (_, { obj }) => (obj instanceof Instance ? obj.cls : obj) instanceof Class,
  ),
};

/** A copy; of everything inside, too, where it is deep. Weights of a deep copy are its own. */
export function copied(value: Value, deep: boolean, seen: Map<Value, Value>): Value {
  const known = seen.get(value);
  if (known !== undefined) return known;
  const inner = (v: Value): Value => (deep ? copied(v, true, seen) : v);
  const keep = <T extends Value>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  if (value instanceof List) {
    const copy = keep(new List([], value.open));
    copy.items = value.items.map(inner);
    return copy;
  }
  if (value instanceof Tuple) return keep(new Tuple(value.items.map(inner), value.names, value.cls));
  if (value instanceof Dict) {
    const copy = keep(new Dict());
    copy.open = value.open;
    copy.factory = value.factory;
    for (const entry of value.map.values()) copy.set(entry.key, inner(entry.value));
    return copy;
  }
  if (value instanceof PySet) return keep(new PySet([...value.map.values()]));
  if (value instanceof Instance && !value.cls.isEnum) {
    const copy = keep(new Instance(value.cls));
    copy.data = value.data;
    copy.madeAt = value.madeAt;
    for (const [name, v] of value.attrs) copy.attrs.set(name, inner(v));
    return copy;
  }
  if (value instanceof Tensor && deep) {
    const copy = keep(new Tensor(value.shape, value.framework));
    copy.parameter = value.parameter && { ...value.parameter };
    copy.data = value.data;
    copy.node = value.parameter ? undefined : value.node;
    return copy;
  }
  return value;
}

const copy: Names = {
  copy: fn('copy(x)', (_, { x = null }) => copied(x, false, new Map())),
  deepcopy: fn('deepcopy(x, memo=None)', (_, { x = null }) => copied(x, true, new Map())),
};

const enumClass = new Class('Enum', []);
enumClass.isEnum = true;
const intEnum = new Class('IntEnum', [enumClass]);

const enums: Names = {
  Enum: enumClass,
  IntEnum: intEnum,
  StrEnum: new Class('StrEnum', [enumClass]),
  Flag: new Class('Flag', [enumClass]),
  EnumMeta: enumMeta,
  auto: new Builtin('auto', vm => vm.unknown('auto()')),
  unique: passing('unique'),
};

const abc: Names = {
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
const abstracts: Names = Object.fromEntries(abstract.map(name => [name, new Class(name, [])]));

const typing: Names = {
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

const path: Names = {
  join: new Builtin('join', (vm, { pos }) =>
    pos.every(p => typeof p === 'string') ? pos.join('/') : vm.unknown('a path'),
  ),
  exists: new Builtin('exists', () => false),
  isfile: new Builtin('isfile', () => false),
  isdir: new Builtin('isdir', () => false),
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

const nothing = (...names: string[]): Names =>
  Object.fromEntries(names.map(name => [name, new Builtin(name, () => null)]));

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
const operator: Names = {
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

const loggerClass = new Class('Logger', []);
for (const name of [
  'debug',
  'info',
  'warning',
  'warn',
  'error',
  'exception',
  'critical',
  'setLevel',
  'addHandler',
])
  loggerClass.members.set(name, new Builtin(name, () => null));

const logger = new Builtin('getLogger', () => new Instance(loggerClass));

/** The modules of Python's own library that model code uses. Names that are missing are unknown. */
const modules: Readonly<Record<string, Names>> = {
  __future__: {},
  math,
  functools,
  collections,
  'collections.abc': abstracts,
  itertools,
  copy,
  enum: enums,
  abc,
  typing,
  typing_extensions: typing,
  types: {
    FunctionType: types.get('function')!,
    ModuleType: new Class('ModuleType', []),
    SimpleNamespace: simpleNamespace(),
  },
  dataclasses,
  os: {
    environ: new Dict(),
    getcwd: new Builtin('getcwd', () => ''),
    ...nothing('makedirs', 'remove', 'mkdir'),
  },
  'os.path': path,
  operator,
  warnings: nothing('warn', 'filterwarnings', 'simplefilter'),
  logging: { getLogger: logger, ...nothing('debug', 'info', 'warning', 'warn', 'error', 'basicConfig') },
  numbers: Object.fromEntries(['Number', 'Integral', 'Real'].map(name => [name, new Class(name, [])])),
  random: nothing('seed'),
  inspect,
  re,
  json: {},
  time: {},
  datetime: {},
  pathlib: {},
  string: {},
  io: {},
  sys: {},
  argparse: {},
  contextlib: {},
  weakref: {},
  traceback: {},
  hashlib: {},
  struct: {},
  pickle: {},
  shutil: {},
  glob: {},
  urllib: {},
  'urllib.request': {},
  'urllib.parse': {},
  platform: {},
  tempfile: {},
  zipfile: {},
  subprocess: {},
  threading: {},
  gc: {},
  importlib: {},
  unittest: {},
  textwrap: {},
  pprint: {},
  uuid: {},
  csv: {},
  statistics: {},
};

function simpleNamespace(): Class {
  const cls = new Class('SimpleNamespace', []);
  cls.members.set(
    '__init__',
    new Builtin(
      '__init__',
      (vm, { pos: [self = null], kw }) => {
        for (const [name, value] of kw) vm.set(self, name, value);
        return null;
      },
      true,
    ),
  );
  return cls;
}

/** A module of Python's own library. */
export function standardModule(vm: Vm, name: string): ModuleValue | undefined {
  const names = modules[name];
  if (!names || !Object.hasOwn(modules, name)) return undefined;
  const module = new ModuleValue(name);
  module.open = true;
  for (const [key, value] of Object.entries(names)) module.vars.set(key, value);
  if (name === 'os') module.resolve = key => (key === 'path' ? standardModule(vm, 'os.path') : undefined);
  if (name === 'collections')
    module.resolve = key => (key === 'abc' ? standardModule(vm, 'collections.abc') : abstracts[key]);
  if (name === 'sys') {
    const loaded = new Dict();
    module.resolve = key => {
      if (key !== 'modules') return key === 'version_info' ? new Tuple([3, 11, 0]) : undefined;
      for (const m of vm.modules.values()) loaded.map.set(keyOf(m.name), { key: m.name, value: m });
      loaded.open = true;
      return loaded;
    };
  }
  return module;
}

export type { Iter };
