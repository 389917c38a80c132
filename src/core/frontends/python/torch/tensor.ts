import {
  Builtin,
  Float,
  isTensor,
  itemsOf,
  List,
  numberOf,
  sizeValue,
  type Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf, count, shapeTuple } from '../graph/sizes.js';
import { constant } from './arithmetic.js';
import { windows } from './cutting.js';
import { functionals } from './functional.js';
import { torchFunctions } from './functions.js';
import { tensorItem } from './indexing.js';
import { permute, reshapingFunctions } from './reshaping.js';

/** All functions by name; a tensor's methods are the functions that take it first. */
export const allFunctions: ReadonlyMap<string, Builtin> = new Map(
  [...functionals, ...torchFunctions, ...reshapingFunctions].map(f => [f.name, f]),
);

const size = (vm: Vm, tensor: Tensor, dim: Value | undefined): Value => {
  if (tensor.shape === null) return vm.unknown('a size');
  if (dim === undefined || dim === null) return shapeTuple(tensor.shape)!;
  const axis = axisOf(dim, tensor.shape.length);
  return axis === undefined ? vm.unknown('a size') : sizeValue(tensor.shape[axis]!);
};

/** Known numbers as Python has them. */
export function listOf(tensor: Tensor): Value | undefined {
  const { data, shape } = tensor;
  if (!data || shape === null) return undefined;
  const wrap = (n: number): Value => (tensor.whole ? n : new Float(n));
  if (shape.length === 0) return wrap(data[0]!);
  if (shape.length === 1) return new List(data.map(wrap));
  return undefined;
}

type Get = (vm: Vm, tensor: Tensor) => Value;

const call =
  (
    name: string,
    run: (vm: Vm, tensor: Tensor, pos: readonly Value[], kw: ReadonlyMap<string, Value>) => Value,
  ): Get =>
  (_, tensor) =>
    new Builtin(name, (vm, { pos, kw }) => run(vm, tensor, pos, kw));

const attributes: Readonly<Record<string, Get>> = {
  shape: (vm, t) => shapeTuple(t.shape) ?? vm.unknown('a shape'),
  size: call('size', (vm, t, pos, kw) => size(vm, t, pos[0] ?? kw.get('dim'))),
  ndim: (vm, t) => t.shape?.length ?? vm.unknown('a rank'),
  dim: call('dim', (vm, t) => t.shape?.length ?? vm.unknown('a rank')),
  ndimension: call('ndimension', (vm, t) => t.shape?.length ?? vm.unknown('a rank')),
  numel: call('numel', (vm, t) => count(t.shape) ?? vm.unknown('a size')),
  nelement: call('nelement', (vm, t) => count(t.shape) ?? vm.unknown('a size')),
  data: (_, t) => t,
  grad: () => null,
  T: (vm, t) =>
    t.shape
      ? permute(
          vm,
          t,
          t.shape.map((_, i, all) => all.length - 1 - i),
          'T',
        )
      : t,
  mT: (vm, t) => vm.call(allFunctions.get('transpose')!, t, -1, -2),
  requires_grad: () => true,
  dtype: vm => vm.unknown('torch.dtype'),
  device: vm => vm.unknown('torch.device'),
  is_cuda: () => false,
  is_quantized: () => false,
  item: call('item', (vm, t) => {
    const n = numberOf(t);
    return n === undefined ? vm.unknown('item()') : t.whole ? n : new Float(n);
  }),
  tolist: call('tolist', (vm, t) => listOf(t) ?? vm.unknown('tolist()')),
  numpy: call('numpy', (_, t) => t),
  __getitem__: call('__getitem__', (vm, t, [index = null]) => tensorItem(vm, t, index)),
  astype: call('astype', (_, t, [type]) =>
    t.data && typeof type === 'object' && type !== null && 'name' in type && /int/.test(String(type.name))
      ? constant(t.data.map(Math.trunc), t.shape as number[], true, t.framework)
      : t,
  ),
  register_hook: call('register_hook', () => null),
  backward: call('backward', () => null),
  unfold: call('unfold', (vm, t, [dim, size, step], kw) =>
    windows(vm, t, dim ?? kw.get('dimension'), size ?? kw.get('size'), step ?? kw.get('step')),
  ),
  stride: call('stride', vm => vm.unknown('a stride')),
};

/** Undefined for what a tensor has not, or is not modelled. */
export function tensorAttribute(vm: Vm, tensor: Tensor, name: string): Value | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name]!(vm, tensor);
  const inPlace = name.endsWith('_') && !name.startsWith('_') && !allFunctions.has(name);
  const found = allFunctions.get(inPlace ? name.slice(0, -1) : name);
  if (found)
    return new Builtin(name, (inner, args) => inner.callWith(found, { ...args, pos: [tensor, ...args.pos] }));
  if (inPlace) return new Builtin(name, () => tensor);
  return undefined;
}

export { isTensor, itemsOf, Tuple };
