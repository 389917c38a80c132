import { axisParameter, checkAxis } from './axes.js';
import { defineLayer, type LayerType } from './layer.js';
import type { Parameter, Schema } from './parameters.js';

/** An activation without a weight: its name in a box, and what it computes. */
const functions = {
  relu: ['ReLU', 'max(0, x)'],
  relu6: ['ReLU6', 'min(max(0, x), 6)'],
  elu: ['ELU', 'x above 0, α·(eˣ − 1) below'],
  selu: ['SELU', 'a scaled ELU that keeps mean 0 and variance 1'],
  celu: ['CELU', 'a continuously differentiable ELU'],
  gelu: ['GELU', 'x · Φ(x), with the normal distribution’s Φ'],
  sigmoid: ['Sigmoid', '1 / (1 + e⁻ˣ)'],
  hardSigmoid: ['Hard sigmoid', 'a sigmoid of straight pieces'],
  logSigmoid: ['Log-sigmoid', 'log(sigmoid(x))'],
  tanh: ['Tanh', 'the hyperbolic tangent'],
  hardTanh: ['Hard tanh', 'x, cut off at −1 and 1'],
  softplus: ['Softplus', 'log(1 + eˣ)'],
  softsign: ['Softsign', 'x / (1 + |x|)'],
  swish: ['Swish', 'x · sigmoid(x), also called SiLU'],
  hardSwish: ['Hard swish', 'x · a hard sigmoid'],
  mish: ['Mish', 'x · tanh(softplus(x))'],
  exponential: ['Exponential', 'eˣ'],
  softmax: ['Softmax', 'exponentials that sum to 1 over an axis, the last one unless told'],
  logSoftmax: ['Log-softmax', 'the logarithm of softmax'],
} as const satisfies Record<string, readonly [string, string]>;

/** The activations that a convolution or a dense layer can have built in; each of them is a layer, too. */
export type Activation = keyof typeof functions;

export const activations = Object.keys(functions) as Activation[];

export const activationParameter = {
  kind: 'choice',
  of: activations,
  doc: 'What is applied to the result: `relu`, `softmax`, …; nothing unless told.',
} as const satisfies Parameter;

/** An activation as a layer of its own. */
const layerOf = <const S extends Schema>(name: Activation, parameters: S): LayerType<S> =>
  defineLayer({
    title: functions[name][0],
    category: 'activation',
    doc: `Computes ${functions[name][1]}. The shape stays.`,
    parameters,
    arity: 1,
    output: ([input]) => input ?? null,
    label: () => ({ text: functions[name][0] }),
  });

const alpha = {
  kind: 'number',
  default: 1,
  doc: 'The value that it approaches below 0 is −α.',
} as const satisfies Parameter;

const axis = {
  ...axisParameter,
  doc: 'The axis to sum over, as Keras counts: 0 is the batch, -1 the last one.',
} as const;

const alongOneAxis = (name: Activation): LayerType<{ axis: typeof axis }> =>
  defineLayer({
    ...layerOf(name, { axis }),
    output([input], p, report) {
      checkAxis('axis', p.axis, input, report);
      return input ?? null;
    },
  });

export const relu = defineLayer({
  ...layerOf('relu', {
    maxValue: { kind: 'number', min: 0, doc: 'The result is cut off there.', internal: true },
    slope: { kind: 'number', default: 0, doc: 'Slope below the threshold.', internal: true },
    threshold: { kind: 'number', default: 0, doc: 'Below it, the slope applies.', internal: true },
  }),
  label: p => ({ text: 'ReLU', detail: p.maxValue === undefined ? undefined : `≤ ${p.maxValue}` }),
});
export const relu6 = layerOf('relu6', {});
export const elu = layerOf('elu', { alpha });
export const selu = layerOf('selu', {});
export const celu = layerOf('celu', { alpha });
export const gelu = layerOf('gelu', {});
export const sigmoid = layerOf('sigmoid', {});
export const hardSigmoid = layerOf('hardSigmoid', {});
export const logSigmoid = layerOf('logSigmoid', {});
export const tanh = layerOf('tanh', {});
export const hardTanh = layerOf('hardTanh', {});
export const softplus = layerOf('softplus', {});
export const softsign = layerOf('softsign', {});
export const swish = layerOf('swish', {});
export const hardSwish = layerOf('hardSwish', {});
export const mish = layerOf('mish', {});
export const exponential = layerOf('exponential', {});
export const softmax = alongOneAxis('softmax');
export const logSoftmax = alongOneAxis('logSoftmax');

/** `Dense 10 · Softmax` */
export const withActivation = (text: string, activation: Activation | undefined): string =>
  activation === undefined ? text : `${text} · ${functions[activation]?.[0] ?? activation}`;
