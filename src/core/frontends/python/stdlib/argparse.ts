import { method } from '../core/signature.js';
import { type Builtin, Class, Dict, Instance, itemsOf, List, Tuple, type Value } from '../core/values.js';
import { PyRaise, type Vm } from '../core/vm.js';
import type { Names } from './names.js';

/** What a program was started with; an argument that is not declared may still be there. */
const namespaceClass = new Class('Namespace', []);
namespaceClass.open = true;

const parserClass = new Class('ArgumentParser', []);
parserClass.open = true;

const declared = (parser: Instance): Map<string, Value> => {
  parser.data ??= new Map<string, Value>();
  return parser.data as Map<string, Value>;
};

/** The name under which the value is found: `--img-size` is `img_size`. */
function destination(names: readonly string[], given: Value | undefined): string | undefined {
  if (typeof given === 'string') return given;
  const long = names.find(name => name.startsWith('--')) ?? names[0];
  return long?.replace(/^-+/, '').replaceAll('-', '_');
}

/** What an argument is where the program is started without it. */
function usual(vm: Vm, name: string, isOption: boolean, options: Dict): Value {
  const action = options.get('action');
  const given = options.get('default');
  if (given === undefined) {
    if (action === 'store_true') return false;
    if (action === 'store_false') return true;
    return isOption && options.get('required') !== true ? null : vm.unknown(name);
  }
  const type = options.get('type');
  if (typeof given !== 'string' || type === undefined || type === null) return given;
  try {
    return vm.call(type, given);
  } catch (thrown) {
    if (thrown instanceof PyRaise) return vm.unknown(name);
    throw thrown;
  }
}

const add = method('add_argument(self, *names, **options)', (vm, a) => {
  const names = (itemsOf(a.names) ?? []).filter(name => typeof name === 'string');
  const options = a.options instanceof Dict ? a.options : new Dict();
  const name = destination(names, options.get('dest'));
  if (a.self instanceof Instance && name !== undefined)
    declared(a.self).set(name, usual(vm, name, names[0]!.startsWith('-'), options));
  return null;
});

function parsed(parser: Value | undefined): Instance {
  const space = new Instance(namespaceClass);
  if (parser instanceof Instance) for (const [name, value] of declared(parser)) space.attrs.set(name, value);
  return space;
}

const members: readonly Builtin[] = [
  method('__init__(self, *args, **kwargs)', () => null),
  add,
  ...['add_argument_group', 'add_mutually_exclusive_group'].map(name =>
    method(`${name}(self, *args, **kwargs)`, (_, a) => a.self ?? null),
  ),
  method('set_defaults(self, **values)', (_, a) => {
    if (a.self instanceof Instance && a.values instanceof Dict)
      for (const { key, value } of a.values.map.values()) declared(a.self).set(String(key), value);
    return null;
  }),
  method('parse_args(self, *args, **kwargs)', (_, a) => parsed(a.self)),
  method('parse_known_args(self, *args, **kwargs)', (_, a) => new Tuple([parsed(a.self), new List([])])),
];
for (const member of members) parserClass.members.set(member.name, member);

/** `argparse`: a program that is read was started without arguments, so each has its default. */
export const argparse: Names = { ArgumentParser: parserClass, Namespace: namespaceClass };
