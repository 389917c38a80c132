import {
  add,
  mul,
  reshape,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { axisIndex } from '../../../src/core/layers/axes.js';
import {
  batchNormInference,
  batchNormTrain,
  groupNorm as groupNormOf,
  layerNorm as layerNormOf,
} from '../backends/ops.js';
import { moveAxis } from './images.js';
import { trainable } from './layer.js';

/** Runs an operation that wants the channels last on a tensor that has them at `axis`, counted without the batch. */
function withLast(x: Tensor, axis: number, operation: (x: Tensor) => Tensor): Tensor {
  const at = axisIndex(axis, x.rank - 1)! + 1;
  return moveAxis(operation(moveAxis(x, at, x.rank - 1)), x.rank - 1, at);
}

/** moving = momentum · moving + (1 − momentum) · seen */
const follow = (moving: Variable, seen: Tensor, momentum: number): void =>
  tidy(() => moving.assign(add(moving, mul(sub(seen, moving), 1 - momentum))));

export const batchNorm = trainable<'batchNorm'>({
  forward({ inputs: [x], parameters: p, weights, mode }) {
    const gamma = weights.gamma as Tensor1D | undefined;
    const beta = weights.beta as Tensor1D | undefined;
    const mean = weights.moving_mean as Variable & Tensor1D;
    const variance = weights.moving_variance as Variable & Tensor1D;
    return withLast(x, p.axis, x => {
      if (!mode.training) return batchNormInference(x, { mean, variance }, gamma, beta, p.epsilon);
      const seen = batchNormTrain(x, gamma, beta, p.epsilon);
      follow(mean, seen.mean, p.momentum);
      follow(variance, seen.variance, p.momentum);
      return seen.y;
    });
  },
});

export const layerNorm = trainable<'layerNorm'>({
  obstacle(node) {
    const rank = node.output?.length ?? 0;
    const { axes } = node.parameters;
    const indices = (axes as number[]).map(axis => axisIndex(axis, rank)).sort();
    const isTail = indices.every((index, i) => index === rank - indices.length + i);
    return isTail ? undefined : 'it normalises axes that are not the last ones';
  },
  forward({ inputs: [x], parameters: p, weights: { gamma, beta } }) {
    const size = x.shape.slice(x.rank - p.axes.length).reduce((a, b) => a * b, 1);
    const flat = (weight: Tensor | undefined) => (weight ? (reshape(weight, [size]) as Tensor1D) : undefined);
    const y = layerNormOf(reshape(x, [x.size / size, size]), flat(gamma), flat(beta), p.epsilon);
    return reshape(y, x.shape);
  },
});

/** [batch, ..., channels], with the axes between as one image. */
function perGroup(
  x: Tensor,
  groups: number,
  { gamma, beta }: Readonly<Record<string, Variable>>,
  epsilon: number,
): Tensor {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const images = reshape(x, [batch, x.size / (batch * channels), 1, channels]) as Tensor4D;
  const y = groupNormOf(images, groups, gamma as Tensor1D | undefined, beta as Tensor1D | undefined, epsilon);
  return reshape(y, x.shape);
}

export const groupNorm = trainable<'groupNorm'>({
  forward: ({ inputs: [x], parameters: p, weights }) =>
    withLast(x, p.axis, x => perGroup(x, p.groups, weights, p.epsilon)),
});

export const instanceNorm = trainable<'instanceNorm'>({
  forward: ({ inputs: [x], parameters: p, weights }) =>
    withLast(x, p.axis, x => perGroup(x, x.shape.at(-1)!, weights, p.epsilon)),
});
