import { fn } from '../core/signature.js';
import {
  Builtin,
  Class,
  Dict,
  Float,
  Func,
  Instance,
  isTensor,
  itemsOf,
  List,
  ModuleValue,
  type Tensor,
  Tuple,
  type Value,
} from '../core/values.js';
import type { Vm } from '../core/vm.js';
import { sizesOf } from '../graph/sizes.js';
import { layerClasses } from './classes.js';
import { inputLayerClass, makeInput, nodesOf, tensorsIn } from './inputs.js';
import { layerClass } from './layer.js';
import { behind, tensorOf } from './layers-of.js';
import { layerFunctions } from './merges.js';
import { modelClass, sequentialClass } from './models.js';
import { kerasFunctions } from './ops.js';
import { belowKeras } from './roots.js';
import { specialClasses } from './special.js';

type Entries = readonly (readonly [string, Value])[];

const functions: Entries = kerasFunctions.map(f => [f.name, f]);

const input = fn(
  'Input(shape=None, batch_size=None, name=None, dtype=None, sparse=None, tensor=None, batch_shape=None, **kwargs)',
  (vm, a) => {
    if (isTensor(a.tensor)) return a.tensor;
    const name = typeof a.name === 'string' ? a.name : 'input';
    const older = a.kwargs instanceof Dict ? a.kwargs.get('batch_input_shape') : undefined;
    const whole = itemsOf(a.batch_shape) ? a.batch_shape : older;
    if (itemsOf(whole)) return makeInput(vm, sizesOf(whole) ?? null, name);
    const shape = itemsOf(a.shape)?.length === 0 ? [] : sizesOf(a.shape);
    return makeInput(vm, shape ? [null, ...shape] : null, name);
  },
);

inputLayerClass.members.set(
  '__init__',
  new Builtin(
    '__init__',
    (_, { pos: [me, shape], kw }) => {
      if (!(me instanceof Instance)) return null;
      const whole = kw.get('batch_input_shape') ?? kw.get('batch_shape');
      if (whole !== undefined) me.attrs.set('batch_input_shape', whole);
      else me.attrs.set('input_shape', kw.get('input_shape') ?? kw.get('shape') ?? shape ?? null);
      return null;
    },
    true,
  ),
);

/** A decorator with or without arguments of its own that changes nothing. */
const passing = (name: string): readonly [string, Value] => [
  name,
  new Builtin(name, (_, { pos: [f] }) =>
    f instanceof Func || f instanceof Class ? f : new Builtin(name, (__, { pos: [g = null] }) => g),
  ),
];

const returns = (name: string, value: Value): readonly [string, Value] => [
  name,
  new Builtin(name, () => value),
];

/** Objects that only training uses: made of anything, they are their name. */
const named = (names: string): Entries =>
  names.split(' ').map(name => {
    const cls = new Class(name, []);
    cls.library = true;
    cls.members.set('__init__', new Builtin('__init__', () => null, true));
    return [name, cls];
  });

const backend: Entries = [
  returns('image_data_format', 'channels_last'),
  returns('image_dim_ordering', 'tf'),
  returns('floatx', 'float32'),
  returns('epsilon', new Float(1e-7)),
  returns('backend', 'tensorflow'),
  returns('set_image_data_format', null),
  returns('set_image_dim_ordering', null),
  returns('clear_session', null),
  returns('learning_phase', 0),
  ['is_keras_tensor', fn('is_keras_tensor(x)', (_, { x }) => isTensor(x))],
  ['is_tensor', fn('is_tensor(x)', (_, { x }) => isTensor(x))],
];

const initializers = named(
  'HeNormal HeUniform GlorotNormal GlorotUniform LecunNormal LecunUniform RandomNormal RandomUniform TruncatedNormal VarianceScaling Constant Zeros Ones Orthogonal he_normal he_uniform glorot_uniform glorot_normal random_normal_initializer constant_initializer truncated_normal_initializer',
);
const training = named('L2 L1 l2 l1 l1_l2 L1L2 Adam SGD RMSprop AdamW');

/** The inputs from which tensors are computed, where they can be told. */
function sourcesOf(vm: Vm, value: Value | undefined): Tensor[] {
  const { drafts } = vm.recorder;
  const inputs = behind(drafts, nodesOf(value)).filter(i => drafts[i]?.layer === 'input');
  return inputs.length === 0 ? tensorsIn(value) : inputs.map(i => tensorOf(vm, i));
}

