import { setTraining } from '../core/attributes.js';
import { method } from '../core/signature.js';
import {
  type Args,
  Builtin,
  Class,
  Descriptor,
  Dict,
  Instance,
  isTensor,
  isUnknown,
  List,
  type Tensor,
  Tuple,
  Unknown,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { wander } from './wander.js';

/** `torch.nn.Module`: what every network is made of. */
export const moduleClass = new Class('Module', []);

moduleClass.library = true;

export const isModule = (value: Value | undefined): value is Instance =>
  value instanceof Instance && value.cls.isA(moduleClass);

/** Modules that are attributes of a module, by name. */
export function children(module: Instance): [string, Instance][] {
  const found: [string, Instance][] = [];
  for (const [name, value] of module.attrs) if (isModule(value)) found.push([name, value]);
  return found;
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
  if (!vm.recorder.insideModule) vm.applications.called(module, args.pos);
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

export const self = (args: Readonly<Record<string, Value>>): Instance => args.self as Instance;

const returnsSelf = (name: string): Builtin => new Builtin(name, (_, { pos: [me = null] }) => me, true);

const returnsNone = (name: string): Builtin => new Builtin(name, () => null, true);

const add = method('add_module(self, name, module)', (vm, a) => {
  if (vm.unsure > 0) addUnknown(self(a));
  self(a).attrs.set(String(a.name), a.module ?? null);
  return null;
});

export const listOf = (items: Iterable<readonly [string, Value]>, named: boolean, open = false): List =>
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
  method("named_parameters(self, prefix='', recurse=True, remove_duplicate=True)", (_, a) =>
    listOf(parametersIn(self(a)), true),
  ),
  method('modules(self)', (_, a) => listOf(modulesIn(self(a)), false)),
  method("named_modules(self, memo=None, prefix='', remove_duplicate=True)", (_, a) =>
    listOf(modulesIn(self(a)), true),
  ),
  method('children(self)', (_, a) => listOf(children(self(a)), false, self(a).attrs.has(unknownModules))),
  method('named_children(self)', (_, a) =>
    listOf(children(self(a)), true, self(a).attrs.has(unknownModules)),
  ),
  method('buffers(self, recurse=True)', () => new List([])),
  method("named_buffers(self, prefix='', recurse=True, remove_duplicate=True)", () => new List([])),
  method('apply(self, fn)', (vm, a) => {
    for (const [, module] of [...modulesIn(self(a))].reverse()) vm.call(a.fn ?? null, module);
    return self(a);
  }),
  method('get_submodule(self, target)', (vm, a) =>
    String(a.target)
      .split('.')
      .reduce<Value>((m, name) => (name === '' ? m : vm.get(m, name)), self(a)),
  ),
  method('requires_grad_(self, requires_grad=True)', (vm, a) => {
    for (const [, tensor] of parametersIn(self(a))) setTraining(vm, tensor, a.requires_grad !== false);
    return self(a);
  }),
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
  method('load_state_dict(self, state_dict, strict=True, assign=False)', () => null),
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

function propertyOf(func: Builtin): Descriptor {
  return new Descriptor('property', func);
}

/** What stands for modules of a container that are not known. */
export const unknownModules = '(unknown modules)';

/** There may be other modules than are known: the first of them by its own name, if it has one. */
export function addUnknown(me: Instance, module?: Value): void {
  if (!me.attrs.has(unknownModules))
    me.attrs.set(unknownModules, isUnknown(module) ? module : new Unknown('Modules'));
}
