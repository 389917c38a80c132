/** Inputs that are the same in every run. */

/** mulberry32: numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Values = (count: number, seed: number) => Float32Array;

/** Numbers in [-1, 1). */
export const uniform: Values = (count, seed) => {
  const next = random(seed * 7919 + 1);
  return Float32Array.from({ length: count }, () => next() * 2 - 1);
};

/** Numbers in [-1, 1], no two of them closer than 2 / count, so that differences do not change an order. */
export const distinct: Values = (count, seed) => {
  const next = random(seed * 104_729 + 1);
  const values = Float32Array.from({ length: count }, (_, i) => ((i + 0.5) / count) * 2 - 1);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
};

/** Distinct numbers in [-2.1, -0.1]. */
export const negative: Values = (count, seed) => distinct(count, seed).map(value => value - 1.1);

/** What a rectifier leaves of few different numbers: many are equal, most are zero. */
export const tied: Values = (count, seed) =>
  uniform(count, seed).map(value => Math.max(0, Math.round(value * 2)));

/** Numbers far from zero, with a deviation much smaller than their mean. */
export const shifted: Values = (count, seed) => uniform(count, seed).map(value => value + 20);
