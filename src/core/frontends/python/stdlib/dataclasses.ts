import { FieldDefault, signatureOfFields } from '../core/records.js';
import { fn } from '../core/signature.js';
import { Builtin, Class, Dict, Instance, itemsOf, Tuple, type Value } from '../core/values.js';
import { copied } from './copy.js';
import type { Names } from './names.js';

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

export const dataclasses: Names = {
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
