import type { LayerName } from '../layers/index.js';
import { activationClasses } from './torch-activations.js';

/** Arguments as plain data; what is not known is undefined. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A class of `torch.nn` in our terms. */
export interface TorchClass {
  readonly layer: LayerName;
  /** Its constructor's parameters, as Python writes them. */
  readonly signature: string;
  /** Our parameters from its arguments. */
  parameters(a: Arguments): Readonly<Record<string, unknown>>;
  /** The shapes of its weights by their names; undefined where there is none of that name. */
  weights?(a: Arguments): Readonly<Record<string, readonly (number | null)[] | undefined>>;
  /** Arguments that PyTorch keeps as one number for each axis. */
  readonly perAxis?: readonly string[];
  readonly axes?: number;
  /** Arguments that must be whole numbers. */
  readonly whole?: readonly string[];
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const divided = (a: unknown, b: unknown): number | null =>
  typeof a === 'number' && typeof b === 'number' && b > 0 ? Math.floor(a / b) : null;

/** One number for each axis. */
export const perAxis = (value: unknown, axes: number): unknown => {
  const list = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof list === 'number' ? Array(axes).fill(list) : list;
};

/** Zeros at both sides of each axis. */
export const borders = (value: unknown, axes: number): unknown => {
  if (typeof value === 'string') return value;
  const list = perAxis(value, axes);
  return Array.isArray(list) && list.every(n => typeof n === 'number') ? list.map(n => [n, n]) : undefined;
};

const format = 'channelsFirst';

export const convParameters = (a: Arguments, axes: number): Record<string, unknown> => ({
  filters: a.out_channels,
  kernel: perAxis(a.kernel_size, axes),
  stride: perAxis(a.stride, axes),
  padding: borders(a.padding, axes),
  dilation: perAxis(a.dilation, axes),
  groups: a.groups,
  bias: a.bias,
  expects: a.in_channels,
  dataFormat: format,
});

const kernelShape = (a: Arguments, axes: number): (number | null)[] => {
  const kernel = perAxis(a.kernel_size, axes);
  return Array.isArray(kernel) ? kernel.map(number) : Array(axes).fill(null);
};

const biasShape = (a: Arguments, size: unknown): readonly (number | null)[] | undefined =>
  a.bias === false || a.bias === null ? undefined : [number(size)];

const conv = (axes: number): TorchClass => ({
  layer: 'conv',
  signature:
    "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None",
  axes,
  perAxis: ['kernel_size', 'stride', 'padding', 'dilation'],
  whole: ['in_channels', 'out_channels', 'kernel_size', 'groups'],
  parameters: a => convParameters(a, axes),
  weights: a => ({
    weight: [number(a.out_channels), divided(a.in_channels, a.groups), ...kernelShape(a, axes)],
    bias: biasShape(a, a.out_channels),
  }),
});

const transposed = (axes: number): TorchClass => ({
  layer: 'transposedConv',
  signature:
    "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None",
  axes,
  perAxis: ['kernel_size', 'stride', 'padding', 'output_padding', 'dilation'],
  whole: ['in_channels', 'out_channels', 'kernel_size', 'groups'],
  parameters: a => ({ ...convParameters(a, axes), outputPadding: perAxis(a.output_padding, axes) }),
  weights: a => ({
    weight: [number(a.in_channels), divided(a.out_channels, a.groups), ...kernelShape(a, axes)],
    bias: biasShape(a, a.out_channels),
  }),
});

const affine = (a: Arguments, size: unknown): Record<string, readonly (number | null)[] | undefined> => {
  const shape = a.affine === false ? undefined : [number(size)];
  return { weight: shape, bias: shape };
};

const batchNorm: TorchClass = {
  layer: 'batchNorm',
  signature:
    'num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None',
  whole: ['num_features'],
  parameters: a => ({
    scale: a.affine,
    center: a.affine,
    epsilon: a.eps,
    momentum: typeof a.momentum === 'number' ? 1 - a.momentum : undefined,
    axis: 1,
    counted: false,
    expects: a.num_features,
  }),
  weights: a => affine(a, a.num_features),
};

const instanceNorm: TorchClass = {
  ...batchNorm,
  layer: 'instanceNorm',
  signature: 'num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False',
  parameters: a => ({ scale: a.affine, center: a.affine, epsilon: a.eps, axis: 1, expects: a.num_features }),
};

const groupNorm: TorchClass = {
  layer: 'groupNorm',
  signature: 'num_groups, num_channels, eps=1e-5, affine=True, device=None, dtype=None',
  whole: ['num_groups', 'num_channels'],
  parameters: a => ({
    groups: a.num_groups,
    scale: a.affine,
    center: a.affine,
    epsilon: a.eps,
    axis: 1,
    expects: a.num_channels,
  }),
  weights: a => affine(a, a.num_channels),
};

const normalized = (a: Arguments): (number | null)[] =>
  (Array.isArray(a.normalized_shape) ? a.normalized_shape : [a.normalized_shape]).map(number);

const layerNorm: TorchClass = {
  layer: 'layerNorm',
  signature: 'normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, device=None, dtype=None',
  parameters: a => ({
    scale: a.elementwise_affine,
    center: a.elementwise_affine === true && a.bias !== false && a.bias !== null,
    epsilon: a.eps,
    axes: normalized(a).map((_, i, all) => i - all.length),
  }),
  weights: a => ({
    weight: a.elementwise_affine === false ? undefined : normalized(a),
    bias: a.elementwise_affine === false || a.bias === false ? undefined : normalized(a),
  }),
};

export const poolParameters = (a: Arguments, axes: number): Record<string, unknown> => ({
  kernel: perAxis(a.kernel_size, axes),
  stride: perAxis(
    a.stride === null || (Array.isArray(a.stride) && a.stride.length === 0) ? a.kernel_size : a.stride,
    axes,
  ),
  padding: borders(a.padding ?? 0, axes),
  rounding: a.ceil_mode === true ? 'ceil' : 'floor',
  dataFormat: format,
});

const maxPool = (axes: number): TorchClass => ({
  layer: 'maxPool',
  signature: 'kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False',
  axes,
  parameters: a => ({ ...poolParameters(a, axes), dilation: perAxis(a.dilation, axes) }),
});

const averagePool = (axes: number): TorchClass => ({
  layer: 'averagePool',
  signature:
    'kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
  axes,
  parameters: a => ({ ...poolParameters(a, axes), countPadding: a.count_include_pad }),
});

const adaptive = (layer: LayerName, axes: number): TorchClass => ({
  layer,
  signature: 'output_size, return_indices=False',
  axes,
  parameters: a => ({ size: perAxis(a.output_size, axes), dataFormat: format }),
});

/** PyTorch gives the last axis first: left, right, top, bottom. */
export function padBorders(value: unknown, axes: number): [number, number][] | undefined {
  const flat = typeof value === 'number' ? Array<number>(2 * axes).fill(value) : value;
  if (!Array.isArray(flat) || flat.length !== 2 * axes || !flat.every(n => typeof n === 'number'))
    return undefined;
  return Array.from({ length: axes }, (_, i): [number, number] => [
    flat[2 * i] as number,
    flat[2 * i + 1] as number,
  ]).reverse();
}

const pad = (layer: LayerName, axes: number): TorchClass => ({
  layer,
  signature: 'padding, value=0.0',
  axes,
  parameters: a => ({ padding: padBorders(a.padding, axes), dataFormat: format }),
});

const dropout = (layer: LayerName): TorchClass => ({
  layer,
  signature: 'p=0.5, inplace=False',
  parameters: a => ({ rate: a.p, ...(layer === 'spatialDropout' ? { dataFormat: format } : {}) }),
});

const byAxes = (name: string, make: (axes: number) => TorchClass): Record<string, TorchClass> =>
  Object.fromEntries([1, 2, 3].map(axes => [`${name}${axes}d`, make(axes)]));

/** Classes of `torch.nn` that are layers of ours. */
export const torchClasses: Readonly<Record<string, TorchClass>> = {
  ...byAxes('Conv', conv),
  ...byAxes('ConvTranspose', transposed),
  ...byAxes('BatchNorm', () => batchNorm),
  ...byAxes('InstanceNorm', () => instanceNorm),
  ...byAxes('MaxPool', maxPool),
  ...byAxes('AvgPool', averagePool),
  ...byAxes('AdaptiveAvgPool', axes => adaptive('adaptiveAveragePool', axes)),
  ...byAxes('AdaptiveMaxPool', axes => adaptive('adaptiveMaxPool', axes)),
  ...byAxes('ZeroPad', axes => pad('zeroPad', axes)),
  ...byAxes('ConstantPad', axes => pad('zeroPad', axes)),
  ...byAxes('ReflectionPad', axes => pad('reflectPad', axes)),
  ...byAxes('ReplicationPad', axes => pad('replicatePad', axes)),
  ...byAxes('Dropout', () => dropout('spatialDropout')),
  ...activationClasses,
  SyncBatchNorm: batchNorm,
  GroupNorm: groupNorm,
  LayerNorm: layerNorm,
  Dropout: dropout('dropout'),
  AlphaDropout: dropout('alphaDropout'),
  FeatureAlphaDropout: dropout('alphaDropout'),
  Identity: { layer: 'identity', signature: '*args, **kwargs', parameters: () => ({}) },
  LocalResponseNorm: {
    layer: 'identity',
    signature: 'size, alpha=0.0001, beta=0.75, k=1.0',
    parameters: () => ({}),
  },
  CrossMapLRN2d: {
    layer: 'identity',
    signature: 'size, alpha=0.0001, beta=0.75, k=1',
    parameters: () => ({}),
  },
  Flatten: {
    layer: 'flatten',
    signature: 'start_dim=1, end_dim=-1',
    parameters: a => ({ start: a.start_dim, end: a.end_dim }),
  },
  Linear: {
    layer: 'dense',
    signature: 'in_features, out_features, bias=True, device=None, dtype=None',
    whole: ['in_features', 'out_features'],
    parameters: a => ({ units: a.out_features, bias: a.bias, expects: a.in_features }),
    weights: a => ({
      weight: [number(a.out_features), number(a.in_features)],
      bias: biasShape(a, a.out_features),
    }),
  },
  Embedding: {
    layer: 'embedding',
    signature:
      'num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
    whole: ['num_embeddings', 'embedding_dim'],
    parameters: a => ({ entries: a.num_embeddings, units: a.embedding_dim }),
    weights: a => ({ weight: [number(a.num_embeddings), number(a.embedding_dim)] }),
  },
};
