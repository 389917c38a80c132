/** The differentiable operations for which tfjs's own are wrong, incomplete or slow. They run on every backend. */
export {
  addBias,
  type ConvOptions,
  conv2d,
  conv2dTranspose,
  type DepthwiseOptions,
  depthwiseConv2d,
  type TransposedConvOptions,
} from './convolution.js';
export {
  type BatchStatistics,
  batchNormInference,
  batchNormTrain,
  groupNorm,
  layerNorm,
} from './normalization.js';
export { type AvgPoolOptions, avgPool, maxPool, type PoolOptions } from './pooling.js';
export { type BilinearOptions, upsampleBilinear, upsampleNearest } from './resampling.js';
export { crop2d, pad2d, padChannels, subsample } from './spatial.js';
export {
  imageSize,
  NO_PADDING,
  type Padding,
  type Pair,
  perAxis,
  samePadding,
  type Window,
} from './window.js';
