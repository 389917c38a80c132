import type { Shape } from '../../graph.js';
import type { LayerName } from '../../layers/index.js';
import { type Lower, plainStep, spatialAxes, step } from './step.js';

export const input: Lower<'input'> = ({ parameters: p }) =>
  p.shape
    ? [plainStep('InputLayer', { batch_input_shape: [null, ...p.shape], dtype: 'float32' })]
    : 'its shape is not known';

export const relu: Lower<'relu'> = ({ parameters: p, target }) =>
  !target.fullOptions && (p.slope !== 0 || p.threshold !== 0)
    ? `${target.name}'s ReLU has no slope or threshold`
    : [step('relu', p, 0)];

export const celu: Lower<'celu'> = ({ parameters: p }) =>
  p.alpha === 1 ? [step('celu', p, 0)] : "Keras's CELU has an alpha of 1";

export const logSoftmax: Lower<'logSoftmax'> = ({ parameters: p, inputs: [shape] }) =>
  p.axis === -1 || p.axis === shape?.length
    ? [step('logSoftmax', p, 0)]
    : "Keras's log-softmax is over the last axis";

/** PyTorch counts slopes, Keras names the axes that share them. */
export const prelu: Lower<'prelu'> = ({ parameters: p, inputs: [shape] }) => {
  if (p.slopes === undefined) return [step('prelu', p, 0)];
  if (!shape) return 'the shape of its input is not known';
  const axes = shape.map((_, i) => i + 1);
  return [step('prelu', { sharedAxes: p.slopes === 1 ? axes : axes.slice(1) }, 0)];
};

export const instanceNorm: Lower<'instanceNorm'> = ({ parameters: p, inputs: [shape] }) => {
  const groups = p.axis < 0 ? shape?.at(p.axis) : shape?.[p.axis - 1];
  return typeof groups === 'number'
    ? [step('groupNorm', { ...p, groups }, 0)]
    : 'the number of its channels is not known';
};

export const spatialDropout: Lower<'spatialDropout'> = ({ parameters: p, inputs: [shape] }) => {
  const axes = spatialAxes(shape);
  return axes < 1 ? 'the number of its axes is not known' : [step('spatialDropout', p, axes)];
};

/** Dropout with one draw for each example. */
export const dropPath: Lower<'dropPath'> = ({ parameters: p, inputs: [shape], target }) => {
  if (!target.noiseShapes) return `${target.name} has no stochastic depth`;
  if (!shape) return 'the shape of its input is not known';
  return [plainStep('Dropout', { rate: p.rate, noise_shape: [null, ...shape.map(() => 1)] })];
};

export const gru: Lower<'gru'> = ({ parameters: p, target }) =>
  p.resetAfter && !target.fullOptions
    ? `${target.name}'s GRU resets before the product`
    : [step('gru', p, 0)];

/** A merge of one tensor is that tensor; Keras wants two. */
export const merge =
  (layer: LayerName): Lower<LayerName> =>
  ({ parameters, inputs, target }) => {
    if (inputs.length < 2) return [step('identity', {}, 0)];
    // TensorFlow.js compares sizes as they are, and so takes an unknown one for another than a known one.
    const unlike = target.classes && layer === 'concat' && new Set(inputs.map(unknowns)).size > 1;
    return unlike ? `${target.name} concatenates only maps of known sizes` : [step(layer, parameters, 0)];
  };

const unknowns = (shape: Shape): string =>
  (shape ?? []).map((size, axis) => (size === null ? axis : '')).join();
