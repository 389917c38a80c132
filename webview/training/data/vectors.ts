import { deriveSeed, type Random, seededRandom } from '../random.js';

/** Deviation of an example around the mean of its kind; the means have deviation 1 in every number. Few numbers spread less. */
const spreadOf = (size: number): number => 0.7 * Math.min(1, Math.sqrt(size) / 4);

/**
 * Writes a point of a Gaussian cluster: each kind has a mean of its own, the same for every example. For inputs that are
 * no image: vectors, sequences, and maps too small to show a figure.
 */
export function drawPoint(
  kind: number,
  size: number,
  random: Random,
  values: Float32Array,
  offset: number,
): void {
  const mean = seededRandom(deriveSeed(kind, 'cluster'));
  const spread = spreadOf(size);
  for (let i = 0; i < size; i++) values[offset + i] = mean.normal() + spread * random.normal();
}
