import { Builtin, Class, Func, type Value } from '../core/values.js';

export type Names = Readonly<Record<string, Value>>;

/** A decorator that changes nothing, with or without arguments of its own. */
export const passing = (name: string): Builtin =>
  new Builtin(name, (_, { pos: [f] }) =>
    f instanceof Func || f instanceof Class ? f : new Builtin(name, (__, { pos: [g = null] }) => g),
  );

export const nothing = (...names: string[]): Names =>
  Object.fromEntries(names.map(name => [name, new Builtin(name, () => null)]));
