import type { Body, Expression, Parameter } from '../syntax/index.js';
import { EnoughSeen } from './applications.js';
import { evaluate } from './evaluate.js';
import { executeBody, Returned } from './execute.js';
import {
  type Args,
  type Builtin,
  Class,
  Dict,
  type Func,
  Instance,
  Iter,
  isUnknown,
  Method,
  Scope,
  Tuple,
  Unknown,
  type Value,
} from './values.js';
import { LimitReached, PyRaise, type Vm } from './vm.js';

export const noArguments: Args = { pos: [], kw: new Map() };

/** Calls anything. */
export function callValue(vm: Vm, callee: Value, args: Args): Value {
  vm.step();
  if (callee === null || typeof callee !== 'object') throw vm.error('TypeError', 'object is not callable');
  switch (callee.kind) {
    case 'function':
      return callFunction(vm, callee, args);
    case 'method':
      return callValue(vm, callee.func, { ...args, pos: [callee.self, ...args.pos] });
    case 'builtin':
      return callBuiltin(vm, callee, args);
    case 'class':
      return instantiate(vm, callee, args);
    case 'instance': {
      const call = callee.cls.find('__call__');
      if (call === undefined) return vm.options.libraries.unknownCall(vm, callee, args);
      return callValue(vm, call, { ...args, pos: [callee, ...args.pos] });
    }
    case 'descriptor':
      return callValue(vm, callee.func, args);
    default:
      return vm.options.libraries.unknownCall(vm, callee, args);
  }
}

/** A fault of ours in a library's model makes its result unknown, no more. */
function callBuiltin(vm: Vm, callee: Builtin, args: Args): Value {
  try {
    return callee.call(vm, args);
  } catch (thrown) {
    if (
      thrown instanceof PyRaise ||
      thrown instanceof LimitReached ||
      thrown instanceof EnoughSeen ||
      thrown instanceof RangeError
    )
      throw thrown;
    vm.faults.push(thrown);
    return vm.options.libraries.unknownCall(vm, new Unknown(callee.name), args);
  }
}

/** Makes an instance: `__new__`, then `__init__`. */
export function instantiate(vm: Vm, cls: Class, args: Args): Value {
  if (cls.isEnum) return enumMember(vm, cls, args);
  const make = cls.find('__new__');
  const made =
    make === undefined ? new Instance(cls) : callValue(vm, make, { ...args, pos: [cls, ...args.pos] });
  if (!(made instanceof Instance) || !made.cls.isA(cls)) return made;
  made.made ??= vm.place();
  const init = cls.find('__init__');
  if (init !== undefined) callValue(vm, init, { ...args, pos: [made, ...args.pos] });
  else if (cls.open && make === undefined) return made;
  else if (cls.mro.some(c => c.name === 'BaseException')) made.attrs.set('args', new Tuple(args.pos));
  return made;
}

/** `Color('red')` finds the member with that value. */
function enumMember(vm: Vm, cls: Class, { pos: [wanted = null] }: Args): Value {
  if (wanted instanceof Instance && wanted.cls === cls) return wanted;
  for (const member of cls.members.values()) {
    if (member instanceof Instance && member.cls === cls && member.attrs.get('value') === wanted)
      return member;
  }
  if (isUnknown(wanted)) return vm.unknown(cls.name);
  throw vm.error('ValueError', `not a valid ${cls.name}`);
}

const isBody = (body: Body | Expression): body is Body => Array.isArray(body);

export function callFunction(vm: Vm, func: Func, args: Args): Value {
  const scope = new Scope(func.scope.module, func.scope, 'function', bindParameters(vm, func, args));
  const { body, isGenerator } = func.code;
  const yields: Value[] | undefined = isGenerator ? [] : undefined;
  const leave = vm.recorder.enterFunction(vm, func);
  try {
    return vm.enter(scope, func.scope.module.uri, func.at, yields, () => {
      if (func.owner) {
        scope.vars.set('__class__', func.owner);
      }
      if (!isBody(body)) return evaluate(vm, scope, body);
      const done = executeBody(vm, scope, body);
      if (yields) return new Iter(yields[Symbol.iterator]());
      return done instanceof Returned ? done.value : null;
    });
  } finally {
    leave?.();
  }
}

/** Puts arguments to parameters as Python does. */
export function bindParameters(vm: Vm, func: Func, args: Args): Map<string, Value> {
  const vars = new Map<string, Value>();
  const kw = args.kw.size > 0 ? new Map(args.kw) : undefined;
  let at = 0;
  for (const { kind, name } of func.params) {
    if (kind === 'varArgs') {
      vars.set(name, new Tuple(args.pos.slice(at)));
      at = args.pos.length;
    } else if (kind === 'kwArgs') {
      const rest = Dict.of(kw ?? []);
      rest.open = args.open === true;
      vars.set(name, rest);
      kw?.clear();
    } else if (kind !== 'keywordOnly' && at < args.pos.length) vars.set(name, args.pos[at++]!);
    else if (kw?.has(name)) {
      vars.set(name, kw.get(name)!);
      kw.delete(name);
    } else {
      const usual = args.open ? vm.unknown(name) : func.default(name);
      if (usual !== undefined) vars.set(name, usual);
      else throw vm.error('TypeError', `${func.name}() missing argument: '${name}'`);
    }
  }
  if (!args.open && (at < args.pos.length || (kw && kw.size > 0))) {
    const extra = kw && kw.size > 0 ? `an unexpected argument '${[...kw.keys()][0]}'` : 'too many arguments';
    throw vm.error('TypeError', `${func.name}() got ${extra}`);
  }
  return vars;
}

/** Whether a function takes an argument of this name. */
export const accepts = (params: readonly Parameter[], name: string): boolean =>
  params.some(p => p.name === name || p.kind === 'kwArgs');

/** The function behind a bound method or a decorated one; undefined for what is not written in Python. */
export function functionOf(value: Value | undefined): Func | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return undefined;
  if (value.kind === 'function') return value;
  if (value instanceof Method) return functionOf(value.func);
  if (value instanceof Class) return functionOf(value.find('__init__'));
  return value.kind === 'descriptor' ? functionOf(value.func) : undefined;
}