const utilities: Entries = [
  ...['register_keras_serializable', 'keras_export', 'tf_export', 'function'].map(passing),
  returns('get_custom_objects', new Dict()),
  ['get_source_inputs', new Builtin('get_source_inputs', (vm, { pos: [x] }) => new List(sourcesOf(vm, x)))],
  returns('convert_all_kernels_in_model', null),
  returns('plot_model', null),
];

/** The input shape of a model of `keras.applications`. */
const obtainInputShape = (name: string): readonly [string, Value] => [
  name,
  fn(
    `${name}(input_shape, default_size=224, min_size=32, data_format=None, require_flatten=True, weights=None, include_top=True)`,
    (vm, a) => {
      if (itemsOf(a.input_shape)) return a.input_shape ?? null;
      if (a.input_shape !== null) return vm.unknown(name);
      const flat = vm.truth(a.require_flatten ?? true) !== false && a.include_top !== false;
      const size = flat ? (a.default_size ?? null) : null;
      return new Tuple([size, size, 3]);
    },
  ),
];

const models: Entries = [
  ['Model', modelClass],
  ['Functional', modelClass],
  ['Sequential', sequentialClass],
];

/** A string names an activation; a callable is one. */
const getActivation = new Builtin('get', (vm, { pos: [x = null] }) => {
  if (typeof x === 'string') return functions.find(([name]) => name === x)?.[1] ?? vm.unknown(x);
  return x ?? new Builtin('linear', (_, { pos: [y = null] }) => y);
});

const layerNames: Entries = [
  ...layerClasses,
  ...specialClasses,
  ...layerFunctions.map(f => [f.name, f] as const),
  ['Layer', layerClass],
  ['Input', input],
  ['InputLayer', inputLayerClass],
  ['InputSpec', named('InputSpec')[0]![1]],
];

/** The modules of Keras by their path below its root. */
const modules: Readonly<Record<string, Entries>> = {
  '': [...models, ['Input', input], ['Layer', layerClass]],
  layers: layerNames,
  models,
  backend: [...functions, ...backend],
  ops: functions,
  activations: [...functions, ['get', getActivation]],
  initializers,
  regularizers: training,
  optimizers: training,
  utils: utilities,
  saving: utilities,
  api_export: utilities,
  'applications.imagenet_utils': [
    obtainInputShape('_obtain_input_shape'),
    obtainInputShape('obtain_input_shape'),
  ],
  constraints: [],
  losses: [],
  metrics: [],
  callbacks: [],
  datasets: [],
  preprocessing: [],
};

const aliases: readonly (readonly [RegExp, string])[] = [
  [/^engine\.(training|functional|network|sequential)$/, 'models'],
  [/^(engine|legacy|layers)(\..+)?$/, 'layers'],
  [/^models\..+$/, 'models'],
  [/^(utils|saving)\..+$/, 'utils'],
  [/^(datasets|preprocessing|callbacks)\..+$/, 'callbacks'],
  [/^ops\..+$/, 'ops'],
  [/^backend\..+$/, 'backend'],
];

const tensorflow = [
  '',
  'nn',
  'math',
  'image',
  'compat',
  'compat.v1',
  'linalg',
  'random',
  'python',
  'contrib',
];

type Find = (name: string) => ModuleValue | undefined;

/** A module of Keras or TensorFlow. Names that are missing are unknown. */
export function kerasModule(_: Vm, name: string, find: Find): ModuleValue | undefined {
  const path = belowKeras(name);
  if (path !== undefined) return kerasPart(name, path, find);
  if (name !== 'tensorflow' && !name.startsWith('tensorflow.')) return undefined;
  if (!tensorflow.includes(name.split('.').slice(1).join('.'))) return undefined;
  const module = opened(name, [
    ...functions,
    ...initializers,
    passing('function'),
    ['Module', named('Module')[0]![1]],
  ]);
  module.resolve = inner => find(`${name}.${inner}`) ?? find(`tensorflow.${inner}`);
  return module;
}

function kerasPart(name: string, path: string, find: Find): ModuleValue | undefined {
  const key = modules[path] ? path : aliases.find(([pattern]) => pattern.test(path))?.[1];
  if (key === undefined) return undefined;
  const module = opened(name, modules[key]!);
  module.resolve = inner => find(`${name}.${inner}`);
  return module;
}

function opened(name: string, entries: Entries): ModuleValue {
  const module = new ModuleValue(name);
  module.open = true;
  for (const [key, value] of entries) module.vars.set(key, value);
  return module;
}
