import { type Bound, bind, type Signature } from './signature.js';
import { type Args, Builtin, Class, Instance, type List, Tuple, type Value } from './values.js';
import type { Vm } from './vm.js';

/** A field's usual value: `field(default=…)` or `field(default_factory=…)`. */
export class FieldDefault {
  constructor(
    readonly value: Value | undefined,
    readonly factory: Value | undefined,
  ) {}
}

/** Gives a dataclass or a namedtuple its constructor. */
export function signatureOfFields(
  vm: Vm,
  cls: Class,
  own: readonly string[],
  type: 'dataclass' | 'namedtuple',
): void {
  const inherited = cls.bases.flatMap(base => base.fields ?? []);
  const fields = [...new Set([...inherited, ...own])];
  cls.fields = fields;
  const usual = (name: string): Value | undefined => {
    const value = cls.find(name);
    if (!(value instanceof Instance) || !(value.data instanceof FieldDefault)) return value;
    const { value: plain, factory } = value.data;
    return factory === undefined ? plain : vm.call(factory);
  };
  const signature = (): Signature => ({
    name: cls.name,
    parameters: fields.map(name => {
      const value = usual(name);
      return { name, stars: 0, ...(value === undefined ? {} : { default: value }) };
    }),
  });
  const fieldsFrom = (inner: Vm, { pos, kw, open }: Args): Bound => {
    const { bound, surplus } = bind(signature(), { pos: pos.slice(1), kw });
    if (surplus === undefined || open || cls.open) return bound;
    throw inner.error('TypeError', `${cls.name}() got an unexpected argument`);
  };
  if (type === 'namedtuple') {
    cls.members.set(
      '__new__',
      new Builtin('__new__', (inner, args) => {
        const bound = fieldsFrom(inner, args);
        return new Tuple(
          fields.map(name => bound[name] ?? null),
          fields,
          cls,
        );
      }),
    );
    return;
  }
  if (cls.members.has('__init__')) return;
  cls.members.set(
    '__init__',
    new Builtin(
      '__init__',
      (inner, args) => {
        const self = args.pos[0];
        if (!(self instanceof Instance)) return null;
        const bound = fieldsFrom(inner, args);
        for (const name of fields)
          inner.set(self, name, Object.hasOwn(bound, name) ? bound[name]! : inner.unknown(name));
        const after = self.cls.find('__post_init__');
        if (after !== undefined) inner.call(after, self);
        return null;
      },
      true,
    ),
  );
}

/** `collections.namedtuple('Point', 'x y')`. */
export function namedTuple(
  vm: Vm,
  name: string,
  fields: readonly string[],
  defaults: List | Tuple | undefined,
): Class {
  const cls = new Class(name, []);
  const values = defaults?.items ?? [];
  fields.slice(fields.length - values.length).forEach((field, i) => {
    cls.members.set(field, values[i]!);
  });
  signatureOfFields(vm, cls, fields, 'namedtuple');
  return cls;
}
