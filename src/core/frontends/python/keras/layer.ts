import type { Shape, Size } from '../../../graph.js';
import { accepts, callValue } from '../core/calls.js';
import { method } from '../core/signature.js';
import {
  type Args,
  Builtin,
  Class,
  Dict,
  Func,
  Instance,
  isTensor,
  itemsOf,
  List,
  Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { hasOpenSizes, kerasShape, sizesOf } from '../graph/sizes.js';
import { wander } from '../torch/wander.js';

/** `keras.layers.Layer`: what every layer and model is made of. */
export const layerClass = new Class('Layer', []);
layerClass.library = true;

export const isLayer = (value: Value | undefined): value is Instance =>
  value instanceof Instance && value.cls.isA(layerClass);

/** Layers whose `build` has run. */
const built = new WeakSet<Instance>();

export const nameOf = (layer: Instance): string | undefined => {
  const name = layer.attrs.get('name') ?? layer.attrs.get('_name');
  return typeof name === 'string' ? name : undefined;
};

/** A trained tensor. */
export function weight(shape: Shape, trainable = true): Tensor {
  const tensor = new Tensor(shape, 'keras');
  tensor.parameter = { trainable };
  return tensor;
}

/** The shape of one tensor, or a list of shapes. */
function shapeOf(vm: Vm, input: Value): Value {
  if (isTensor(input))
    return input.shape === null ? vm.unknown('a shape') : kerasShape(input.shape, hasOpenSizes(input));
  const items = itemsOf(input);
  return items ? new List(items.map(item => shapeOf(vm, item))) : vm.unknown('a shape');
}

/** Applies a layer: `build` the first time, then `call`. */
export function callLayer(vm: Vm, layer: Instance, args: Args): Value {
  const call = layer.cls.find('call');
  if (!(call instanceof Func)) {
    if (call === undefined || call === layerClass.members.get('call'))
      return vm.options.libraries.unknownCall(vm, layer, args);
    return callValue(vm, call, { ...args, pos: [layer, ...args.pos] });
  }
  if (!vm.recorder.insideModule) vm.applications.called(layer, args.pos);
  if (!vm.recorder.paths.has(layer)) wander(vm.recorder.paths, layer);
  const name = nameOf(layer);
  const leave = vm.recorder.enter(vm, name ? [name] : vm.recorder.pathTo(layer), layer.cls.name, layer);
  try {
    const build = layer.cls.find('build');
    const input = args.pos[0] ?? args.kw.get('inputs') ?? null;
    if (!built.has(layer) && build instanceof Func)
      callValue(vm, build, { pos: [layer, shapeOf(vm, input)], kw: new Map() });
    built.add(layer);
    const kw = new Map([...args.kw].filter(([key]) => accepts(call.params, key)));
    return callValue(vm, call, { ...args, pos: [layer, ...args.pos], kw });
  } finally {
    leave();
  }
}

const addWeight = (_: Vm, { pos, kw }: Args): Value => {
  const given = kw.get('shape') ?? pos.slice(1).find(v => itemsOf(v) !== undefined || typeof v === 'number');
  const shape: readonly Size[] | null = given === undefined ? [] : (sizesOf(given) ?? null);
  return weight(shape, kw.get('trainable') !== false);
};

const inert = [
  'build',
  'add_loss',
  'add_metric',
  'set_weights',
  'load_weights',
  'compute_mask',
  'add_update',
];

const members: readonly Builtin[] = [
  method('__init__(self, *args, **kwargs)', (_, a) => {
    const me = a.self as Instance;
    const name = a.kwargs instanceof Dict ? a.kwargs.get('name') : undefined;
    if (typeof name === 'string') me.attrs.set('name', name);
    if (!me.attrs.has('trainable')) me.attrs.set('trainable', true);
    return null;
  }),
  new Builtin(
    '__call__',
    (vm, { pos: [me, ...pos], kw, open }) => callLayer(vm, me as Instance, { pos, kw, open: open === true }),
    true,
  ),
  new Builtin(
    'call',
    (vm, { pos: [me = null, ...pos], kw }) => vm.options.libraries.unknownCall(vm, me, { pos, kw }),
    true,
  ),
  new Builtin('add_weight', addWeight, true),
  new Builtin('add_variable', addWeight, true),
  ...inert.map(name => new Builtin(name, () => null, true)),
  method('get_config(self)', () => new Dict()),
  method('get_weights(self)', () => new List([])),
];
for (const member of members) layerClass.members.set(member.name, member);
layerClass.members.set('dtype', 'float32');
layerClass.members.set('compute_dtype', 'float32');
layerClass.members.set('built', false);
