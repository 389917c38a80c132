import { add, mul, reshape as reshapeOf, tile, transpose } from '@tensorflow/tfjs-core';
import { trainable } from './layer.js';

/** Flatten and reshape: the same values in the inferred shape. */
export const reshape = trainable<'flatten'>({
  forward: ({ inputs: [x], shape }) => reshapeOf(x, [x.shape[0]!, ...shape]),
});

export const permute = trainable<'permute'>({
  forward: ({ inputs: [x], parameters: p }) => transpose(x, [0, ...p.order]),
});

export const repeatVector = trainable<'repeatVector'>({
  forward: ({ inputs: [x], parameters: p }) => tile(reshapeOf(x, [x.shape[0]!, 1, x.shape[1]!]), [1, p.times, 1]),
});

export const identity = trainable<'identity'>({ forward: ({ inputs: [x] }) => x });

export const rescale = trainable<'rescale'>({
  forward: ({ inputs: [x], parameters: p }) => add(mul(x, p.scale), p.offset),
});
