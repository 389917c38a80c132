import {
  abs,
  add,
  clipByValue,
  div,
  erf,
  exp,
  logSoftmax,
  minimum,
  mul,
  neg,
  relu,
  selu,
  sigmoid,
  softmax,
  softplus,
  step,
  sub,
  type Tensor,
  tanh,
} from '@tensorflow/tfjs-core';
import type { Activation } from '../../../src/core/layers/activation.js';
import { axisIndex } from '../../../src/core/layers/axes.js';
import { moveAxis } from './images.js';
import { trainable } from './layer.js';

/** x above 0, α (e^(x / scale) − 1) below. */
const exponentialBelow = (x: Tensor, alpha: number, scale = 1): Tensor =>
  add(relu(x), mul(sub(exp(div(minimum(x, 0), scale)), 1), alpha));

const hardSigmoidOf = (x: Tensor): Tensor => clipByValue(add(mul(x, 1 / 6), 0.5), 0, 1);

const functions: Record<Activation, (x: Tensor) => Tensor> = {
  relu,
  relu6: x => clipByValue(x, 0, 6),
  elu: x => exponentialBelow(x, 1),
  selu,
  celu: x => exponentialBelow(x, 1),
  gelu: x => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1)),
  sigmoid,
  hardSigmoid: hardSigmoidOf,
  logSigmoid: x => neg(softplus(neg(x))),
  tanh,
  hardTanh: x => clipByValue(x, -1, 1),
  softplus,
  softsign: x => div(x, add(abs(x), 1)),
  swish: x => mul(x, sigmoid(x)),
  hardSwish: x => mul(x, hardSigmoidOf(x)),
  mish: x => mul(x, tanh(softplus(x))),
  exponential: exp,
  softmax: x => softmax(x),
  logSoftmax: x => logSoftmax(x),
};

/** Applies a fused activation. */
export const activate = (activation: Activation, x: Tensor): Tensor => functions[activation](x);

/** A layer that is an activation without parameters. */
const plain = (name: Activation) =>
  trainable<'sigmoid'>({ forward: ({ inputs: [x] }) => functions[name](x) });

/** Along any axis: tfjs knows the last one only. */
const alongAxis = (name: 'softmax' | 'logSoftmax') =>
  trainable<'softmax'>({
    forward({ inputs: [x], parameters: p }) {
      const axis = axisIndex(p.axis, x.rank - 1)! + 1;
      return moveAxis(functions[name](moveAxis(x, axis, x.rank - 1)), x.rank - 1, axis);
    },
  });

/** Keras' ReLU: x from the threshold up to `maxValue`, slope · (x − threshold) below. */
const reluLayer = trainable<'relu'>({
  forward({ inputs: [x], parameters: { threshold, slope, maxValue } }) {
    const above = threshold === 0 ? relu(x) : thresholded(x, threshold);
    const capped = maxValue === undefined ? above : minimum(above, maxValue);
    return slope === 0 ? capped : add(capped, mul(minimum(sub(x, threshold), 0), slope));
  },
});

/** x above theta, 0 elsewhere. */
export function thresholded(x: Tensor, theta: number): Tensor {
  const isAbove = step(sub(x, theta));
  return mul(x, isAbove);
}

export const activationLayers = {
  relu: reluLayer,
  relu6: plain('relu6'),
  elu: trainable<'elu'>({ forward: ({ inputs: [x], parameters: p }) => exponentialBelow(x, p.alpha) }),
  selu: plain('selu'),
  celu: trainable<'celu'>({
    forward: ({ inputs: [x], parameters: p }) => exponentialBelow(x, p.alpha, p.alpha),
  }),
  gelu: plain('gelu'),
  sigmoid: plain('sigmoid'),
  hardSigmoid: plain('hardSigmoid'),
  logSigmoid: plain('logSigmoid'),
  tanh: plain('tanh'),
  hardTanh: plain('hardTanh'),
  softplus: plain('softplus'),
  softsign: plain('softsign'),
  swish: plain('swish'),
  hardSwish: plain('hardSwish'),
  mish: plain('mish'),
  exponential: plain('exponential'),
  softmax: alongAxis('softmax'),
  logSoftmax: alongAxis('logSoftmax'),
};
