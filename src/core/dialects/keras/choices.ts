import type { LayerName } from '../../layers/index.js';
import type { Value } from '../../layers/parameters.js';
import { keepsShape, readActivation } from './activations.js';
import type { Config } from './codecs.js';

/** What a config makes of a class: a layer of ours, and values beside those of the table. */
export interface Choice {
  readonly layer: LayerName;
  readonly parameters?: Readonly<Record<string, Value>>;
  /** An activation that we do not know; it keeps the shape. */
  readonly unknownActivation?: string;
}

/** Undefined for a config that makes the class one that we do not know. */
type Choose = (config: Config) => Choice | undefined;

const always =
  (layer: LayerName): Choose =>
  () => ({ layer });

const isNumber = (value: unknown): boolean => typeof value === 'number';

/** Activations keep the shape, so that an unknown one is passed on. */
const chooseActivation: Choose = config => {
  const read = readActivation(config.activation);
  if (!read) return { layer: 'identity' };
  if ('builtIn' in read) return { layer: read.builtIn };
  if ('layer' in read) return read;
  return keepsShape(read.unknown) ? { layer: 'identity', unknownActivation: read.unknown } : undefined;
};

/** Keras 1 had one class for all merges. */
const merges: Readonly<Record<string, LayerName>> = {
  sum: 'add',
  mul: 'multiply',
  ave: 'average',
  max: 'maximum',
  min: 'minimum',
  concat: 'concat',
};

const chooseMerge: Choose = config => layerNamed(merges, config.mode);

/** One pattern of drops for the whole example is stochastic depth, one for each channel is spatial dropout. */
const chooseDropout: Choose = config => {
  const shape = config.noise_shape;
  if (!Array.isArray(shape) || shape.length < 3) return { layer: 'dropout' };
  const inner = shape.slice(1, -1);
  if (!inner.every(size => size === 1)) return { layer: 'dropout' };
  return { layer: shape.at(-1) === 1 ? 'dropPath' : 'spatialDropout' };
};

/** As many groups as channels is what instance norm does. */
const chooseGroups: Choose = config => ({ layer: config.groups === -1 ? 'instanceNorm' : 'groupNorm' });

/** Without its mean subtracted, a layer norm has no offset (Zhang and Sennrich 2019). */
const chooseLayerNorm: Choose = config => ({
  layer: 'layerNorm',
  ...(config.rms_scaling === true ? { parameters: { center: false } } : {}),
});

/** A scale for each channel keeps shape and weights, too. */
const chooseRescaling: Choose = config => ({
  layer: isNumber(config.scale ?? 1) && isNumber(config.offset ?? 0) ? 'rescale' : 'identity',
});

/** TensorFlow functions that Keras 2 wrapped when they were called on its tensors. */
const functions: Readonly<Record<string, LayerName>> = {
  '__operators__.add': 'add',
  'math.add': 'add',
  AddV2: 'add',
  '__operators__.sub': 'subtract',
  'math.subtract': 'subtract',
  Sub: 'subtract',
  '__operators__.mul': 'multiply',
  'math.multiply': 'multiply',
  Mul: 'multiply',
  'math.maximum': 'maximum',
  'math.minimum': 'minimum',
  'nn.relu': 'relu',
  Relu: 'relu',
  'nn.relu6': 'relu6',
  Relu6: 'relu6',
  'nn.leaky_relu': 'leakyRelu',
  'nn.elu': 'elu',
  'nn.selu': 'selu',
  'nn.gelu': 'gelu',
  'nn.silu': 'swish',
  'nn.swish': 'swish',
  'math.sigmoid': 'sigmoid',
  'nn.sigmoid': 'sigmoid',
  'math.tanh': 'tanh',
  'nn.softmax': 'softmax',
  'nn.softplus': 'softplus',
  identity: 'identity',
  stop_gradient: 'identity',
  cast: 'identity',
};

const layerNamed = (names: Readonly<Record<string, LayerName>>, name: unknown): Choice | undefined => {
  const layer = typeof name === 'string' && Object.hasOwn(names, name) ? names[name] : undefined;
  return layer && { layer };
};

const chooseFunction: Choose = config => layerNamed(functions, config.function);

/** Before TFOpLambda, the wrapped node of the graph was kept as JSON in a string. */
const chooseOperation: Choose = config => {
  const definition = JSON.stringify(config.node_def ?? '');
  return layerNamed(functions, /\\?"op\\?":\s*\\?"(\w+)/.exec(definition)?.[1]);
};

/** Functions of Keras 3 are classes, too; a front end puts `ops.` before their names. */
const operations: Readonly<Record<string, LayerName>> = {
  Add: 'add',
  Subtract: 'subtract',
  Multiply: 'multiply',
  Maximum: 'maximum',
  Minimum: 'minimum',
  Concatenate: 'concat',
  Relu: 'relu',
  Relu6: 'relu6',
  LeakyRelu: 'leakyRelu',
  Elu: 'elu',
  Selu: 'selu',
  Celu: 'celu',
  Gelu: 'gelu',
  Silu: 'swish',
  Sigmoid: 'sigmoid',
  HardSigmoid: 'hardSigmoid',
  HardSilu: 'hardSwish',
  Tanh: 'tanh',
  Softplus: 'softplus',
  Softmax: 'softmax',
};

/** Augmentations, masks and penalties: at inference, what comes in goes out. */
const inert = [
  'ActivityRegularization',
  'AddLoss',
  'Masking',
  'LRN',
  'LocalResponseNormalization',
  'UnitNormalization',
  'RandAugment',
  'AugMix',
  'CutMix',
  'MixUp',
  'ContrastLimitedAdaptiveHistogramEqualization',
  ...[
    'Flip',
    'Rotation',
    'Zoom',
    'Translation',
    'Contrast',
    'Brightness',
    'Hue',
    'Saturation',
    'Sharpness',
  ].map(what => `Random${what}`),
  ...[
    'Shear',
    'Grayscale',
    'Invert',
    'Posterization',
    'Perspective',
    'GaussianBlur',
    'Erasing',
    'ColorJitter',
  ].map(what => `Random${what}`),
  ...['RandomColorDegeneration', 'RandomElasticTransform', 'AutoContrast', 'Equalization', 'Solarization'],
];

/** Classes that are not one layer of ours by their name alone. */
export const choices: Readonly<Record<string, Choose>> = {
  Activation: chooseActivation,
  Merge: chooseMerge,
  Dropout: chooseDropout,
  Rescaling: chooseRescaling,
  GroupNormalization: chooseGroups,
  LayerNormalization: chooseLayerNorm,
  RMSNormalization: () => ({ layer: 'layerNorm', parameters: { center: false } }),
  // Classes of keras.applications: Inception-ResNet's sum, whose branch is scaled down, and ConvNeXt's dropped branches.
  CustomScaleLayer: config => (isNumber(config.scale) ? { layer: 'add' } : undefined),
  StochasticDepth: config =>
    isNumber(config.drop_path_rate)
      ? { layer: 'dropPath', parameters: { rate: config.drop_path_rate as number } }
      : undefined,
  CuDNNGRU: () => ({ layer: 'gru', parameters: { resetAfter: true } }),
  TimeDistributedDense: always('dense'),
  TFOpLambda: chooseFunction,
  TensorFlowOpLayer: chooseOperation,
  SiLU: always('swish'),
  Linear: always('identity'),
  ...Object.fromEntries(Object.entries(operations).map(([name, layer]) => [`ops.${name}`, always(layer)])),
  ...Object.fromEntries(inert.map(name => [name, always('identity')])),
};
