/** Normalisation with closed-form gradients. Scale (gamma) and offset (beta) may be left out. Channels are last. */
import {
  add,
  concat,
  mean as meanOver,
  mul,
  neg,
  ones,
  type Rank,
  reshape,
  rsqrt,
  split,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.js';

export interface BatchStatistics {
  /** [channels] */
  readonly mean: Tensor1D;
  /** [channels]: the mean square deviation, without Bessel's correction. */
  readonly variance: Tensor1D;
}

/**
 * Batch normalisation while training. Only `y` has a gradient; the statistics are for the moving averages.
 * @param x [..., channels]
 */
export function batchNormTrain<T extends Tensor>(
  x: T,
  gamma: Tensor1D | undefined,
  beta: Tensor1D | undefined,
  epsilon: number,
): BatchStatistics & { readonly y: T } {
  const channels = x.shape.at(-1)!;
  const [y, mean, variance] = tidy((): [T, Tensor1D, Tensor1D] => {
    const [mean, variance] = batchStatistics(x);
    const y = differentiable(
      [x, gamma ?? ones<Rank.R1>([channels]), beta ?? zeros<Rank.R1>([channels])],
      (x, gamma, beta) => batchNormInference(x, { mean, variance }, gamma, beta, epsilon),
      (dy, [x, gamma], [mean, variance]) => batchNormGradients(dy, x, gamma, mean, variance, epsilon),
      [mean, variance],
    );
    return [y, mean, variance];
  });
  return { y, mean, variance };
}

/**
 * Batch normalisation with known statistics.
 * @param x [..., channels]
 */
export function batchNormInference<T extends Tensor>(
  x: T,
  { mean, variance }: BatchStatistics,
  gamma: Tensor1D | undefined,
  beta: Tensor1D | undefined,
  epsilon: number,
): T {
  return tidy(() => {
    const deviation = rsqrt(add(variance, epsilon));
    const scale = gamma ? mul(gamma, deviation) : deviation;
    const shift = neg(mul(mean, scale));
    return add(mul(x, scale), beta ? add(beta, shift) : shift);
  });
}

const allButChannels = (x: Tensor): number[] => [...x.shape.keys()].slice(0, -1);

/** Mean and variance over all axes but the last, as constants. */
function batchStatistics(x: Tensor): [mean: Tensor1D, variance: Tensor1D] {
  const both = differentiable(
    [x],
    x =>
      tidy(() => {
        const mean = meanOver(x, allButChannels(x));
        return concat([mean, meanOver(square(sub(x, mean)), allButChannels(x))]);
      }),
    (_, [x]) => [zerosLike(x)],
  );
  return split(both, 2) as [Tensor1D, Tensor1D];
}

/** With x̂ = (x - mean) / deviation: dx = gamma / deviation · (dy - mean(dy) - x̂ · mean(dy · x̂)). */
function batchNormGradients(
  dy: Tensor,
  x: Tensor,
  gamma: Tensor1D,
  mean: Tensor1D,
  variance: Tensor1D,
  epsilon: number,
): Tensor[] {
  const axes = allButChannels(x);
  const count = x.size / mean.size;
  return tidy(() => {
    const inverse = rsqrt(add(variance, epsilon));
    const centred = sub(x, mean);
    const dGamma = mul(sum(mul(dy, centred), axes), inverse);
    const dBeta = sum(dy, axes);
    const scale = mul(gamma, inverse);
    const slope = mul(mul(scale, inverse), mul(dGamma, -1 / count));
    const shift = mul(scale, mul(dBeta, -1 / count));
    const dx = add(add(mul(dy, scale), mul(centred, slope)), shift);
    return [dx, dGamma, dBeta];
  });
}

/**
 * Normalisation of each position over its channels.
 * @param x [..., channels]
 */
export function layerNorm<T extends Tensor>(
  x: T,
  gamma: Tensor1D | undefined,
  beta: Tensor1D | undefined,
  epsilon: number,
): T {
  return tidy(() => affine(standardize(x, [x.rank - 1], epsilon), gamma, beta));
}

/**
 * Normalisation of each image over its pixels and a group of channels; as many groups as channels make it instance
 * normalisation, one group makes it layer normalisation over the whole image.
 * @param x [batch, height, width, channels]
 */
export function groupNorm(
  x: Tensor4D,
  groups: number,
  gamma: Tensor1D | undefined,
  beta: Tensor1D | undefined,
  epsilon: number,
): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  return tidy(() => {
    const grouped = reshape(x, [batch, height * width, groups, channels / groups]);
    return affine(reshape(standardize(grouped, [1, 3], epsilon), x.shape), gamma, beta);
  });
}

function affine<T extends Tensor>(x: T, gamma: Tensor1D | undefined, beta: Tensor1D | undefined): T {
  const scaled = gamma ? mul<T>(x, gamma) : x;
  return beta ? add<T>(scaled, beta) : scaled;
}

/** (x - mean) / deviation, both over `axes`. */
function standardize<T extends Tensor>(x: T, axes: number[], epsilon: number): T {
  return differentiable(
    [x],
    x =>
      tidy(() => {
        const { centred, inverse } = centre(x, axes, epsilon);
        return mul<T>(centred, inverse);
      }),
    (dy, [x]) => [tidy(() => standardizeGradient(dy, x, axes, epsilon))],
  );
}

function standardizeGradient(dy: Tensor, x: Tensor, axes: number[], epsilon: number): Tensor {
  const { centred, inverse } = centre(x, axes, epsilon);
  const normalized = mul(centred, inverse);
  const slope = averages(mul(dy, normalized), axes);
  return mul(inverse, sub(sub(dy, averages(dy, axes)), mul(normalized, slope)));
}

function centre(x: Tensor, axes: number[], epsilon: number): { centred: Tensor; inverse: Tensor } {
  const centred = sub(x, averages(x, axes));
  return { centred, inverse: rsqrt(add(averages(square(centred), axes), epsilon)) };
}

/** Means over `axes`, which stay as axes of length 1. One after the other: wasm would transpose `x` for axes apart. */
const averages = (x: Tensor, axes: number[]): Tensor =>
  axes.reduce((means, axis) => meanOver(means, axis, true), x);
