import type { LayerName, LayerParameters } from '../../../src/core/layers/index.js';
import { activationLayers } from './activation.js';
import { channelShuffle, padChannels, subsample } from './channels.js';
import { conv, depthwiseConv, separableConv, transposedConv } from './conv.js';
import { dense } from './dense.js';
import {
  alphaDropout,
  dropout,
  dropPath,
  gaussianDropout,
  gaussianNoise,
  spatialDropout,
} from './dropout.js';
import type { NotTrainable, Trainable } from './layer.js';
import { leakyRelu, prelu, thresholdedRelu } from './leaky.js';
import { add, average, concat, maximum, minimum, multiply, subtract } from './merge.js';
import { batchNorm, groupNorm, instanceNorm, layerNorm } from './norm.js';
import { crop, reflectPad, replicatePad, zeroPad } from './pad.js';
import {
  adaptiveAveragePool,
  adaptiveMaxPool,
  averagePool,
  globalAveragePool,
  globalMaxPool,
  maxPool,
} from './pool.js';
import { flatten, identity, permute, repeatVector, rescale, reshape } from './shape.js';
import { resize, upsample } from './upsample.js';

const recurrent: NotTrainable = { reason: 'recurrent layers are not supported' };

/** Every layer of the registry: how it computes, or why it is not trained here. */
const table = {
  ...activationLayers,
  input: identity,
  conv,
  depthwiseConv,
  separableConv,
  transposedConv,
  dense,
  batchNorm,
  layerNorm,
  groupNorm,
  instanceNorm,
  leakyRelu,
  prelu,
  thresholdedRelu,
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
  embedding: { reason: 'it looks up whole numbers, and the synthetic inputs are none' },
  simpleRnn: recurrent,
  lstm: recurrent,
  gru: recurrent,
  operation: { reason: 'it is a function that is no layer here' },
  variable: { reason: 'a tensor that the network keeps is not supported' },
  unknown: { reason: 'it is not known what it computes' },
} as const satisfies { readonly [N in LayerName]: Trainable<LayerParameters<N>> | NotTrainable };

export const execution: Readonly<Record<LayerName, Trainable | NotTrainable>> = table;
