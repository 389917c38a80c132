import { add, minimum, mul, relu, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { thresholded } from './activation.js';
import { trainable } from './layer.js';

/** x above 0, slope · x below; slopes may be broadcast. */
const withSlopes = (x: Tensor, slopes: Tensor | number): Tensor => add(relu(x), mul(minimum(x, 0), slopes));

export const leakyRelu = trainable<'leakyRelu'>({
  forward: ({ inputs: [x], parameters: p }) => withSlopes(x, p.slope),
});

export const thresholdedRelu = trainable<'thresholdedRelu'>({
  forward: ({ inputs: [x], parameters: p }) => thresholded(x, p.theta),
});

/** Slopes as the registry shapes them: those that PyTorch counts belong to the first axis, which holds its channels. */
export const prelu = trainable<'prelu'>({
  forward({ inputs: [x], parameters: p, weights: { alpha } }) {
    const perChannel = [...alpha!.shape, ...Array<number>(x.rank - 2).fill(1)];
    return withSlopes(x, p.slopes === undefined ? alpha! : reshape(alpha!, perChannel));
  },
});
