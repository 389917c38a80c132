import { moduleClass } from '../stdlib/types.js';
import type { ClassDef, Expression, Statement } from '../syntax/index.js';
import { evaluate } from './evaluate.js';
import { defineFunction, execute } from './execute.js';
import { signatureOfFields } from './records.js';
import { Builtin, Class, Descriptor, Func, Instance, isUnknown, Scope, Tuple, type Value } from './values.js';
import type { Vm } from './vm.js';

/** Builds a class: its bases, its body, and what its metaclass makes of it. */
export function defineClass(vm: Vm, scope: Scope, s: ClassDef): Value {
  const bases: Class[] = [];
  let open = false;
  for (const base of s.bases) {
    const value = baseOf(vm, scope, base);
    if (value instanceof Class) {
      if (value.name !== 'object' && !bases.includes(value)) bases.push(value);
    } else open ||= value !== undefined;
  }
  const cls = new Class(s.name, bases, scope.module, s.nameAt);
  cls.open ||= open;
  const meta = s.keywords.find(k => k.arg === 'metaclass');
  if (meta) cls.metaclass = metaOf(evaluate(vm, scope, meta.value));
  cls.metaclass ??= bases.find(base => base.metaclass !== undefined)?.metaclass;
  if (cls.metaclass instanceof Class && cls.metaclass.name === 'EnumMeta') cls.isEnum = true;
  const inner = new Scope(scope.module, scope, 'class', cls.members);
  const annotated = runBody(vm, inner, s.body, s.name);
  for (const [name, member] of cls.members) claim(cls, name, member);
  if (cls.isEnum) makeMembers(vm, cls);
  else if (isNamedTuple(s.bases)) signatureOfFields(vm, cls, annotated, 'namedtuple');
  cls.members.set('__annotations__', new Tuple(annotated));
  const hook = bases.map(base => base.find('__init_subclass__')).find(found => found !== undefined);
  if (hook instanceof Descriptor) vm.call(hook.func, cls);
  return cls;
}

/** Abstract classes behave as others do. */
const metaOf = (meta: Value): Value | undefined =>
  meta instanceof Class && (meta.name === 'ABCMeta' || meta.name === 'type') ? undefined : meta;

const isNamedTuple = (bases: readonly Expression[]): boolean =>
  bases.some(
    base => (base.kind === 'name' ? base.id : base.kind === 'attribute' ? base.attr : '') === 'NamedTuple',
  );

function baseOf(vm: Vm, scope: Scope, base: Expression): Value | undefined {
  const value = evaluate(vm, scope, base);
  // `Generic[T]`, `Protocol`: types that have no say here.
  if (isUnknown(value) && /^(typing|abc|collections\.abc|Generic|Protocol)\b/.test(value.name))
    return undefined;
  if (value instanceof Instance || value === null || typeof value !== 'object')
    return vm.unknown('a base class');
  return value.kind === 'module' ? moduleClass : value;
}

/** Runs a class body; answers the annotated names. */
function runBody(vm: Vm, scope: Scope, body: readonly Statement[], name: string): string[] {
  const annotated: string[] = [];
  for (const s of body) {
    if (s.kind === 'functionDef') scope.vars.set(s.name, defineFunction(vm, scope, s, name));
    else execute(vm, scope, s);
    if (s.kind === 'annAssign' && s.target.kind === 'name' && !isClassVar(s.annotation))
      annotated.push(s.target.id);
  }
  return annotated;
}

const isClassVar = (annotation: Expression): boolean =>
  annotation.kind === 'subscript' && annotation.value.kind === 'name' && annotation.value.id === 'ClassVar';

/** A method knows its class, for `super()`. */
function claim(cls: Class, name: string, member: Value): void {
  if (member instanceof Func) member.owner ??= cls;
  else if (member instanceof Descriptor) {
    claim(cls, name, member.func);
    if (member.setter !== undefined) claim(cls, name, member.setter);
  }
  if ((name === '__init_subclass__' || name === '__class_getitem__') && member instanceof Func)
    cls.members.set(name, new Descriptor('class', member));
}

/** Plain values in the body of an Enum become its members. */
function makeMembers(vm: Vm, cls: Class): void {
  const isMember = (name: string, value: Value): boolean =>
    !name.startsWith('_') &&
    !(value instanceof Func) &&
    !(value instanceof Descriptor) &&
    !(value instanceof Builtin);
  let count = 0;
  const made = new Map<string, Value>();
  for (const [name, value] of [...cls.members]) {
    if (!isMember(name, value)) continue;
    count++;
    const raw = isUnknown(value) && value.name.endsWith('auto()') ? count : value;
    const member = new Instance(cls);
    member.attrs.set('name', name);
    member.attrs.set('_name_', name);
    made.set(name, member);
    cls.members.set(name, member);
    const init = cls.find('__init__');
    member.attrs.set('value', raw);
    member.attrs.set('_value_', raw);
    if (init instanceof Func)
      vm.callWith(init, { pos: [member, ...(raw instanceof Tuple ? raw.items : [raw])], kw: new Map() });
  }
}
