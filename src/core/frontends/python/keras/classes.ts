import { type Config, isConfigKey, readLayer } from '../../../dialects/keras.js';
import type { Shape } from '../../../graph.js';
import { type LayerName, layers } from '../../../layers/index.js';
import { bind, signature, unmodelled } from '../core/signature.js';
import {
  type Args,
  Builtin,
  Class,
  Dict,
  Func,
  Instance,
  isUnknown,
  type Tensor,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { broadcast } from '../graph/sizes.js';
import { isComplete, layerCost } from '../torch/layers.js';
import { plain } from '../torch/plain.js';
import { unknownPart } from '../unknowns.js';
import { tensorsIn } from './inputs.js';
import { layerClass, nameOf } from './layer.js';
import { olderConvolution, signatures } from './signatures.js';

/** A value of a config as plain data: functions and objects by their names. */
function configValue(value: Value): unknown {
  if (value instanceof Instance) {
    if (value.data instanceof LayerConfig)
      return { class_name: value.data.className, config: value.data.plain(value) };
    return value.cls.name;
  }
  if (value instanceof Func || value instanceof Class || value instanceof Builtin) return value.name;
  if (isUnknown(value)) return /[A-Za-z_]\w*(?=(\(\))?$)/.exec(value.name)?.[0];
  return plain(value);
}

/** What a built-in layer was made with. */
export class LayerConfig {
  constructor(
    readonly className: string,
    readonly keys: readonly string[],
  ) {}

  /** As the attributes have it now. */
  plain(layer: Instance): Config {
    const config: Record<string, unknown> = {};
    for (const key of this.keys) {
      const value = layer.attrs.get(key);
      if (value !== undefined) config[key] = configValue(value);
    }
    return config;
  }
}

const older: Readonly<Record<string, readonly string[]>> = {
  strides: ['subsample', 'stride', 'subsample_length'],
  padding: ['border_mode'],
  use_bias: ['bias'],
  rate: ['p'],
  alpha: ['negative_slope'],
  dilation_rate: ['atrous_rate'],
  axis: ['concat_axis'],
};

const olderWords = ['nb_row', 'nb_col', 'border_mode', 'subsample', 'dim_ordering', 'init', 'W_regularizer'];

/** In Keras 1 the second number is the kernel's height and the third its width; later the third is the stride. */
const isOld = (name: string, { pos, kw }: Args): boolean =>
  kw.has('nb_row') ||
  (pos.length >= 3 &&
    typeof pos[1] === 'number' &&
    typeof pos[2] === 'number' &&
    (/^(Separable)?Convolution2D$/.test(name) ||
      (name === 'Conv2D' && olderWords.some(word => kw.has(word)))));

const olderNames: ReadonlySet<string> = new Set([...Object.values(older).flat(), ...olderWords]);

/** Arguments that say nothing of shapes and weights. */
const idle: ReadonlySet<string> = new Set(
  [
    'name dtype trainable dynamic autocast weights seed mode init batch_size',
    'input_shape batch_input_shape input_dim input_length input_dtype',
    'W_regularizer U_regularizer b_regularizer W_constraint U_constraint b_constraint',
    'beta_init gamma_init inner_init forget_bias_init inner_activation',
    'fused renorm renorm_clipping renorm_momentum virtual_batch_size synchronized',
    'dropout recurrent_dropout recurrent_activation stateful unroll implementation reset_after unit_forget_bias',
    'go_backwards mask_zero fill_mode fill_value height_factor width_factor value_range',
    'crop_to_aspect_ratio pad_to_aspect_ratio',
  ].flatMap(words => words.split(' ')),
);

const isKnown = (word: string): boolean =>
  isConfigKey(word) ||
  olderNames.has(word) ||
  idle.has(word) ||
  /_(?:initializer|regularizer|constraint)$/.test(word);

function construct(name: string, me: Instance, args: Args): void {
  const text = isOld(name, args) ? olderConvolution : signatures[name]!;
  const sig = signature(`${name}(${text === '' ? '' : `${text}, `}**kwargs)`);
  const { bound } = bind(sig, args);
  const keys: string[] = [];
  const put = (key: string, value: Value): void => {
    keys.push(key);
    me.attrs.set(key, value);
  };
  for (const [i, { name: key }] of sig.parameters.entries()) {
    const value = bound[key];
    // A default that was not written does not hide an older name for it.
    const hidden = !args.kw.has(key) && i >= args.pos.length && older[key]?.some(k => args.kw.has(k));
    if (key !== 'kwargs' && value !== undefined && !hidden) put(key, value);
  }
  const others = bound.kwargs instanceof Dict ? [...bound.kwargs.map.values()] : [];
  for (const { key, value } of others) put(String(key), value);
  const strange = others.map(({ key }) => String(key)).find(key => !isKnown(key));
  if (me.attrs.get('name') === null) me.attrs.delete('name');
  if (!me.attrs.has('trainable')) me.attrs.set('trainable', true);
  // With arguments that are not known, or not modelled, it may be anything.
  const type = args.open ? `${name}(…)` : strange === undefined ? name : unmodelled(name, `${strange}=`);
  me.data = new LayerConfig(type, keys);
}

function apply(vm: Vm, me: Instance, config: LayerConfig, input: Value | undefined): Value {
  const inputs = tensorsIn(input);
  const first = inputs[0];
  if (!first) return vm.unknown(me.cls.name);
  const reading = readLayer(config.className, config.plain(me), 'channelsLast');
  const parameters = Object.fromEntries(
    Object.entries(reading?.fields ?? {}).map(([name, { value }]) => [name, value]),
  );
  if (!reading || reading.layer === 'unknown') {
    const callee = config.className.endsWith('…)') ? vm.unknown(config.className) : me;
    return vm.options.libraries.unknownCall(vm, callee, { pos: inputs, kw: new Map() });
  }
  if (!isComplete(reading.layer, parameters)) {
    const result = vm.recorder.unknown(vm, config.className, inputs, 'keras');
    vm.recorder.remark(vm, result, unknownPart(me) ?? `\`${config.className}\` is not known`);
    return result;
  }
  const name = nameOf(me);
  const isMerge = layers[reading.layer].arity === 'many';
  const stretched = elementwise.has(reading.layer) ? stretchedTo(inputs) : undefined;
  if (stretched) return vm.recorder.operation(vm, config.className, inputs, stretched, 'keras');
  const result = vm.recorder.emit(vm, reading.layer, parameters, isMerge ? inputs : [first], 'keras', {
    name,
    owner: me,
    module: name === undefined && vm.recorder.paths.has(me) ? me : undefined,
    batch: first.shape?.[0] ?? null,
  });
  if (!reading.activation) return result;
  return vm.recorder.emit(vm, reading.activation.layer, reading.activation.parameters, [result], 'keras');
}

/** Merges of ours that take equal shapes alone. */
const elementwise: ReadonlySet<LayerName> = new Set(['add', 'subtract', 'average', 'maximum', 'minimum']);

/** Keras stretches sizes of 1 in a merge: the shape of the result where it does, else undefined. */
function stretchedTo(inputs: readonly Tensor[]): Shape | undefined {
  const shapes = inputs.map(({ shape }) => shape);
  const [first, ...others] = shapes;
  if (!first || others.some(shape => shape?.length !== first.length)) return undefined;
  const isStretched = others.some(shape =>
    shape!.some((size, i) => i > 0 && size !== first[i] && (size === 1 || first[i] === 1)),
  );
  if (!isStretched) return undefined;
  return others.reduce<Shape | undefined>(
    (all, shape) => (all === undefined ? undefined : broadcast(all, shape)),
    first,
  );
}

function makeClass(name: string): Class {
  const cls = new Class(name, [layerClass]);
  cls.library = true;
  cls.members.set(
    '__init__',
    new Builtin(
      '__init__',
      (vm, { pos: [me, ...pos], kw, open }) => {
        vm.step(layerCost);
        if (me instanceof Instance) construct(name, me, { pos, kw, open: open === true });
        return null;
      },
      true,
    ),
  );
  cls.members.set(
    'call',
    new Builtin(
      'call',
      (vm, { pos: [me, input], kw }) =>
        me instanceof Instance && me.data instanceof LayerConfig
          ? apply(vm, me, me.data, input ?? kw.get('inputs'))
          : vm.unknown(name),
      true,
    ),
  );
  return cls;
}

/** Layers of Keras that are layers of ours, as the dialect has them. */
export const layerClasses: ReadonlyMap<string, Class> = new Map(
  Object.keys(signatures).map(name => [name, makeClass(name)]),
);

/** Applies a fresh layer of a class to tensors: `add([a, b])`. */
export function applyClass(vm: Vm, name: string, config: ReadonlyMap<string, Value>, input: Value): Value {
  const cls = layerClasses.get(name);
  return cls ? vm.call(vm.callWith(cls, { pos: [], kw: config }), input) : vm.unknown(name);
}
