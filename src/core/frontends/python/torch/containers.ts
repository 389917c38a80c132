import { method } from '../core/signature.js';
import { getItem } from '../core/subscript.js';
import { type Args, Builtin, Class, Dict, Instance, isUnknown, List, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { addUnknown, children, isModule, listOf, moduleClass, self, unknownModules } from './module.js';

/** A class of modules that hold others by number or name. */
export function container(name: string, own: readonly Builtin[]): Class {
  const cls = new Class(name, [moduleClass]);
  cls.library = true;
  for (const member of own) cls.members.set(member.name, member);
  return cls;
}

const append = (vm: Vm, me: Instance, module: Value): void => {
  // What no class of ours has made may be a module all the same.
  if (vm.unsure > 0 || (module !== null && !isModule(module))) addUnknown(me, module);
  me.attrs.set(String(children(me).length), module);
};

function fill(vm: Vm, me: Instance, from: Value | undefined): void {
  if (from === undefined || from === null) return;
  if (from instanceof Dict) {
    for (const { key, value } of from.map.values()) me.attrs.set(String(key), value);
    return;
  }
  const items = isUnknown(from) ? undefined : vm.list(from);
  if (!items) addUnknown(me, from);
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

export const sequentialClass = container('Sequential', [
  new Builtin(
    '__init__',
    (vm, { pos: [me, ...modules], open }) => {
      const [only] = modules;
      if (open) addUnknown(me as Instance);
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
      const unknown = (me as Instance).attrs.get(unknownModules);
      if (unknown !== undefined) return vm.options.libraries.unknownCall(vm, unknown, args);
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

export const named = (me: Instance): Dict => Dict.of(me.attrs);

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
