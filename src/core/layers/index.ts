import {
  celu,
  elu,
  exponential,
  gelu,
  hardSigmoid,
  hardSwish,
  hardTanh,
  logSigmoid,
  logSoftmax,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  softmax,
  softplus,
  softsign,
  swish,
  tanh,
} from './activation.js';
import { channelShuffle, padChannels, subsample } from './channels.js';
import { conv } from './conv.js';
import { dense } from './dense.js';
import { depthwiseConv, separableConv } from './depthwise.js';
import {
  alphaDropout,
  dropout,
  dropPath,
  gaussianDropout,
  gaussianNoise,
  spatialDropout,
} from './dropout.js';
import { embedding } from './embedding.js';
import { adaptiveAveragePool, adaptiveMaxPool, globalAveragePool, globalMaxPool } from './global-pool.js';
import { identity, rescale } from './identity.js';
import { input } from './input.js';
import type { LayerType } from './layer.js';
import { leakyRelu, prelu, thresholdedRelu } from './leaky.js';
import { add, average, concat, maximum, minimum, multiply, subtract } from './merge.js';
import { batchNorm, groupNorm, instanceNorm, layerNorm } from './norm.js';
import { operation, variable } from './operation.js';
import { crop, reflectPad, replicatePad, zeroPad } from './pad.js';
import type { ParametersOf } from './parameters.js';
import { averagePool, maxPool } from './pool.js';
import { gru, lstm, simpleRnn } from './recurrent.js';
import { flatten, permute, repeatVector, reshape } from './reshape.js';
import { transposedConv } from './transposed.js';
import { unknown } from './unknown.js';
import { resize, upsample } from './upsample.js';

const registry = {
  input,
  conv,
  depthwiseConv,
  separableConv,
  transposedConv,
  dense,
  batchNorm,
  layerNorm,
  groupNorm,
  instanceNorm,
  relu,
  relu6,
  leakyRelu,
  prelu,
  thresholdedRelu,
  elu,
  selu,
  celu,
  gelu,
  sigmoid,
  hardSigmoid,
  logSigmoid,
  tanh,
  hardTanh,
  softplus,
  softsign,
  swish,
  hardSwish,
  mish,
  exponential,
  softmax,
  logSoftmax,
  maxPool,
  averagePool,
  globalAveragePool,
  globalMaxPool,
  adaptiveAveragePool,
  adaptiveMaxPool,
  subsample,
  padChannels,
  channelShuffle,
  zeroPad,
  reflectPad,
  replicatePad,
  crop,
  upsample,
  resize,
  flatten,
  reshape,
  permute,
  repeatVector,
  dropout,
  spatialDropout,
  alphaDropout,
  gaussianDropout,
  gaussianNoise,
  dropPath,
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  concat,
  identity,
  rescale,
  embedding,
  simpleRnn,
  lstm,
  gru,
  operation,
  variable,
  unknown,
} as const satisfies Record<string, LayerType>;

/** A layer's name: the word of the native format. */
export type LayerName = keyof typeof registry;

/** The values that one layer's functions receive: `LayerParameters<'conv'>`. */
export type LayerParameters<N extends LayerName> = ParametersOf<(typeof registry)[N]['parameters']>;

/** Every layer that is known. */
export const layers: Readonly<Record<LayerName, LayerType>> = registry;

export const layerNames = Object.keys(registry) as LayerName[];

export const isLayerName = (word: string): word is LayerName => Object.hasOwn(registry, word);
