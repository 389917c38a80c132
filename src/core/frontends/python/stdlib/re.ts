import { Builtin, Class, Instance, List, Tuple, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';

const longest = 200;

/** A pattern of Python's as one of JavaScript's; undefined for one that is not alike in both, or that could take long. */
function compile(pattern: Value | undefined, flags = ''): RegExp | undefined {
  const text = pattern instanceof Instance ? pattern.attrs.get('pattern') : pattern;
  if (typeof text !== 'string' || text.length > longest || /[+*}]\)[+*{]/.test(text)) return undefined;
  try {
    return new RegExp(text.replaceAll('(?P<', '(?<').replaceAll('\\Z', '$'), flags);
  } catch {
    return undefined;
  }
}

const matchClass = new Class('Match', []);

function matched(match: RegExpExecArray | null): Value {
  if (!match) return null;
  const instance = new Instance(matchClass);
  const group = (key: Value | undefined): Value =>
    key === undefined || key === 0
      ? match[0]
      : ((typeof key === 'number' ? match[key] : match.groups?.[String(key)]) ?? null);
  instance.attrs.set(
    'group',
    new Builtin('group', (_, { pos }) => (pos.length > 1 ? new Tuple(pos.map(group)) : group(pos[0]))),
  );
  instance.attrs.set('groups', new Builtin('groups', () => new Tuple(match.slice(1).map(g => g ?? null))));
  return instance;
}

type Use = (vm: Vm, pattern: Value | undefined, args: readonly Value[]) => Value;

const short = (value: Value | undefined): string | undefined =>
  typeof value === 'string' && value.length <= 2000 ? value : undefined;

const uses: Readonly<Record<string, Use>> = {
  match: (vm, p, [text]) => search(vm, p, text, m => m?.index === 0),
  fullmatch: (vm, p, [text]) => search(vm, p, text, m => m?.index === 0 && m[0] === text),
  search: (vm, p, [text]) => search(vm, p, text, () => true),
  split: (vm, p, [text]) => {
    const [re, s] = [compile(p), short(text)];
    return re && s !== undefined ? new List(s.split(re).map(part => part ?? null)) : vm.unknown('re.split()');
  },
  findall: (vm, p, [text]) => {
    const [re, s] = [compile(p, 'g'), short(text)];
    return re && s !== undefined
      ? new List([...s.matchAll(re)].map(m => m[1] ?? m[0]))
      : vm.unknown('re.findall()');
  },
  sub: (vm, p, [by, text]) => {
    const [re, s] = [compile(p, 'g'), short(text)];
    return re && s !== undefined && typeof by === 'string'
      ? s.replace(re, by.replaceAll(/\\(\d)/g, '$$$1'))
      : vm.unknown('re.sub()');
  },
};

function search(
  vm: Vm,
  p: Value | undefined,
  text: Value | undefined,
  keep: (m: RegExpExecArray | null) => boolean,
): Value {
  const [re, s] = [compile(p), short(text)];
  if (!re || s === undefined) return vm.unknown('re.search()');
  const found = re.exec(s);
  return matched(keep(found) ? found : null);
}

const patternClass = new Class('Pattern', []);

export const re: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(
    Object.entries(uses).map(([name, use]) => [
      name,
      new Builtin(name, (vm, { pos: [p, ...rest] }) => use(vm, p, rest)),
    ]),
  ),
  compile: new Builtin('compile', (_, { pos: [pattern = null] }) => {
    const instance = new Instance(patternClass);
    instance.attrs.set('pattern', pattern);
    for (const [name, use] of Object.entries(uses))
      instance.attrs.set(name, new Builtin(name, (vm, { pos }) => use(vm, pattern, pos)));
    return instance;
  }),
};
