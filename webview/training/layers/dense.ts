import { matMul, reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { addBias } from '../backends/ops.js';
import { trainable } from './layer.js';

/** [batch, ..., in] · [in, units] */
export const dense = trainable<'dense'>({
  forward({ inputs: [x], weights: { kernel, bias } }) {
    const [size, units] = kernel!.shape as [number, number];
    const y = matMul(reshape(x, [x.size / size, size]), kernel as Tensor2D);
    const biased = bias ? addBias(y, bias as Tensor1D) : y;
    return reshape(biased, [...x.shape.slice(0, -1), units]);
  },
});
