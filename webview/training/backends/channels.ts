/** Channels in groups: [..., channels] as `groups` tensors [..., channels / groups], and back. */
import { reshape, stack, type Tensor3D, type Tensor4D, transpose, unstack } from '@tensorflow/tfjs-core';

/**
 * Each group becomes one contiguous block first: wasm transposes three axes fast,
 * but splits the last axis by copying the whole tensor once for each part.
 */
export function splitChannels(x: Tensor4D, groups: number): Tensor4D[] {
  const [batch, height, width, channels] = x.shape;
  const size = channels / groups;
  const blocks = transpose(reshape(x, [batch * height * width, groups, size]), [1, 0, 2]);
  return unstack(blocks).map(block => reshape(block, [batch, height, width, size]));
}

export function joinChannels(parts: readonly Tensor4D[]): Tensor4D {
  const [batch, height, width, size] = parts[0]!.shape;
  const blocks = stack(parts.map(part => reshape(part, [batch * height * width, size]))) as Tensor3D;
  return reshape(transpose(blocks, [1, 0, 2]), [batch, height, width, parts.length * size]);
}
