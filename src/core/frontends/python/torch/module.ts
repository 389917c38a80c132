import { fn, method } from '../core/signature.js';
import {
  type Args,
  Builtin,
  Class,
  Dict,
  Instance,
  isTensor,
  isUnknown,
  itemsOf,
  List,
  PySet,
  type Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { copied } from '../stdlib/modules.js';
import { wander } from './wander.js';

/** `torch.nn.Module`: what every network is made of. */
export const moduleClass = new Class('Module', []);
moduleClass.library = true;

export const isModule = (value: Value | undefined): value is Instance =>
  value instanceof Instance && value.cls.isA(moduleClass);

/** Modules that are attributes of a module, by name. */
export function children(module: Instance): [string, Instance][] {
  return [...module.attrs].filter((entry): entry is [string, Instance] => isModule(entry[1]));
}

/** A module and all in it, each once, with their dotted names. */
export function* modulesIn(
  module: Instance,
  prefix = '',
  seen = new Set<Instance>(),
): Generator<[string, Instance]> {
  if (seen.has(module)) return;
  seen.add(module);
  yield [prefix, module];
  for (const [name, child] of children(module))
    yield* modulesIn(child, prefix === '' ? name : `${prefix}.${name}`, seen);
}

/** All weights, each once, with their dotted names. */
export function* parametersIn(root: Instance): Generator<[string, Tensor]> {
  const seen = new Set<Tensor>();
  for (const [prefix, module] of modulesIn(root)) {
    for (const [name, value] of module.attrs) {
      if (!isTensor(value) || !value.parameter || seen.has(value)) continue;
      seen.add(value);
      yield [prefix === '' ? name : `${prefix}.${name}`, value];
    }
  }
}

export function callModule(vm: Vm, module: Instance, args: Args): Value {
  if (vm.recorder.paths.size === 0 || !vm.recorder.paths.has(module)) wander(vm.recorder.paths, module);
  const forward = module.cls.find('forward');
  const run = (): Value => {
    const own = module.attrs.get('forward');
    if (own !== undefined) return vm.callWith(own, args);
    if (forward === undefined || forward === moduleClass.members.get('forward'))
      return vm.options.libraries.unknownCall(vm, module, args);
    return vm.callWith(forward, { ...args, pos: [module, ...args.pos] });
  };
  // A layer of the library is a node, not a block.
  if (forward instanceof Builtin && !isContainer(module)) return run();
  const leave = vm.recorder.enterModule(vm, module);
  try {
    return run();
  } finally {
    leave();
  }
}

const isContainer = (module: Instance): boolean => module.cls.mro.some(c => c.name === 'Sequential');

const self = (args: Readonly<Record<string, Value>>): Instance => args.self as Instance;

const returnsSelf = (name: string): Builtin => new Builtin(name, (_, { pos: [me = null] }) => me, true);
const returnsNone = (name: string): Builtin => new Builtin(name, () => null, true);

const add = method('add_module(self, name, module)', (vm, a) => {
  if (vm.unsure > 0) self(a).attrs.set(unknownModules, vm.unknown('Modules'));
  self(a).attrs.set(String(a.name), a.module ?? null);
  return null;
});

const listOf = (items: Iterable<readonly [string, Value]>, named: boolean, open = false): List =>
  new List(
    [...items].map(([name, value]) => (named ? new Tuple([name, value]) : value)),
    open,
  );

const members: readonly Builtin[] = [
  method('__init__(self, *args, **kwargs)', () => null),
  new Builtin(
    '__call__',
    (vm, { pos: [me, ...pos], kw, open }) => callModule(vm, me as Instance, { pos, kw, open }),
    true,
  ),
  new Builtin(
    'forward',
    (vm, { pos: [me = null, ...pos], kw }) => vm.options.libraries.unknownCall(vm, me, { pos, kw }),
    true,
  ),
  add,
  method('register_module(self, name, module)', (vm, a) =>
    vm.call(add, self(a), a.name ?? null, a.module ?? null),
  ),
  method('register_parameter(self, name, param)', (_, a) => {
    self(a).attrs.set(String(a.name), a.param ?? null);
    return null;
  }),
  method('register_buffer(self, name, tensor=None, persistent=True)', (_, a) => {
    self(a).attrs.set(String(a.name), a.tensor ?? null);
    return null;
  }),
  method('parameters(self, recurse=True)', (_, a) => listOf(parametersIn(self(a)), false)),
  method("named_parameters(self, prefix='', recurse=True)", (_, a) => listOf(parametersIn(self(a)), true)),
  method('modules(self)', (_, a) => listOf(modulesIn(self(a)), false)),
  method("named_modules(self, memo=None, prefix='', remove_duplicate=True)", (_, a) =>
    listOf(modulesIn(self(a)), true),
  ),
  method('children(self)', (_, a) => listOf(children(self(a)), false, self(a).attrs.has(unknownModules))),
  method('named_children(self)', (_, a) =>
    listOf(children(self(a)), true, self(a).attrs.has(unknownModules)),
  ),
  method('buffers(self)', () => new List([])),
  method('named_buffers(self)', () => new List([])),
  method('apply(self, fn)', (vm, a) => {
    for (const [, module] of [...modulesIn(self(a))].reverse()) vm.call(a.fn ?? null, module);
    return self(a);
  }),
  method('get_submodule(self, target)', (vm, a) =>
    String(a.target)
      .split('.')
      .reduce<Value>((m, name) => (name === '' ? m : vm.get(m, name)), self(a)),
  ),
  method('train(self, mode=True)', (_, a) => self(a)),
  ...[
    'eval',
    'to',
    'cuda',
    'cpu',
    'float',
    'half',
    'double',
    'bfloat16',
    'requires_grad_',
    'type',
    'share_memory',
    'compile',
  ].map(returnsSelf),
  ...[
    'zero_grad',
    'register_forward_hook',
    'register_forward_pre_hook',
    'register_backward_hook',
    'register_full_backward_hook',
    'init_weights',
    'extra_repr',
    'reset_parameters',
    'share_memory_',
  ].map(returnsNone),
  method('state_dict(self, *args, **kwargs)', (_, a) => Dict.of(parametersIn(self(a)))),
  method('load_state_dict(self, state_dict, strict=True)', () => null),
  method('_get_name(self)', (_, a) => self(a).cls.name),
];

for (const member of members) moduleClass.members.set(member.name, member);
moduleClass.members.delete('init_weights');
moduleClass.members.set('training', false);
moduleClass.members.set(
  '_modules',
  vmProperty(me => Dict.of(children(me))),
);
moduleClass.members.set(
  '_parameters',
  vmProperty(me => Dict.of([...me.attrs].filter(([, v]) => isTensor(v) && v.parameter !== undefined))),
);

function vmProperty(get: (me: Instance) => Value): Value {
  return propertyOf(new Builtin('get', (_, { pos: [me] }) => get(me as Instance)));
}

import { Descriptor } from '../core/values.js';

function propertyOf(func: Builtin): Descriptor {
  return new Descriptor('property', func);
}

/** What stands for modules of a container that are not known. */
export const unknownModules = '(unknown modules)';

/** A class of modules that hold others by number or name. */
function container(name: string, own: readonly Builtin[]): Class {
  const cls = new Class(name, [moduleClass]);
  cls.library = true;
  for (const member of own) cls.members.set(member.name, member);
  return cls;
}

const append = (vm: Vm, me: Instance, module: Value): void => {
  if (vm.unsure > 0 || isUnknown(module)) me.attrs.set(unknownModules, vm.unknown('Modules'));
  me.attrs.set(String(children(me).length), module);
};

function fill(vm: Vm, me: Instance, from: Value | undefined): void {
  if (from === undefined || from === null) return;
  if (from instanceof Dict) {
    for (const { key, value } of from.map.values()) me.attrs.set(String(key), value);
    return;
  }
  const items = isUnknown(from) ? undefined : vm.list(from);
  if (!items) me.attrs.set(unknownModules, vm.unknown('Modules'));
  for (const item of items ?? []) append(vm, me, item);
}

/** All that it holds, in order, whatever it is. */
export const held = (me: Instance): Value[] => children(me).map(([, child]) => child);

const sequence: readonly Builtin[] = [
  method('__len__(self)', (_, a) => children(self(a)).length),
  method('__iter__(self)', (_, a) => new List(held(self(a)), self(a).attrs.has(unknownModules))),
  method('__getitem__(self, index)', (vm, a) => item(vm, self(a), a.index ?? null)),
  method('__setitem__(self, index, module)', (_, a) => {
    const names = children(self(a)).map(([name]) => name);
    const at = typeof a.index === 'number' ? names.at(a.index) : undefined;
    if (at !== undefined) self(a).attrs.set(at, a.module ?? null);
    return null;
  }),
  method('__delitem__(self, index)', (_, a) => {
    const all = children(self(a));
    const at = typeof a.index === 'number' ? all.at(a.index)?.[0] : undefined;
    if (at === undefined) return null;
    for (const [name] of all) self(a).attrs.delete(name);
    for (const [name, child] of all)
      if (name !== at) self(a).attrs.set(/^\d+$/.test(name) ? String(children(self(a)).length) : name, child);
    return null;
  }),
  method('append(self, module)', (vm, a) => {
    append(vm, self(a), a.module ?? null);
    return self(a);
  }),
  method('insert(self, index, module)', (_, a) => {
    const all = held(self(a));
    all.splice(Number(a.index), 0, a.module ?? null);
    for (const [i, child] of all.entries()) self(a).attrs.set(String(i), child);
    return null;
  }),
  ...['extend', '__iadd__'].map(name =>
    method(`${name}(self, modules)`, (vm, a) => {
      fill(vm, self(a), a.modules);
      return self(a);
    }),
  ),
  method('__add__(self, modules)', (vm, a) => {
    const sum = new Instance(self(a).cls);
    for (const child of held(self(a))) append(vm, sum, child);
    fill(vm, sum, a.modules);
    return sum;
  }),
];

function item(vm: Vm, me: Instance, index: Value): Value {
  const picked = vm.call(vm.get(new List(held(me)), 'copy')) as List;
  if (typeof index === 'string') return me.attrs.get(index) ?? vm.unknown('a module');
  const found = getItem(vm, picked, index);
  if (!(found instanceof List)) return found;
  const part = new Instance(me.cls.mro.find(c => c.library) ?? me.cls);
  const names = children(me);
  for (const module of found.items)
    part.attrs.set(names.find(([, m]) => m === module)?.[0] ?? String(part.attrs.size), module);
  return part;
}

import { getItem } from '../core/subscript.js';

export const sequentialClass = container('Sequential', [
  new Builtin(
    '__init__',
    (vm, { pos: [me, ...modules], open }) => {
      const [only] = modules;
      if (open) (me as Instance).attrs.set(unknownModules, vm.unknown('Modules'));
      if (modules.length === 1 && only instanceof Dict) fill(vm, me as Instance, only);
      else for (const module of modules) append(vm, me as Instance, module);
      return null;
    },
    true,
  ),
  new Builtin(
    'forward',
    (vm, { pos: [me, ...inputs], kw }) => {
      let args: Args = { pos: inputs, kw };
      let result: Value = inputs[0] ?? null;
      if (me instanceof Instance && me.attrs.has(unknownModules))
        return vm.options.libraries.unknownCall(vm, vm.unknown('Modules'), args);
      for (const module of held(me as Instance)) {
        result = vm.callWith(module, args);
        args = { pos: [result], kw: new Map() };
      }
      return result;
    },
    true,
  ),
  ...sequence,
]);

export const moduleListClass = container('ModuleList', [
  method('__init__(self, modules=None)', (vm, a) => {
    fill(vm, self(a), a.modules);
    return null;
  }),
  ...sequence,
]);

export const parameterListClass = container('ParameterList', [
  method('__init__(self, values=None)', (vm, a) => {
    for (const [i, value] of (a.values === null || isUnknown(a.values)
      ? []
      : (vm.list(a.values ?? null) ?? [])
    ).entries())
      self(a).attrs.set(String(i), value);
    return null;
  }),
  method('__len__(self)', (_, a) => self(a).attrs.size),
  method('__iter__(self)', (_, a) => new List([...self(a).attrs.values()])),
  method('__getitem__(self, index)', (vm, a) =>
    getItem(vm, new List([...self(a).attrs.values()]), a.index ?? null),
  ),
  method('append(self, value)', (_, a) => {
    self(a).attrs.set(String(self(a).attrs.size), a.value ?? null);
    return self(a);
  }),
]);

const named = (me: Instance): Dict => Dict.of(me.attrs);

export const moduleDictClass = container('ModuleDict', [
  method('__init__(self, modules=None)', (vm, a) => {
    fill(vm, self(a), a.modules);
    return null;
  }),
  method('__len__(self)', (_, a) => self(a).attrs.size),
  method('__iter__(self)', (_, a) => new List([...self(a).attrs.keys()])),
  method('__contains__(self, key)', (_, a) => self(a).attrs.has(String(a.key))),
  method('__getitem__(self, key)', (vm, a) => getItem(vm, named(self(a)), a.key ?? null)),
  method('__setitem__(self, key, module)', (_, a) => {
    self(a).attrs.set(String(a.key), a.module ?? null);
    return null;
  }),
  method('update(self, modules)', (vm, a) => {
    fill(vm, self(a), a.modules);
    return null;
  }),
  method('keys(self)', (_, a) => new List([...self(a).attrs.keys()])),
  method('values(self)', (_, a) => new List([...self(a).attrs.values()])),
  method('items(self)', (_, a) => listOf(self(a).attrs, true)),
]);

export { copied, fn, itemsOf, PySet };
