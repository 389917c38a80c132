import type { LayerType } from './layer.js';
import { defineLayer } from './layer.js';
import type { Parameter } from './parameters.js';

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
  softmax: ['Softmax', 'exponentials that sum to 1 over the last axis'],
  logSoftmax: ['Log-softmax', 'the logarithm of softmax'],
} as const satisfies Record<string, readonly [string, string]>;
