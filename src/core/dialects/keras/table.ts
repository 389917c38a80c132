import type { LayerName } from '../../layers/index.js';
import {
  activation,
  axis,
  borders,
  constantStart,
  dataFormat,
  initializer,
  padding,
  plain,
  sizes,
} from './codecs.js';
import { byAxes, type Field, field, type Spelling, spelled, unspelled } from './spelling.js';

const format = field(dataFormat, 'data_format', 'dim_ordering');
const stride = field(sizes, 'strides', 'subsample', 'subsample_length');
const edges: Field = { ...field(padding, 'padding', 'border_mode'), default: 'valid' };
const filters = field(plain, 'filters', 'nb_filter');
const units = field(plain, 'units', 'output_dim');
const bias = field(plain, 'use_bias', 'bias');
const multiplier = field(plain, 'depth_multiplier');
const rate = field(plain, 'rate', 'p');

const kernel: Field = {
  ...field(sizes, 'kernel_size', 'filter_length'),
  parts: [
    ['nb_row', 'nb_col'],
    ['kernel_dim1', 'kernel_dim2', 'kernel_dim3'],
  ],
};

const convolution = {
  kernel,
  stride,
  padding: edges,
  dilation: field(sizes, 'dilation_rate', 'atrous_rate'),
  bias,
  activation: field(activation, 'activation'),
  dataFormat: format,
};
const init = field(initializer, 'kernel_initializer', 'init');
const depthwiseInit = field(initializer, 'depthwise_initializer', 'init');

const pool = {
  kernel: { ...field(sizes, 'pool_size', 'pool_length'), default: 2 },
  stride: field(sizes, 'strides', 'stride'),
  padding: edges,
  dataFormat: format,
};
const globalPool = { keepDims: field(plain, 'keepdims'), dataFormat: format };
const adaptivePool = { size: field(sizes, 'output_size'), dataFormat: format };

const normalized = {
  scale: field(plain, 'scale'),
  center: field(plain, 'center'),
  epsilon: field(plain, 'epsilon'),
};

const recurrent = {
  units,
  sequences: field(plain, 'return_sequences'),
  backwards: field(plain, 'go_backwards'),
  bias: field(plain, 'use_bias'),
  activation: field(activation, 'activation'),
};
const gate = field(activation, 'recurrent_activation', 'inner_activation');

const asActivation = spelled('Activation');

