import { methodOf } from '../stdlib/methods.js';
import { enumMembers } from './iterate.js';
import { lookUpInModule } from './modules.js';
import {
  Builtin,
  Class,
  Descriptor,
  Dict,
  Func,
  Instance,
  isUnknown,
  List,
  Method,
  Super,
  type Tensor,
  Tuple,
  Unknown,
  type Value,
} from './values.js';
import type { Vm } from './vm.js';

/** `object.name`; what is not known stays unknown, what is known not to be there is an AttributeError. */
export function getAttribute(vm: Vm, object: Value, name: string): Value {
  const found = lookUpAttribute(vm, object, name);
  if (found !== undefined) return found;
  const unsure = mayHave(object);
  if (unsure !== undefined) return vm.unknown(`${unsure}.${name}`);
  throw vm.error('AttributeError', `no attribute '${name}'`);
}

/** What something is called whose attributes are not all known. */
export function mayHave(object: Value): string | undefined {
  if (object === null || typeof object !== 'object') return undefined;
  if (object instanceof Instance)
    return object.cls.open || object.cls.fromLibrary ? object.cls.name : undefined;
  if (object instanceof Class)
    return object.open || object.fromLibrary || object.metaclass !== undefined ? object.name : undefined;
  if (object instanceof Super)
    return object.cls.open || object.cls.fromLibrary ? `super(${object.cls.name})` : undefined;
  if (object.kind === 'module') return object.open ? object.name : undefined;
  return 'name' in object && typeof object.name === 'string' ? object.name : object.kind;
}

/** Undefined where there is no such attribute, or none that is known. */
export function lookUpAttribute(vm: Vm, object: Value, name: string): Value | undefined {
  if (object === null || typeof object !== 'object') return methodOf(vm, object, name);
  switch (object.kind) {
    case 'unknown':
      return new Unknown(`${object.name}.${name}`);
    case 'module':
      return lookUpInModule(vm, object, name);
    case 'instance':
      return instanceAttribute(vm, object, name);
    case 'class':
      return classAttribute(vm, object, name);
    case 'super':
      return superAttribute(vm, object, name);
    case 'function':
      return functionAttribute(object, name);
    case 'method':
      return name === '__self__'
        ? object.self
        : name === '__func__'
          ? object.func
          : vm.look(object.func, name);
    case 'tensor':
      return object.attrs?.get(name) ?? vm.options.libraries.tensorAttribute(vm, object, name);
    case 'builtin':
      return (
        object.attrs.get(name) ?? (name === '__name__' || name === '__qualname__' ? object.name : undefined)
      );
    case 'slice':
      return name === 'start'
        ? object.start
        : name === 'stop'
          ? object.stop
          : name === 'step'
            ? object.step
            : undefined;
    case 'descriptor':
      return object.type === 'property' ? propertyDecorator(object, name) : undefined;
    default:
      return methodOf(vm, object, name);
  }
}

/** `@x.setter`. */
function propertyDecorator(property: Descriptor, name: string): Value | undefined {
  if (name === 'setter')
    return new Builtin('setter', (_, { pos }) => new Descriptor('property', property.func, pos[0]));
  return name === 'getter' || name === 'deleter' ? new Builtin(name, () => property) : undefined;
}

/** What a member of a class is when it is read from an instance. */
function bound(vm: Vm, member: Value, self: Value, cls: Class): Value {
  if (member instanceof Func) return new Method(self, member);
  if (member instanceof Builtin) return member.method ? new Method(self, member) : member;
  if (!(member instanceof Descriptor)) return member;
  if (member.type === 'static') return member.func;
  if (member.type === 'class') return new Method(cls, member.func);
  return vm.call(member.func, self);
}

function instanceAttribute(vm: Vm, self: Instance, name: string): Value | undefined {
  const { cls } = self;
  const member = cls.find(name);
  if (member instanceof Descriptor && member.type === 'property') return vm.call(member.func, self);
  const own = self.attrs.get(name);
  if (own !== undefined) return own;
  if (member !== undefined) {
    const value = bound(vm, member, self, cls);
    if (member instanceof Descriptor && member.type === 'cached') self.attrs.set(name, value);
    return value;
  }
  if (name === '__class__') return cls;
  if (name === '__dict__') return Dict.of(self.attrs);
  if (name === '__module__' || name === '__doc__') return classAttribute(vm, cls, name);
  if (name === '__setattr__' || name === '__delattr__')
    return new Builtin(name, (inner, { pos: [key, value = null] }) => {
      if (name === '__setattr__') inner.set(self, String(key), value);
      else self.attrs.delete(String(key));
      return null;
    });
  if (name === '__getattr__' || name === '__getattribute__')
    return new Builtin(name, (inner, { pos: [wanted] }) => inner.get(self, String(wanted)));
  const fallback = cls.find('__getattr__');
  if (fallback instanceof Func || fallback instanceof Builtin) {
    try {
      return vm.call(fallback, self, name);
    } catch (raised) {
      if (isAttributeError(raised)) return undefined;
      throw raised;
    }
  }
  return undefined;
}

