/** Up-sampling of images [batch, height, width, channels], with right gradients. */
import {
  avgPool,
  clone,
  image,
  matMul,
  mul,
  reshape,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.js';
import { imageSize, isOnes, type Pair } from './window.js';

/**
 * Repeats each pixel `rows` × `columns` times. tfjs's own gradient is wrong on its cpu backend.
 * @returns [batch, height * rows, width * columns, channels]
 */
export function upsampleNearest(x: Tensor4D, [rows, columns]: Pair): Tensor4D {
  if (isOnes([rows, columns])) return clone(x);
  const [height, width] = imageSize(x);
  const repeats: [number, number] = [rows, columns];
  return differentiable(
    [x],
    x => image.resizeNearestNeighbor(x, [height * rows, width * columns]),
    dy => [tidy(() => mul<Tensor4D>(avgPool(dy, repeats, repeats, 'valid'), rows * columns))],
  );
}

export interface BilinearOptions {
  /** Whether the corner pixels keep their values; otherwise pixels are squares (half-pixel centres), as in Keras. */
  readonly alignCorners?: boolean;
}

/**
 * Bilinear interpolation to [batch, ...size, channels], as two products with fixed weights:
 * tfjs's gradient ignores half-pixel centres.
 */
export function upsampleBilinear(
  x: Tensor4D,
  size: Pair,
  { alignCorners = false }: BilinearOptions = {},
): Tensor4D {
  const [height, width] = imageSize(x);
  return tidy(() => {
    const rows = interpolation(height, size[0], alignCorners);
    const columns = interpolation(width, size[1], alignCorners);
    return transformAxis(transformAxis(x, 1, rows), 2, columns);
  });
}

/** Multiplies one spatial axis of `x` by a matrix [out, in]. */
function transformAxis(x: Tensor4D, axis: 1 | 2, weights: Tensor2D): Tensor4D {
  const lines = transpose(x, axis === 1 ? [1, 0, 2, 3] : [2, 0, 1, 3]);
  const [length, ...rest] = lines.shape;
  const transformed = matMul(weights, reshape(lines, [length, -1]) as Tensor2D);
  return transpose(
    reshape(transformed, [weights.shape[0], ...rest]),
    axis === 1 ? [1, 0, 2, 3] : [1, 2, 0, 3],
  );
}

/** Row i holds the weights with which `input` pixels make pixel i of `output`. */
function interpolation(input: number, output: number, alignCorners: boolean): Tensor2D {
  const weights = new Float32Array(output * input);
  for (let i = 0; i < output; i++) {
    const exact = alignCorners
      ? (i * (input - 1)) / Math.max(1, output - 1)
      : ((i + 0.5) * input) / output - 0.5;
    const source = Math.min(Math.max(exact, 0), input - 1);
    const first = Math.floor(source);
    const second = Math.min(first + 1, input - 1);
    weights[i * input + first]! += 1 - (source - first);
    weights[i * input + second]! += source - first;
  }
  return tensor2d(weights, [output, input]);
}
