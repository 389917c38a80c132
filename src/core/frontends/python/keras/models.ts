import { method } from '../core/signature.js';
import {
  type Args,
  Builtin,
  Class,
  Descriptor,
  Func,
  Instance,
  isTensor,
  isUnknown,
  itemsOf,
  List,
  type Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { shapeTuple, sizesOf } from '../graph/sizes.js';
import { makeInput, nodesOf, tensorsIn } from './inputs.js';
import { callLayer, isLayer, layerClass, nameOf } from './layer.js';
import { behind, layersBehind, outputAfter } from './layers-of.js';
import { type Functional, replay } from './replay.js';

const functionals = new WeakMap<Instance, Functional>();
const stacks = new WeakMap<Instance, Instance[]>();

export const functionalOf = (model: Instance): Functional | undefined => functionals.get(model);

export const modelClass = new Class('Model', [layerClass]);
modelClass.library = true;

export const isModel = (value: Value): value is Instance =>
  value instanceof Instance && value.cls.isA(modelClass);

function initialize(me: Instance, { pos, kw }: Args): void {
  const inputs = kw.get('inputs') ?? kw.get('input') ?? pos[0];
  const outputs = kw.get('outputs') ?? kw.get('output') ?? pos[1];
  const name = kw.get('name') ?? pos[2];
  if (typeof name === 'string') me.attrs.set('name', name);
  if (inputs !== undefined && outputs !== undefined && tensorsIn(inputs).length > 0)
    functionals.set(me, { inputs, outputs });
}

export function callModel(vm: Vm, model: Instance, args: Args): Value {
  const functional = functionals.get(model);
  if (!functional || model.cls.find('call') instanceof Func) return callLayer(vm, model, args);
  return replay(vm, model, functional, args.pos[0] ?? args.kw.get('inputs') ?? null);
}

const inert = ['compile', 'summary', 'load_weights', 'save', 'save_weights', 'set_weights', 'export'];
const trained = ['fit', 'evaluate', 'predict', 'fit_generator', 'train_on_batch', 'count_params'];

function property(name: string, get: (vm: Vm, me: Instance) => Value | undefined): void {
  const getter = new Builtin(name, (vm, { pos: [me] }) => get(vm, me as Instance) ?? vm.unknown(name));
  modelClass.members.set(name, new Descriptor('property', getter));
}

const single = (value: Value | undefined): Value | undefined => {
  const items = itemsOf(value);
  return items?.length === 1 ? items[0] : value;
};

/** The layers behind a model's nodes, each once, in order. */
function layersIn(vm: Vm, me: Instance): Instance[] {
  const own = stacks.get(me);
  if (own) return own;
  const functional = functionals.get(me);
  if (!functional) return [...me.attrs.values()].filter(isLayer);
  const { drafts } = vm.recorder;
  const found = layersBehind(drafts, nodesOf(functional.outputs));
  const nodes = new Map(behind(drafts, nodesOf(functional.outputs)).map(i => [drafts[i]!.owner, i]));
  for (const layer of found) {
    const node = nodes.get(layer);
    if (node !== undefined) layer.attrs.set('output', outputAfter(vm, node));
  }
  return found;
}

/** A layer by its name, with the tensor that it gave. */
function layerNamed(vm: Vm, me: Instance, name: string): Value {
  const { drafts } = vm.recorder;
  const nested = layersIn(vm, me).find(layer => isModel(layer) && nameOf(layer) === name);
  if (nested) return nested;
  const isIt = (i: number): boolean => drafts[i]?.name === name;
  const own = behind(drafts, nodesOf(functionals.get(me)?.outputs)).findLast(isIt);
  const i = own ?? drafts.findLastIndex((_, at) => isIt(at));
  const draft = drafts[i];
  if (!draft) return vm.unknown('a layer');
  const layer = draft.owner instanceof Instance ? draft.owner : new Instance(layerClass);
  layer.attrs.set('output', outputAfter(vm, i));
  return layer;
}

const init = (_: Vm, { pos: [me, ...pos], kw }: Args): Value => {
  initialize(me as Instance, { pos, kw });
  return null;
};
const call = (vm: Vm, { pos: [me, ...pos], kw }: Args): Value => callModel(vm, me as Instance, { pos, kw });

modelClass.members.set('__init__', new Builtin('__init__', init, true));
modelClass.members.set('__call__', new Builtin('__call__', call, true));
for (const name of inert) modelClass.members.set(name, new Builtin(name, () => null, true));
for (const name of trained)
  modelClass.members.set(name, new Builtin(name, vm => vm.unknown(`${name}()`), true));
modelClass.members.set(
  'build',
  method('build(self, input_shape=None)', (vm, a) => {
    const shape = sizesOf(a.input_shape);
    if (shape && itemsOf(a.input_shape)) vm.applications.note(a.self as Instance, [shape]);
    return null;
  }),
);
property('output', (_, me) => single(functionals.get(me)?.outputs));
property('input', (_, me) => single(functionals.get(me)?.inputs));
property('outputs', (_, me) => functionals.get(me) && new List(tensorsIn(functionals.get(me)!.outputs)));
property('inputs', (_, me) => functionals.get(me) && new List(tensorsIn(functionals.get(me)!.inputs)));
property('layers', (vm, me) => new List(layersIn(vm, me)));
property('output_shape', (_, me) => shapeTuple(tensorsIn(functionals.get(me)?.outputs)[0]?.shape ?? null));
property('input_shape', (_, me) => shapeTuple(tensorsIn(functionals.get(me)?.inputs)[0]?.shape ?? null));
modelClass.members.set(
  'get_layer',
  method('get_layer(self, name=None, index=None)', (vm, a) => {
    if (typeof a.name === 'string') return layerNamed(vm, a.self as Instance, a.name);
    const found = typeof a.index === 'number' ? layersIn(vm, a.self as Instance).at(a.index) : undefined;
    return found ?? vm.unknown('a layer');
  }),
);

/** `base.trainable = False` holds for all layers of a model. */
export function setTrainable(vm: Vm, model: Instance, value: Value): void {
  for (const layer of layersIn(vm, model)) vm.set(layer, 'trainable', value);
}

export const sequentialClass = new Class('Sequential', [modelClass]);
sequentialClass.library = true;

/** The input that the first layer of a Sequential names. */
function firstInput(vm: Vm, layer: Value): Tensor | undefined {
  if (!isLayer(layer)) return undefined;
  const whole = layer.attrs.get('batch_input_shape') ?? layer.attrs.get('batch_shape');
  const own = layer.attrs.get('input_shape');
  const dim = layer.cls.name === 'Embedding' ? undefined : sizesOf(layer.attrs.get('input_dim'));
  if (itemsOf(whole)) return makeInput(vm, sizesOf(whole) ?? null);
  if (itemsOf(own)) return makeInput(vm, [null, ...(sizesOf(own) ?? [])]);
  return dim ? makeInput(vm, [null, ...dim]) : undefined;
}

/** A layer is put at the end; where the input is known, it is applied at once, as Keras does. */
function add(vm: Vm, me: Instance, layer: Value): void {
  const stack = stacks.get(me) ?? [];
  stacks.set(me, stack);
  const state = functionals.get(me);
  if (isTensor(layer)) {
    functionals.set(me, { inputs: layer, outputs: layer });
    return;
  }
  if (layer instanceof Instance) stack.push(layer);
  const inner = isModel(layer) && !state && stack.length === 1 ? functionals.get(layer) : undefined;
  if (inner) {
    functionals.set(me, inner);
    return;
  }
  const before = state?.outputs ?? (stack.length <= 1 ? firstInput(vm, layer) : undefined);
  if (before === undefined) return;
  const isInput = layer instanceof Instance && layer.cls.name === 'InputLayer';
  functionals.set(me, {
    inputs: state?.inputs ?? before,
    outputs: isInput ? before : vm.call(layer, before),
  });
}

function callStack(vm: Vm, me: Instance, input: Value): Value {
  const name = nameOf(me);
  const leave = vm.recorder.enter(vm, name ? [name] : vm.recorder.pathTo(me), me.cls.name, me);
  try {
    const own = me.cls.find('call');
    if (own instanceof Func) return vm.call(own, me, input);
    return (stacks.get(me) ?? []).reduce<Value>((x, layer) => vm.call(layer, x), input);
  } finally {
    leave();
  }
}

const sequential: readonly Builtin[] = [
  method('__init__(self, layers=None, trainable=True, name=None)', (vm, a) => {
    const me = a.self as Instance;
    stacks.set(me, []);
    if (typeof a.name === 'string') me.attrs.set('name', a.name);
    const given = a.layers === null || a.layers === undefined || isUnknown(a.layers) ? [] : vm.list(a.layers);
    for (const layer of given ?? []) add(vm, me, layer);
    return null;
  }),
  method('add(self, layer)', (vm, a) => {
    add(vm, a.self as Instance, a.layer ?? null);
    return null;
  }),
  new Builtin('__call__', (vm, { pos: [me, input = null] }) => callStack(vm, me as Instance, input), true),
  new Builtin('call', (vm, { pos: [me, input = null] }) => callStack(vm, me as Instance, input), true),
];
for (const member of sequential) sequentialClass.members.set(member.name, member);