export const isAttributeError = (raised: unknown): boolean =>
  typeof raised === 'object' &&
  raised !== null &&
  'value' in raised &&
  raised.value instanceof Instance &&
  raised.value.cls.name === 'AttributeError';

function classAttribute(vm: Vm, cls: Class, name: string): Value | undefined {
  const member = cls.find(name);
  if (member !== undefined) {
    if (!(member instanceof Descriptor)) return member;
    if (member.type === 'static') return member.func;
    return member.type === 'class' ? new Method(cls, member.func) : member;
  }
  switch (name) {
    case '__name__':
    case '__qualname__':
      return cls.name;
    case '__module__':
      return cls.module?.name ?? 'builtins';
    case '__doc__':
      return null;
    case '__dict__':
      return Dict.of(cls.members);
    case '__mro__':
      return new Tuple(cls.mro);
    case '__bases__':
      return new Tuple(cls.bases);
    case 'mro':
      return new Builtin('mro', () => new List([...cls.mro]));
    case '__members__':
      return cls.isEnum
        ? Dict.of(enumMembers(cls).map(m => [String((m as Instance).attrs.get('name')), m]))
        : undefined;
    case '__subclasses__':
    case 'register':
      return vm.unknown(`${cls.name}.${name}`);
    default:
      return undefined;
  }
}

function superAttribute(vm: Vm, { cls, self }: Super, name: string): Value | undefined {
  const own = self instanceof Instance ? self.cls : self instanceof Class ? self : undefined;
  if (!own) return undefined;
  const mro = own.mro;
  for (const base of mro.slice(mro.indexOf(cls) + 1)) {
    const member = base.members.get(name);
    if (member === undefined) continue;
    if (name === '__new__') return member;
    if (member instanceof Descriptor || self instanceof Instance) return bound(vm, member, self, own);
    return member instanceof Func || member instanceof Builtin
      ? name === '__init_subclass__'
        ? new Method(self, member)
        : member
      : member;
  }
  if (own.open) return undefined;
  const inert = ['__init__', '__init_subclass__', '__setattr__', '__enter__', '__exit__', '__post_init__'];
  if (name === '__setattr__' && self instanceof Instance)
    return new Builtin(name, (_, { pos }) => {
      if (typeof pos[0] === 'string') self.attrs.set(pos[0], pos[1] ?? null);
      return null;
    });
  if (name === '__new__')
    return new Builtin(name, (_, { pos }) => (pos[0] instanceof Class ? new Instance(pos[0]) : null));
  return inert.includes(name) ? new Builtin(name, () => null) : undefined;
}

function functionAttribute(func: Func, name: string): Value | undefined {
  const own = func.attrs.get(name);
  if (own !== undefined) return own;
  switch (name) {
    case '__name__':
      return func.name;
    case '__qualname__':
      return func.qualname;
    case '__module__':
      return func.scope.module.name;
    case '__doc__':
      return null;
    case '__dict__':
      return Dict.of(func.attrs);
    case '__defaults__':
      return new Tuple(func.params.filter(p => func.hasDefault(p.name)).map(p => func.default(p.name)!));
    case '__get__':
      return new Builtin(name, (_, { pos }) => new Method(pos[0] ?? null, func));
    default:
      return undefined;
  }
}

/** Whether training changes a weight; not where it is not known that this is said. */
export function setTraining(vm: Vm, { parameter }: Tensor, value: boolean): void {
  if (parameter && vm.unsure === 0) parameter.trainable = value;
}

/** `object.name = value`. */
export function setAttribute(vm: Vm, object: Value, name: string, value: Value): void {
  if (object === null || typeof object !== 'object' || isUnknown(object)) return;
  switch (object.kind) {
    case 'instance': {
      const member = object.cls.find(name);
      if (member instanceof Descriptor && member.type === 'property') {
        if (member.setter !== undefined) vm.call(member.setter, object, value);
        return;
      }
      const setter = object.cls.find('__setattr__');
      if (setter instanceof Func) {
        vm.call(setter, object, name, value);
        return;
      }
      object.attrs.set(name, value);
      if (object.cls.fromLibrary) vm.options.libraries.attributeSet(vm, object, name, value);
      return;
    }
    case 'class':
      object.members.set(name, value);
      return;
    case 'module':
      object.vars.set(name, value);
      return;
    case 'function':
      object.attrs.set(name, value);
      return;
    case 'tensor':
      object.attrs ??= new Map();
      object.attrs.set(name, value);
      if (name === 'requires_grad' && typeof value === 'boolean') setTraining(vm, object, value);
      return;
    default:
  }
}
