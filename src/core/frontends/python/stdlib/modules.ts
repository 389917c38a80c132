import { Builtin, Class, Dict, keyOf, ModuleValue, Tuple } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { argparse } from './argparse.js';
import { collections } from './collections.js';
import { copy } from './copy.js';
import { dataclasses } from './dataclasses.js';
import { enums } from './enums.js';
import { functools } from './functools.js';
import { inspect } from './inspect.js';
import { itertools } from './itertools.js';
import { logger } from './logging.js';
import { math } from './math.js';
import { type Names, nothing } from './names.js';
import { operator } from './operator.js';
import { path } from './os.js';
import { re } from './re.js';
import { types } from './types.js';
import { abc, abstracts, typing } from './typing.js';

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
  argparse,
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
