import { Class, Float, Instance, isUnknown, Tensor, Tuple, type Value } from '../core/values.js';
import { types } from './types.js';

/** The names of the types of a value that is no instance of a class in Python's text. */
function typeNames(value: Value): readonly string[] {
  if (value === null) return ['NoneType'];
  if (typeof value === 'boolean') return ['bool', 'int', 'Integral', 'Number'];
  if (typeof value === 'number') return ['int', 'Integral', 'Number', 'Real'];
  if (typeof value === 'string') return ['str', 'Sequence', 'Iterable', 'Hashable'];
  if (value instanceof Float) return ['float', 'Number', 'Real'];
  switch (value.kind) {
    case 'list':
      return ['list', 'Sequence', 'Iterable', 'Collection', 'MutableSequence', 'Sized'];
    case 'tuple':
      return ['tuple', 'Sequence', 'Iterable', 'Collection', 'Sized', 'Size'];
    case 'dict':
      return ['dict', 'Mapping', 'Iterable', 'Collection', 'MutableMapping', 'OrderedDict', 'Sized'];
    case 'set':
      return ['set', 'frozenset', 'Iterable', 'Collection', 'Set', 'Sized'];
    case 'function':
    case 'builtin':
    case 'method':
      return ['function', 'FunctionType', 'Callable'];
    case 'class':
      return ['type', 'Callable'];
    case 'iterator':
      return ['Iterator', 'Generator', 'Iterable'];
    case 'range':
      return ['range', 'Sequence', 'Iterable'];
    case 'tensor':
      return value.parameter ? ['Tensor', 'Parameter', 'KerasTensor', 'Variable'] : ['Tensor', 'KerasTensor'];
    case 'module':
      return ['module', 'ModuleType'];
    default:
      return [value.kind];
  }
}

/** `isinstance`; undefined where it cannot be told. */
export function isInstance(value: Value, type: Value): boolean | undefined {
  if (type instanceof Tuple) return anyOf(type.items.map(t => isInstance(value, t)));
  if (isUnknown(value)) return undefined;
  if (isUnknown(type)) {
    const name = type.name.slice(type.name.lastIndexOf('.') + 1);
    const names = typeNames(value);
    if (names.includes(name)) return true;
    // A plain value is of no library's class.
    return value instanceof Instance && value.cls.open
      ? undefined
      : value instanceof Instance || value instanceof Tensor
        ? undefined
        : false;
  }
  if (!(type instanceof Class)) return undefined;
  if (type.name === 'object') return true;
  if (value instanceof Instance) {
    if (value.cls.isA(type)) return true;
    if (type.name === 'Callable') return value.cls.find('__call__') !== undefined;
    return value.cls.open ? undefined : false;
  }
  if (value instanceof Tuple && value.cls) return value.cls === type || type.name === 'tuple';
  const names = typeNames(value);
  return names.includes(type.name);
}

/** `issubclass`. */
export function isSubclass(cls: Value, type: Value): boolean | undefined {
  if (type instanceof Tuple) return anyOf(type.items.map(t => isSubclass(cls, t)));
  if (!(cls instanceof Class) || !(type instanceof Class)) return undefined;
  return cls.isA(type) || type.name === 'object' ? true : cls.open ? undefined : false;
}

const anyOf = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

/** `type(value)`. */
export function typeOf(value: Value): Class | undefined {
  if (value instanceof Instance) return value.cls;
  if (value instanceof Tuple && value.cls) return value.cls;
  if (isUnknown(value)) return undefined;
  const name = typeNames(value)[0]!;
  return types.get(name) ?? nameless(name);
}

const others = new Map<string, Class>();

function nameless(name: string): Class {
  const known = others.get(name) ?? new Class(name, []);
  others.set(name, known);
  return known;
}
