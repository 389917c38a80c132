import { type Args, Builtin, Dict, Float, Instance, Tuple, type Value } from './values.js';
import type { Vm } from './vm.js';

interface Parameter {
  readonly name: string;
  readonly default?: Value;
  readonly stars: 0 | 1 | 2;
}

/** Arguments by parameter name. */
export type Bound = Readonly<Record<string, Value>>;

export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** Reads `conv2d(input, weight, bias=None, stride=1, *args, **kwargs)`. */
export function signature(text: string): Signature {
  const open = text.indexOf('(');
  const inside = text.slice(open + 1, text.lastIndexOf(')')).trim();
  const parts = inside === '' ? [] : inside.split(/\s*,\s*(?![^(]*\))/);
  const parameters = parts.flatMap((part): Parameter[] => {
    const stars = part.startsWith('**') ? 2 : part.startsWith('*') ? 1 : 0;
    const [name = '', usual] = part.slice(stars).split('=');
    if (name === '') return [];
    return [{ name, stars, ...(usual === undefined ? {} : { default: literal(usual) }) }];
  });
  return { name: text.slice(0, open), parameters };
}

function literal(text: string): Value {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (text === '()') return new Tuple([]);
  if (text.startsWith("'")) return text.slice(1, -1);
  const value = Number(text);
  return /[.e]/.test(text) ? new Float(value) : value;
}

/** The names that NumPy, TensorFlow and older versions have for the same. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  dim: ['axis'],
  keepdim: ['keepdims'],
  keepdims: ['keep_dims'],
  input: ['x', 'self'],
  x: [
    'input',
    'inputs',
    'tensor',
    'input_tensor',
    'a',
    'value',
    'features',
    'logits',
    'image',
    'images',
    'xs',
  ],
  y: ['b'],
  other: ['exponent', 'mat2', 'vec', 'tensor', 'divisor'],
  mat1: ['batch1'],
  mat2: ['batch2'],
  axes: ['perm'],
  axis: ['reduction_indices'],
  shape: ['newshape', 'size'],
  sizes: ['size', 'repeats', 'dims'],
  multiples: ['repeats'],
  repeats: ['rep'],
  paddings: ['pad_width'],
  num_or_size_splits: ['indices_or_sections'],
  chunks: ['sections'],
  tensors: ['arrays', 'inputs'],
  values: ['tensors', 'xs', 'arrays', 'inputs'],
  end: ['limit', 'stop'],
  step: ['delta'],
  steps: ['num'],
  data: ['object', 'value'],
};

/** Arguments that many library functions take, and that say nothing of shapes. */
const idle: ReadonlySet<string> = new Set([
  'name',
  'dtype',
  'device',
  'layout',
  'out',
  'requires_grad',
  'pin_memory',
  'memory_format',
  'non_blocking',
  'generator',
  'seed',
  'inplace',
  'training',
  'trainable',
]);

export interface Binding {
  /** A parameter without default that is not given is left out. */
  readonly bound: Bound;
  /** An argument for which there is no parameter: `out_size=`, or `…` for one without a name. */
  readonly surplus: string | undefined;
}

/** Arguments by the names of their parameters. */
export function bind({ parameters }: Signature, { pos, kw }: Args): Binding {
  const bound: Record<string, Value> = {};
  const left = new Map(kw);
  let at = 0;
  let isOver = false;
  const take = (name: string): Value | undefined => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  for (const { name, stars, default: usual } of parameters) {
    if (stars === 2) {
      bound[name] = Dict.of(left);
      left.clear();
      continue;
    }
    const given =
      left.size === 0
        ? undefined
        : left.has(name)
          ? name
          : at < pos.length && !isOver
            ? undefined
            : otherNames[name]?.find(other => left.has(other));
    if (given !== undefined) bound[name] = stars === 1 ? new Tuple([take(given)!]) : take(given)!;
    else if (stars === 1) {
      bound[name] = new Tuple(pos.slice(at));
      at = pos.length;
    } else if (at < pos.length && !isOver) bound[name] = pos[at++]!;
    else if (usual !== undefined) bound[name] = usual;
    isOver ||= stars === 1;
  }
  const strange = left.size === 0 ? undefined : [...left.keys()].find(name => !idle.has(name));
  return { bound, surplus: strange === undefined ? (at < pos.length ? '…' : undefined) : `${strange}=` };
}

/** What a call with an argument that is not modelled is called. */
export const unmodelled = (name: string, surplus: string): string =>
  surplus === '…' ? `${name}(…)` : `${name}(${surplus}…)`;

/** A library function from its signature; with an argument that is not in it, what it gives is not known. */
export function fn(text: string, call: (vm: Vm, args: Bound) => Value, method = false): Builtin {
  const sig = signature(text);
  return new Builtin(
    sig.name,
    (vm, args) => {
      // More arguments than are known may change anything.
      if (args.open && !method) return vm.options.libraries.unknownCall(vm, vm.unknown(sig.name), args);
      const { bound, surplus } = bind(sig, args);
      if (surplus === undefined) return call(vm, bound);
      const { self } = bound;
      if (sig.name !== '__init__' || !(self instanceof Instance))
        return vm.options.libraries.unknownCall(vm, vm.unknown(unmodelled(sig.name, surplus)), args);
      const hidden = vm.unknown(unmodelled(self.cls.name, surplus));
      return call(vm, { ...Object.fromEntries(Object.keys(bound).map(name => [name, hidden])), self });
    },
    method,
  );
}

/** A method of a library class: its first parameter is `self`. */
export const method = (text: string, call: (vm: Vm, args: Bound) => Value): Builtin => fn(text, call, true);

/** Library functions by name. */
export const table = (...functions: readonly Builtin[]): Map<string, Value> =>
  new Map(functions.map(f => [f.name, f]));
