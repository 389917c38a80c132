import {
  addN,
  add as addOf,
  concat as concatOf,
  maximum as max,
  minimum as min,
  mul,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { axisIndex } from '../../../src/core/layers/axes.js';
import { trainable } from './layer.js';

const folded = (operation: (a: Tensor, b: Tensor) => Tensor) =>
  trainable<'add'>({ forward: ({ inputs: [first, ...rest] }) => rest.reduce(operation, first) });

export const add = folded(addOf);
export const subtract = folded(sub);
export const multiply = folded(mul);
export const maximum = folded(max);
export const minimum = folded(min);

export const average = trainable<'average'>({
  forward: ({ inputs }) => mul(addN([...inputs]), 1 / inputs.length),
});

export const concat = trainable<'concat'>({
  forward: ({ inputs, parameters: p }) => concatOf([...inputs], axisIndex(p.axis, inputs[0].rank - 1)! + 1),
});