/** Every layer of ours in Keras's words. What a class alone does not tell is in `choices.ts`. */
export const table = {
  input: spelled('InputLayer'),
  conv: spelled(
    byAxes('Conv'),
    { filters, ...convolution, groups: field(plain, 'groups'), init },
    {
      Convolution1D: 1,
      Convolution2D: 2,
      Convolution3D: 3,
      AtrousConvolution1D: 1,
      AtrousConvolution2D: 2,
      AtrousConv2D: 2,
    },
  ),
  depthwiseConv: spelled(
    byAxes('DepthwiseConv', '', 2),
    { ...convolution, multiplier, init: depthwiseInit },
    { DepthwiseConvolution1D: 1, DepthwiseConvolution2D: 2 },
  ),
  separableConv: spelled(
    byAxes('SeparableConv', '', 2),
    { filters, ...convolution, multiplier, init: depthwiseInit },
    { SeparableConvolution1D: 1, SeparableConvolution2D: 2 },
  ),
  transposedConv: spelled(
    byAxes('Conv', 'Transpose'),
    {
      filters,
      ...convolution,
      groups: field(plain, 'groups'),
      outputPadding: field(sizes, 'output_padding'),
      init,
    },
    {
      Deconvolution2D: 2,
      Deconvolution3D: 3,
      Deconv2D: 2,
      Deconv3D: 3,
      Convolution1DTranspose: 1,
      Convolution2DTranspose: 2,
      Convolution3DTranspose: 3,
    },
  ),
  dense: spelled('Dense', { units, bias, activation: field(activation, 'activation'), init }),

  batchNorm: spelled(
    'BatchNormalization',
    {
      ...normalized,
      momentum: field(plain, 'momentum'),
      axis: field(axis, 'axis'),
      gammaInit: field(constantStart, 'gamma_initializer'),
    },
    {
      BatchNormalizationV1: 0,
      BatchNormalizationV2: 0,
      SyncBatchNormalization: 0,
    },
  ),
  layerNorm: spelled('LayerNormalization', { ...normalized, axes: field(plain, 'axis') }),
  groupNorm: spelled('GroupNormalization', {
    ...normalized,
    groups: field(plain, 'groups'),
    axis: field(axis, 'axis'),
  }),
  // Written as a group norm; see `choices.ts`.
  instanceNorm: spelled([], { ...normalized, axis: field(axis, 'axis') }),

  relu: spelled('ReLU', {
    maxValue: field(plain, 'max_value'),
    slope: field(plain, 'negative_slope'),
    threshold: field(plain, 'threshold'),
  }),
  relu6: asActivation,
  leakyRelu: spelled('LeakyReLU', { slope: field(plain, 'alpha', 'negative_slope') }),
  prelu: spelled('PReLU', { sharedAxes: field(plain, 'shared_axes') }),
  thresholdedRelu: spelled('ThresholdedReLU', { theta: field(plain, 'theta') }),
  elu: spelled('ELU', { alpha: field(plain, 'alpha') }),
  selu: asActivation,
  celu: asActivation,
  gelu: asActivation,
  sigmoid: asActivation,
  hardSigmoid: asActivation,
  logSigmoid: asActivation,
  tanh: asActivation,
  hardTanh: asActivation,
  softplus: asActivation,
  softsign: asActivation,
  swish: asActivation,
  hardSwish: asActivation,
  mish: asActivation,
  exponential: asActivation,
  softmax: spelled('Softmax', { axis: field(axis, 'axis') }),
  logSoftmax: asActivation,

  maxPool: spelled(byAxes('MaxPooling'), pool, { MaxPool1D: 1, MaxPool2D: 2, MaxPool3D: 3 }),
  averagePool: spelled(byAxes('AveragePooling'), pool, { AvgPool1D: 1, AvgPool2D: 2, AvgPool3D: 3 }),
  globalAveragePool: spelled(byAxes('GlobalAveragePooling'), globalPool, {
    GlobalAvgPool1D: 1,
    GlobalAvgPool2D: 2,
    GlobalAvgPool3D: 3,
  }),
  globalMaxPool: spelled(byAxes('GlobalMaxPooling'), globalPool, {
    GlobalMaxPool1D: 1,
    GlobalMaxPool2D: 2,
    GlobalMaxPool3D: 3,
  }),
  adaptiveAveragePool: spelled(byAxes('AdaptiveAveragePooling'), adaptivePool),
  adaptiveMaxPool: spelled(byAxes('AdaptiveMaxPooling'), adaptivePool),
  subsample: unspelled,
  padChannels: unspelled,
  channelShuffle: unspelled,

  zeroPad: spelled(byAxes('ZeroPadding'), {
    padding: { ...field(borders, 'padding'), default: 1 },
    dataFormat: format,
  }),
  reflectPad: unspelled,
  replicatePad: unspelled,
  crop: spelled(byAxes('Cropping'), {
    cropping: { ...field(borders, 'cropping'), default: 1 },
    dataFormat: format,
  }),
  upsample: spelled(byAxes('UpSampling'), {
    factor: { ...field(sizes, 'size', 'length'), default: 2 },
    interpolation: field(plain, 'interpolation'),
    dataFormat: format,
  }),
  resize: spelled('Resizing', {
    size: { ...field(sizes), parts: [['height', 'width']] },
    interpolation: field(plain, 'interpolation'),
    dataFormat: format,
  }),

  flatten: spelled('Flatten'),
  reshape: spelled('Reshape', { shape: field(plain, 'target_shape') }),
  permute: spelled('Permute', { order: field(plain, 'dims') }),
  repeatVector: spelled('RepeatVector', { times: field(plain, 'n') }),

  dropout: spelled('Dropout', { rate }),
  spatialDropout: spelled(byAxes('SpatialDropout'), { rate, dataFormat: format }),
  alphaDropout: spelled('AlphaDropout', { rate }),
  gaussianDropout: spelled('GaussianDropout', { rate }),
  gaussianNoise: spelled('GaussianNoise', { deviation: field(plain, 'stddev', 'sigma') }),
  // Written as a Dropout with a noise shape; see `choices.ts`.
  dropPath: spelled([], { rate }),

  add: spelled('Add'),
  subtract: spelled('Subtract'),
  multiply: spelled('Multiply'),
  average: spelled('Average'),
  maximum: spelled('Maximum'),
  minimum: spelled('Minimum'),
  concat: spelled('Concatenate', { axis: field(axis, 'axis', 'concat_axis') }),

  identity: spelled('Activation', {}, { Identity: 0 }),
  rescale: spelled('Rescaling', { scale: field(plain, 'scale'), offset: field(plain, 'offset') }),

  embedding: spelled('Embedding', { entries: field(plain, 'input_dim'), units: field(plain, 'output_dim') }),
  simpleRnn: spelled('SimpleRNN', recurrent),
  lstm: spelled('LSTM', { ...recurrent, gateActivation: gate }),
  gru: spelled('GRU', {
    ...recurrent,
    gateActivation: gate,
    resetAfter: { ...field(plain, 'reset_after'), default: false },
  }),

  operation: unspelled,
  variable: unspelled,
  unknown: unspelled,
} as const satisfies Record<LayerName, Spelling>;
