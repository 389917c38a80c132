import { type Arguments, perAxis, type TorchClass, torchClasses } from '../../../dialects/torch.js';
import type { layers } from '../../../layers/index.js';
import { bind, type Signature, signature, unmodelled } from '../core/signature.js';
import {
  Builtin,
  Class,
  Float,
  Instance,
  isTensor,
  isUnknown,
  itemsOf,
  List,
  Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { requiredBy } from '../graph/recorder.js';
import { unknownPart } from '../unknowns.js';
import { moduleClass } from './module.js';
import { plain } from './plain.js';

/** A trained tensor. */
export function weight(shape: readonly (number | null)[] | null, trainable = true): Tensor {
  const tensor = new Tensor(shape, 'torch');
  tensor.parameter = { trainable };
  return tensor;
}

/** A count of channels that is no whole number: PyTorch refuses it. */
export function checkWhole(vm: Vm, of: string, name: string, value: Value | undefined): Value | undefined {
  const floats = value instanceof Float ? [value] : (itemsOf(value)?.filter(v => v instanceof Float) ?? []);
  if (floats.length === 0) return value;
  const shown = floats[0]!.value;
  const text = Number.isInteger(shown) ? `${shown}.0` : String(shown);
  vm.report(
    'wrong-value',
    'error',
    `${of}: \`${name}\` is ${text}, a float; it must be a whole number (\`//\` or \`int()\` give one)`,
  );
  if (value instanceof Float) return Number.isInteger(shown) ? shown : Math.trunc(shown);
  return new Tuple(itemsOf(value)!.map(v => (v instanceof Float ? Math.trunc(v.value) : v)));
}

/** Steps that a layer costs, so that a program that makes layers without end stops early. */
export const layerCost = 20;

/** PyTorch refuses groups that do not divide both numbers of channels when the layer is made. */
function checkGroups(vm: Vm, name: string, a: Readonly<Record<string, Value>>): boolean {
  for (const field of ['in_channels', 'out_channels']) {
    const channels = a[field];
    if (typeof channels !== 'number' || channels % Number(a.groups) === 0) continue;
    const message = `nn.${name}: \`${field}\` is ${channels}, which cannot be split into ${a.groups} groups`;
    vm.report('wrong-value', 'error', message);
    return false;
  }
  return true;
}

function construct(
  vm: Vm,
  name: string,
  type: TorchClass,
  sig: Signature,
  me: Instance,
  args: Parameters<typeof bind>[1],
): void {
  vm.step(layerCost);
  const { bound: given, surplus } = bind(sig, args);
  const bound: Record<string, Value> = { ...given };
  for (const field of type.whole ?? []) {
    const checked = checkWhole(vm, `nn.${name}`, field, bound[field]);
    if (checked !== undefined) bound[field] = checked;
  }
  if (typeof bound.groups === 'number' && !checkGroups(vm, name, bound)) bound.groups = 1;
  for (const [i, { name: field }] of sig.parameters.entries()) {
    const isHidden = args.open === true && i >= args.pos.length && !args.kw.has(field);
    const value =
      surplus !== undefined
        ? vm.unknown(unmodelled(name, surplus))
        : Object.hasOwn(bound, field) && !isHidden
          ? bound[field]!
          : vm.unknown(field);
    const axes = type.perAxis?.includes(field) ? type.axes : undefined;
    const list = axes === undefined ? undefined : perAxis(plain(value), axes);
    me.attrs.set(
      field,
      Array.isArray(list) && list.every(n => typeof n === 'number') ? new Tuple(list) : value,
    );
  }
  if (!type.weights) return;
  const shapes = type.weights(argumentsOf(sig, me));
  for (const [field, shape] of Object.entries(shapes)) me.attrs.set(field, shape ? weight(shape) : null);
}

/** The arguments that an instance was made with, as its attributes have them now. */
function argumentsOf({ parameters }: Signature, me: Instance): Arguments {
  const result: Record<string, unknown> = {};
  for (const { name } of parameters) {
    const value = me.attrs.get(name);
    const isBias = name === 'bias' && (value === null || isTensor(value));
    result[name] = isBias ? value !== null : plain(value);
  }
  return result;
}

/** Whether all that a layer needs is known. */
export const isComplete = (
  layer: keyof typeof layers,
  parameters: Readonly<Record<string, unknown>>,
): boolean =>
  requiredBy(layer).every(name => {
    const value = parameters[name];
    return value !== undefined && value !== null && !hasHole(value);
  });

const hasHole = (value: unknown): boolean =>
  Array.isArray(value) && value.some(v => v === undefined || v === null || hasHole(v));

/** Applies a layer of ours to a tensor. */
export function applyLayer(
  vm: Vm,
  name: string,
  layer: TorchClass['layer'],
  parameters: Readonly<Record<string, unknown>>,
  input: Value | undefined,
  module?: Instance,
): Value {
  if (!isTensor(input))
    return vm.options.libraries.unknownCall(vm, vm.unknown(name), {
      pos: input === undefined ? [] : [input],
      kw: new Map(),
    });
  // A dropout of maps is a plain one where there are none.
  if (layer === 'spatialDropout' && input.shape !== null && input.shape.length < 3)
    return applyLayer(vm, name, 'dropout', { rate: parameters.rate }, input, module);
  const sized = fillAdaptive(layer, parameters, input);
  if (!isComplete(layer, sized)) {
    if (input.node === undefined) return new Tensor(null, 'torch');
    const result = vm.recorder.unknown(vm, name, [input], 'torch', module);
    const part = module && unknownPart(module);
    vm.recorder.remark(vm, result, part ?? `\`${name}\` is not known`, part ? module.made?.at : undefined);
    return result;
  }
  return (
    unbatched(vm, layer, sized, input, module) ??
    vm.recorder.emit(vm, layer, sized, [input], 'torch', { module })
  );
}

/** `None` in an adaptive pool's size keeps the input's. */
function fillAdaptive(
  layer: TorchClass['layer'],
  p: Readonly<Record<string, unknown>>,
  input: Tensor,
): Readonly<Record<string, unknown>> {
  if (!layer.startsWith('adaptive') || !Array.isArray(p.size) || !p.size.includes(null)) return p;
  const { size } = p;
  return { ...p, size: size.map((s, i) => s ?? input.shape?.at(i - size.length) ?? undefined) };
}

/** Tensors whose first axis is no batch: what is done is written down as an operation. */
function unbatched(
  vm: Vm,
  layer: TorchClass['layer'],
  p: Readonly<Record<string, unknown>>,
  input: Tensor,
  module?: Instance,
): Value | undefined {
  if (input.shape === null) return undefined;
  if (input.shape.length === 1 && layer === 'dense')
    return vm.recorder.operation(vm, 'linear', [input], [Number(p.units)], 'torch', { module });
  const axes = Array.isArray(p.kernel) ? p.kernel.length : Array.isArray(p.size) ? p.size.length : undefined;
  if (axes === undefined || input.shape.length !== axes + 1) return undefined;
  const whole = new Tensor([1, ...input.shape], 'torch');
  whole.node = input.node;
  const result = vm.recorder.emit(vm, layer, p, [whole], 'torch', { module });
  const squeezed = new Tensor(result.shape?.slice(1) ?? null, 'torch');
  squeezed.node = result.node;
  return squeezed;
}

function makeClass(name: string, type: TorchClass): Class {
  const cls = new Class(name, [moduleClass]);
  cls.library = true;
  const sig = signature(`${name}(${type.signature})`);
  cls.members.set(
    '__init__',
    new Builtin(
      '__init__',
      (vm, { pos: [me, ...pos], kw, open }) => {
        if (me instanceof Instance) construct(vm, name, type, sig, me, { pos, kw, open });
        return null;
      },
      true,
    ),
  );
  cls.members.set(
    'forward',
    new Builtin(
      'forward',
      (vm, { pos: [me, input] }) => {
        if (!(me instanceof Instance)) return vm.unknown(name);
        const parameters = type.parameters(argumentsOf(sig, me));
        const result = applyLayer(vm, me.cls.name, type.layer, parameters, input, me);
        if (type.layer === 'layerNorm') checkNormalized(vm, me, input, result);
        return me.attrs.get('return_indices') === true ? new Tuple([result, vm.unknown('indices')]) : result;
      },
      true,
    ),
  );
  return cls;
}

function checkNormalized(vm: Vm, me: Instance, input: Value | undefined, result: Value): void {
  const wanted = plain(me.attrs.get('normalized_shape'));
  const list = Array.isArray(wanted) ? wanted : [wanted];
  if (!isTensor(input) || !input.shape || !list.every(n => typeof n === 'number')) return;
  const given = input.shape.slice(-list.length);
  if (given.length === list.length && given.every((s, i) => s === null || s === list[i])) return;
  vm.report(
    'wrong-value',
    'error',
    `LayerNorm was made for ${list.join('×')}, but gets ${given.map(s => s ?? '?').join('×')}`,
    undefined,
    isTensor(result) ? { of: result, from: [input] } : {},
  );
}

export const layerClasses: ReadonlyMap<string, Class> = new Map(
  Object.entries(torchClasses).map(([name, type]) => [name, makeClass(name, type)]),
);

export const isOpenList = (value: Value): boolean =>
  isUnknown(value) || (value instanceof List && value.open);
