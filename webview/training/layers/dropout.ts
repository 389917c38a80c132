import { add, mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../random.js';
import { trainable } from './layer.js';

/** A constant of `shape`, one drawn number after the other. */
function drawn(shape: readonly number[], draw: () => number): Tensor {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return tensor(values, [...shape]);
}

/** Zeros for the dropped share; the rest is enlarged, so that the mean stays. A rate of 1 leaves nothing. */
const keep = (rate: number, random: Random) => (): number => (random.uniform() < rate ? 0 : 1 / (1 - rate));

const whenNoisy = (noisy: (x: Tensor, rate: number, random: Random) => Tensor) =>
  trainable<'dropout'>({
    forward: ({ inputs: [x], parameters, mode, random }) =>
      mode.noise && parameters.rate > 0 ? noisy(x, parameters.rate, random) : x,
  });

export const dropout = whenNoisy((x, rate, random) => mul(x, drawn(x.shape, keep(rate, random))));

export const gaussianDropout = whenNoisy((x, rate, random) => {
  const deviation = Math.sqrt(rate / (1 - rate));
  return mul(
    x,
    drawn(x.shape, () => 1 + deviation * random.normal()),
  );
});

/** The whole branch of an example: [batch, 1, …]. */
export const dropPath = whenNoisy((x, rate, random) =>
  mul(x, drawn([x.shape[0]!, ...Array<number>(x.rank - 1).fill(1)], keep(rate, random))),
);

/** What SELU approaches for very negative values: −scale · α. */
const SELU_FLOOR = -1.0507009873554805 * 1.6732632423543772;

/** Dropped values go to SELU's floor; then all are moved back to mean 0 and variance 1 (Klambauer et al. 2017). */
export const alphaDropout = whenNoisy((x, rate, random) => {
  const scale = ((1 - rate) * (1 + rate * SELU_FLOOR ** 2)) ** -0.5;
  const shift = -scale * rate * SELU_FLOOR;
  const kept = drawn(x.shape, () => (random.uniform() < rate ? 0 : 1));
  const floor = mul(add(mul(kept, -1), 1), SELU_FLOOR);
  return add(mul(add(mul(x, kept), floor), scale), shift);
});

export const spatialDropout = trainable<'spatialDropout'>({
  forward({ inputs: [x], parameters: p, mode, random }) {
    if (!mode.noise || p.rate === 0) return x;
    const channels = p.dataFormat === 'channelsFirst' ? 1 : x.rank - 1;
    const shape = x.shape.map((size, axis) => (axis === 0 || axis === channels ? size : 1));
    return mul(x, drawn(shape, keep(p.rate, random)));
  },
});

export const gaussianNoise = trainable<'gaussianNoise'>({
  forward: ({ inputs: [x], parameters: p, mode, random }) =>
    mode.noise && p.deviation > 0
      ? add(
          x,
          drawn(x.shape, () => p.deviation * random.normal()),
        )
      : x,
});
