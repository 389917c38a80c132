import { type Args, Builtin, Dict, Float, Tuple, type Value } from './values.js';
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

/** NumPy's names, which PyTorch takes, too, and TensorFlow's beside those of Keras. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  dim: ['axis'],
  keepdim: ['keepdims'],
  keepdims: ['keep_dims'],
  input: ['x'],
  x: ['input', 'inputs', 'tensor', 'input_tensor', 'a'],
  y: ['b'],
  axes: ['perm'],
  axis: ['reduction_indices'],
  shape: ['newshape'],
  multiples: ['repeats'],
  paddings: ['pad_width'],
  num_or_size_splits: ['indices_or_sections'],
};

/** Arguments by name; undefined where they do not fit. A parameter without default that is not given is left out. */
export function bind({ parameters }: Signature, args: Args): Bound | undefined {
  const bound: Record<string, Value> = {};
  const kw = new Map(args.kw);
  let at = 0;
  for (const { name, stars, default: usual } of parameters) {
    if (stars === 1) {
      bound[name] = new Tuple(args.pos.slice(at));
      at = args.pos.length;
    } else if (stars === 2) {
      bound[name] = Dict.of(kw);
      kw.clear();
    } else if (kw.has(name)) {
      bound[name] = kw.get(name)!;
      kw.delete(name);
    } else if (
      at < args.pos.length &&
      !parameters
        .slice(
          0,
          parameters.findIndex(p => p.name === name),
        )
        .some(p => p.stars === 1)
    ) {
      bound[name] = args.pos[at++]!;
    } else if (otherNames[name]?.some(other => kw.has(other)))
      bound[name] = kw.get(otherNames[name].find(other => kw.has(other))!)!;
    else if (usual !== undefined) bound[name] = usual;
  }
  return bound;
}

/** A library function from its signature. */
export function fn(text: string, call: (vm: Vm, args: Bound) => Value, method = false): Builtin {
  const sig = signature(text);
  return new Builtin(
    sig.name,
    (vm, args) => {
      // More arguments than are known may change anything.
      if (args.open && !method) return vm.options.libraries.unknownCall(vm, vm.unknown(sig.name), args);
      const bound = bind(sig, args);
      return bound ? call(vm, bound) : vm.unknown(sig.name);
    },
    method,
  );
}

/** A method of a library class: its first parameter is `self`. */
export const method = (text: string, call: (vm: Vm, args: Bound) => Value): Builtin => fn(text, call, true);

/** Library functions by name. */
export const table = (...functions: readonly Builtin[]): Map<string, Value> =>
  new Map(functions.map(f => [f.name, f]));
