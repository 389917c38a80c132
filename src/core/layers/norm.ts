import type { Shape, Size } from '../graph.js';
import { axisParameter, checkAxis, sizeAt } from './axes.js';
import { checkExpected, checkGroups, expects } from './conv-parameters.js';
import { defineLayer, type Weight } from './layer.js';
import type { Parameter } from './parameters.js';

const scale = {
  kind: 'boolean',
  default: true,
  doc: 'Whether the result is multiplied by a trained gamma.',
} as const satisfies Parameter;

const center = {
  kind: 'boolean',
  default: true,
  doc: 'Whether a trained beta is added.',
} as const satisfies Parameter;

const epsilon = {
  kind: 'number',
  min: 0,
  default: 0.001,
  doc: 'Added to the variance, so that nothing is divided by 0.',
} as const satisfies Parameter;

function gammaAndBeta(
  shape: readonly Size[],
  p: { readonly scale: boolean; readonly center: boolean },
): Weight[] {
  const names = [...(p.scale ? ['gamma'] : []), ...(p.center ? ['beta'] : [])];
  return names.map(name => ({ name, shape, trainable: true }));
}

const same = (input: Shape | undefined): Shape => input ?? null;

export const batchNorm = defineLayer({
  title: 'Batch norm',
  category: 'norm',
  doc: 'Gives each channel mean 0 and variance 1 over the batch, then scales and shifts it. The shape stays.',
  parameters: {
    scale,
    center,
    momentum: {
      kind: 'number',
      min: 0,
      max: 1,
      default: 0.99,
      doc: 'How slowly the moving averages follow, as Keras counts (PyTorch: 1 − momentum).',
    },
    epsilon,
    gammaInit: {
      kind: 'choice',
      of: ['ones', 'zeros'],
      default: 'ones',
      doc: 'How γ starts. With `zeros` at the end of the branch a residual block starts as the identity (Goyal et al. 2017).',
    },
    axis: axisParameter,
    expects,
    counted: {
      kind: 'boolean',
      default: true,
      doc: 'Whether the moving averages count as parameters: in Keras they do, in PyTorch not.',
      internal: true,
    },
  },
  arity: 1,
  output([input], p, report) {
    checkAxis('axis', p.axis, input, report);
    checkExpected(sizeAt(input, p.axis), p.expects, 'channels', report);
    return same(input);
  },
  weights([input], p) {
    const shape = [p.expects ?? sizeAt(input, p.axis)];
    if (!p.counted) return gammaAndBeta(shape, p);
    return [
      ...gammaAndBeta(shape, p),
      { name: 'moving_mean', shape, trainable: false },
      { name: 'moving_variance', shape, trainable: false },
    ];
  },
  label: () => ({ text: 'BatchNorm' }),
});

export const layerNorm = defineLayer({
  title: 'Layer norm',
  category: 'norm',
  doc: 'Gives each example mean 0 and variance 1 over `axes`, then scales and shifts it. The shape stays.',
  parameters: {
    scale,
    center,
    epsilon,
    axes: {
      kind: 'axes',
      default: -1,
      doc: 'The axes that are normalised together, as Keras counts: 0 is the batch, -1 the last one.',
    },
  },
  arity: 1,
  output([input], p, report) {
    for (const axis of p.axes) checkAxis('axes', axis, input, report);
    return same(input);
  },
  weights([input], p) {
    const shape = p.axes.map(axis => sizeAt(input, axis));
    return gammaAndBeta(shape, p);
  },
  label: () => ({ text: 'LayerNorm' }),
});

export const groupNorm = defineLayer({
  title: 'Group norm',
  category: 'norm',
  doc: 'Splits the channels into `groups` and gives each of them mean 0 and variance 1; no batch needed. The shape stays.',
  parameters: {
    groups: { kind: 'integer', default: 32, doc: 'Number of groups; it must divide the channels.' },
    scale,
    center,
    epsilon,
    axis: axisParameter,
    expects,
  },
  arity: 1,
  output([input], p, report) {
    checkAxis('axis', p.axis, input, report);
    checkExpected(sizeAt(input, p.axis), p.expects, 'channels', report);
    checkGroups(p.expects ?? sizeAt(input, p.axis), { groups: p.groups }, report);
    return same(input);
  },
  weights: ([input], p) => gammaAndBeta([p.expects ?? sizeAt(input, p.axis)], p),
  label: p => ({ text: 'GroupNorm', detail: `g${p.groups}` }),
});

export const instanceNorm = defineLayer({
  title: 'Instance norm',
  category: 'norm',
  doc: 'Gives each channel of each example mean 0 and variance 1, as group norm with a group for each channel. The shape stays.',
  parameters: { scale, center, epsilon, axis: axisParameter, expects },
  arity: 1,
  output([input], p, report) {
    checkAxis('axis', p.axis, input, report);
    return same(input);
  },
  weights: ([input], p) => gammaAndBeta([sizeAt(input, p.axis)], p),
  label: () => ({ text: 'InstanceNorm' }),
});
