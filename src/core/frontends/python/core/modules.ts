import { remember } from '../../../memo.js';
import { resolveUri } from '../../../source.js';
import { bundledPath, bundledText, isBundled } from '../networks/index.js';
import { type Import, type ImportFrom, type Module, type Parsed, parseLazily } from '../syntax/index.js';
import { isolated } from './execute.js';
import { bindName } from './names.js';
import { Dict, isUnknown, itemsOf, Lazy, ModuleValue, Scope, Unknown, type Value } from './values.js';
import type { Vm } from './vm.js';

/** An import is carried out when its name is first used; then the name has its value. */
export function forced(vm: Vm, vars: Map<string, Value>, name: string, value: Value): Value {
  if (!(value instanceof Lazy)) return value;
  vm.step();
  vars.set(name, vm.unknown(name));
  const forcedValue = value.force();
  const found = forcedValue === undefined ? vm.unknown(name) : forcedValue;
  vars.set(name, found);
  return found;
}

export function lookUpInModule(vm: Vm, module: ModuleValue, name: string): Value | undefined {
  const own = module.vars.get(name);
  if (own !== undefined) return forced(vm, module.vars, name, own);
  const found = module.resolve?.(name);
  if (found !== undefined) {
    module.vars.set(name, found);
    return found;
  }
  if (name === '__name__') return module.name;
  if (name === '__dict__') return Dict.of(all(vm, module));
  const full = `${module.name}.${name}`;
  return inside(vm, module, name, full) ?? (module.open ? vm.unknown(full) : undefined);
}

/** What a module has by now, with what its imports give. */
const all = (vm: Vm, { vars }: ModuleValue): [string, Value][] =>
  [...vars].map(([name, value]) => [name, forced(vm, vars, name, value)]);

/** A module in a package: of a modelled library those that are bundled, if the user has none of this name. */
function inside(vm: Vm, { uri }: ModuleValue, name: string, full: string): ModuleValue | undefined {
  if (uri !== undefined) return loadUri(vm, resolveUri(uri, name), full);
  return bundledPath(full) === undefined ? undefined : importAbsolute(vm, full, undefined);
}

/** `import a.b.c as d`. */
export function executeImport(vm: Vm, scope: Scope, { names }: Import): void {
  const { uri } = scope.module;
  for (const { name, asname } of names) {
    const top = name.split('.')[0]!;
    const wanted = asname === undefined ? top : name;
    bindName(scope, asname ?? top, new Lazy(() => importAbsolute(vm, wanted, uri) ?? opaque(wanted)));
  }
}

/** `from a.b import c as d`, `from ..a import b`, `from a import *`. */
export function executeImportFrom(vm: Vm, scope: Scope, { module, names, level }: ImportFrom): void {
  const { uri } = scope.module;
  const find = (): ModuleValue | undefined =>
    level === 0
      ? importAbsolute(vm, module ?? '', uri)
      : importRelative(vm, scope.module, module ?? '', level);
  const full = `${'.'.repeat(level)}${module ?? ''}`;
  for (const { name, asname } of names) {
    if (name === '*') importAll(vm, scope, find());
    else bindName(scope, asname ?? name, new Lazy(() => member(vm, find(), full, name)));
  }
}

/** A name of a module, or a module in a package. */
function member(vm: Vm, module: ModuleValue | undefined, full: string, name: string): Value {
  if (!module) return new Unknown(`${full}.${name}`);
  const found = lookUpInModule(vm, module, name);
  return found === undefined ? new Unknown(`${full}.${name}`) : found;
}

function importAll(vm: Vm, scope: Scope, module: ModuleValue | undefined): void {
  if (!module) {
    scope.module.open = true;
    return;
  }
  scope.module.open ||= module.open;
  const { resolve } = scope.module;
  if (module.resolve) scope.module.resolve = name => resolve?.(name) ?? module.resolve?.(name);
  const listed = itemsOf(module.vars.get('__all__'))?.map(String);
  const shared = listed ?? [...module.vars.keys()].filter(name => !name.startsWith('_'));
  for (const name of shared) {
    const value = module.vars.get(name);
    const target =
      value === undefined || value instanceof Lazy ? new Lazy(() => lookUpInModule(vm, module, name)) : value;
    scope.vars.set(name, target);
  }
}

const opaque = (name: string): ModuleValue => {
  const module = new ModuleValue(name);
  module.open = true;
  return module;
};

