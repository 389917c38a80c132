import { add, mul, reshape as reshapeOf, type Tensor, tile, transpose } from '@tensorflow/tfjs-core';
import { type Call, trainable } from './layer.js';

/** The same values in the inferred shape. */
const toShape = ({ inputs: [x], shape }: Pick<Call, 'inputs' | 'shape'>): Tensor =>
  reshapeOf(x, [x.shape[0]!, ...shape]);

export const flatten = trainable<'flatten'>({ forward: toShape });
export const reshape = trainable<'reshape'>({ forward: toShape });

export const permute = trainable<'permute'>({
  forward: ({ inputs: [x], parameters: p }) => transpose(x, [0, ...p.order]),
});

export const repeatVector = trainable<'repeatVector'>({
  forward: ({ inputs: [x], parameters: p }) =>
    tile(reshapeOf(x, [x.shape[0]!, 1, x.shape[1]!]), [1, p.times, 1]),
});

export const identity = trainable<'identity'>({ forward: ({ inputs: [x] }) => x });

export const rescale = trainable<'rescale'>({
  forward: ({ inputs: [x], parameters: p }) => add(mul(x, p.scale), p.offset),
});
