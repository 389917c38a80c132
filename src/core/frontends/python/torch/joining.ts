import { formatShape, type Size } from '../../../graph.js';
import { fn } from '../core/signature.js';
import { type Builtin, isTensor, isUnknown, itemsOf, List, type Tensor, type Value } from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { axisOf } from '../graph/sizes.js';
import { constant } from './arithmetic.js';

const tensorsOf = (vm: Vm, value: Value | undefined): readonly Tensor[] | undefined => {
  const items =
    itemsOf(value) ??
    (value === undefined || value === null || isUnknown(value) || isTensor(value)
      ? undefined
      : vm.list(value));
  return items?.every(isTensor) && items.length > 0 ? items : undefined;
};

function lost(vm: Vm, name: string, value: Value | undefined): Value {
  const inputs = (itemsOf(value) ?? (value instanceof List ? value.items : [])).filter(isTensor);
  return vm.options.libraries.unknownCall(vm, vm.unknown(`torch.${name}`), { pos: inputs, kw: new Map() });
}

/** Tensors laid side by side. */
export function concat(vm: Vm, tensors: readonly Tensor[], dim: Value | undefined): Value {
  const [first] = tensors as [Tensor];
  const { framework } = first;
  const ranked = tensors.find(t => t.shape !== null);
  if (!ranked?.shape) return vm.recorder.operation(vm, 'concat', tensors, null, framework);
  const rank = ranked.shape.length;
  const axis = axisOf(dim, rank);
  if (axis === undefined) return vm.recorder.operation(vm, 'concat', tensors, null, framework);
  if (tensors.length === 1) return first;
  const data = tensors.every(t => t.data && rank === 1) ? tensors.flatMap(t => t.data!) : undefined;
  if (data)
    return constant(
      data,
      [data.length],
      tensors.every(t => t.whole),
      framework,
    );
  const sum = tensors.reduce<Size>(
    (n, t) => (n === null || t.shape?.[axis] == null ? null : n + t.shape[axis]!),
    0,
  );
  const shape = ranked.shape.map((s, i) =>
    i === axis ? sum : (s ?? tensors.find(t => t.shape?.[i] != null)?.shape?.[i] ?? null),
  );
  const clash = tensors.find(
    t =>
      t.shape !== null &&
      (t.shape.length !== rank ||
        t.shape.some((s, i) => i !== axis && s !== null && shape[i] !== null && s !== shape[i])),
  );
  const made = tensors.every(t => t.node !== undefined);
  if (axis > 0 && made && tensors.every(t => t.shape === null || t.shape[0] === shape[0]))
    return vm.recorder.emit(
      vm,
      'concat',
      clash ? { axis, after: common(tensors, shape, axis) } : { axis },
      tensors,
      framework,
      {
        shape: clash && clash.shape?.length === rank ? [shape[0]!, ...common(tensors, shape, axis)] : shape,
      },
    );
  const result = vm.recorder.operation(vm, 'concat', tensors, shape, framework);
  if (clash)
    vm.report(
      'wrong-value',
      'error',
      `the sizes do not match at the concatenation: ${tensors.map(t => formatShape(t.shape)).join(', ')}`,
      undefined,
      { of: result, from: tensors },
    );
  return result;
}

/** After a mismatch: the sizes that all have, without the batch. */
const common = (tensors: readonly Tensor[], shape: readonly Size[], axis: number): Size[] =>
  shape.map((s, i) => (i === axis || tensors.every(t => t.shape?.[i] === s) ? s : null)).slice(1);

function stack(vm: Vm, tensors: readonly Tensor[], dim: Value | undefined): Value {
  const shape = tensors.find(t => t.shape !== null)?.shape;
  const axis = shape ? axisOf(dim, shape.length + 1) : undefined;
  const data = tensors.every(t => t.data?.length === 1 && t.shape?.length === 0)
    ? tensors.map(t => t.data![0]!)
    : undefined;
  if (data)
    return constant(
      data,
      [data.length],
      tensors.every(t => t.whole),
      tensors[0]!.framework,
    );
  return vm.recorder.operation(
    vm,
    'stack',
    tensors,
    shape && axis !== undefined ? [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)] : null,
    tensors[0]!.framework,
  );
}

/** Tensors put together. */
export const joins: readonly Builtin[] = [
  ...['cat', 'concat', 'concatenate'].map(name =>
    fn(`${name}(tensors, dim=0)`, (vm, a) => {
      const tensors = tensorsOf(vm, a.tensors);
      return tensors ? concat(vm, tensors, a.dim) : lost(vm, name, a.tensors);
    }),
  ),
  fn('stack(tensors, dim=0)', (vm, a) => {
    const tensors = tensorsOf(vm, a.tensors);
    return tensors ? stack(vm, tensors, a.dim) : lost(vm, 'stack', a.tensors);
  }),
];