/** A library that is modelled, then a file under one of the roots, then a network that is bundled. */
export function importAbsolute(vm: Vm, name: string, from: string | undefined): ModuleValue | undefined {
  const library = vm.options.libraries.module(vm, name);
  if (library) return library;
  const path = name.replaceAll('.', '/');
  for (const root of [...foldersAbove(from ?? vm.options.source.uri), ...vm.options.roots]) {
    const found = loadUri(vm, resolveUri(root, path), name);
    if (found) return found;
  }
  const bundled = bundledPath(name);
  return bundled === undefined ? undefined : loadUri(vm, bundled, name);
}

const mostFolders = 5;

/** The folder of a file and those above it, from the inside out. */
function foldersAbove(uri: string): string[] {
  const folders: string[] = [];
  let folder = uri;
  for (let i = 0; i < mostFolders; i++) {
    const cut = folder.replace(/\/+$/, '').lastIndexOf('/');
    if (cut < 0) {
      if (i === 0 || folder !== '') folders.push('');
      break;
    }
    folder = folder.slice(0, cut + 1);
    if (/^[a-z][a-z\d+.-]*:\/*$/i.test(folder)) break;
    folders.push(folder);
  }
  return folders;
}

function importRelative(vm: Vm, from: ModuleValue, name: string, level: number): ModuleValue | undefined {
  if (from.uri === undefined) return undefined;
  const up = '../'.repeat(level - 1);
  const base = from.name.split('.');
  const drop = /(^|\/)__init__\.py$/.test(from.uri) ? level - 1 : level;
  const full = [...base.slice(0, Math.max(0, base.length - drop)), ...(name === '' ? [] : [name])].join('.');
  const target = `${up}${name.replaceAll('.', '/')}`;
  return loadUri(vm, resolveUri(from.uri, target === '' ? '.' : target), full);
}

/** Loads a module from its path without ending: a file, or a package. */
export function loadUri(vm: Vm, path: string, name: string): ModuleValue | undefined {
  const known = vm.modules.get(path);
  if (known) return known;
  for (const uri of [`${path}.py`, path === '' ? '__init__.py' : `${path}/__init__.py`]) {
    if (uri === vm.options.source.uri) return loadText(vm, path, uri, name, vm.options.source.text);
    const text = isBundled(uri) ? bundledText(uri) : asked(vm, uri);
    if (text !== undefined) return loadText(vm, path, uri, name, text);
  }
  return undefined;
}

function asked(vm: Vm, uri: string): string | undefined {
  vm.asked.add(uri);
  return vm.options.files.read(uri);
}

const statementSteps = 200_000;

export function loadText(vm: Vm, path: string, uri: string, name: string, text: string): ModuleValue {
  const module = new ModuleValue(name, uri);
  vm.modules.set(path, module);
  module.open = isBundled(uri);
  vm.texts.set(uri, text);
  if (!module.open) supersede(uri, text);
  const scope = new Scope(module, undefined, 'module', module.vars);
  const { body } = module.open ? parsedOnce(uri, text) : parsed(text);
  vm.enter(scope, uri, { start: 0, end: 0 }, undefined, () => {
    for (const s of body) {
      vm.frame.at = s.at;
      isolated(vm, scope, s, statementSteps);
    }
  });
  return module;
}

const parses = new Map<string, Module>();
const mostParses = 64;

/** The text that was read last, of which the next may be another version. */
let last: Parsed | undefined;

/** The syntax of a text; the last ones are kept, since an edit changes one file of many. */
export function parsed(text: string): Module {
  const known = parses.get(text);
  const module = known ?? parseLazily(text, last);
  if (!known) last = { text, module };
  parses.delete(text);
  parses.set(text, module);
  if (parses.size > mostParses) parses.delete(parses.keys().next().value!);
  return module;
}

const bundledParses = new Map<string, Module>();

/** The syntax of a bundled text, which never changes. */
const parsedOnce = (uri: string, text: string): Module =>
  remember(bundledParses, uri, () => parseLazily(text));

/** The last texts of a file: those before are not needed again, and their syntax is large. */
const versions = new Map<string, string[]>();
const mostVersions = 4;

function supersede(uri: string, text: string): void {
  const known = versions.get(uri)?.filter(other => other !== text) ?? [];
  known.push(text);
  for (const old of known.splice(0, known.length - mostVersions)) parses.delete(old);
  versions.delete(uri);
  versions.set(uri, known);
  if (versions.size > mostParses) versions.delete(versions.keys().next().value!);
}

export const isOpaque = (value: Value): boolean =>
  isUnknown(value) || (value instanceof ModuleValue && value.open);
