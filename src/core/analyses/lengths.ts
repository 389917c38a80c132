/** How long paths are: the share of those of length `from` + i. */
export interface Lengths {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly from: number;
  readonly shares: readonly number[];
}

/** Smaller shares at the ends are dropped: a thousand units then need a few hundred lengths. */
const negligible = 1e-15;

/** Paths of length 0; the share of all of them is 1, or 0 where there is none. */
export const lengthsOfOne = (share: 0 | 1): Lengths => ({
  min: 0,
  max: 0,
  mean: 0,
  from: 0,
  shares: [share],
});

/** One branch more. */
export const shifted = ({ min, max, mean, from, shares }: Lengths): Lengths => ({
  min: min + 1,
  max: max + 1,
  mean: mean + 1,
  from: from + 1,
  shares,
});

/** All of several kinds, each with its share of the whole. */
export function mixed(parts: readonly (readonly [Lengths, number])[]): Lengths {
  const from = Math.min(...parts.map(([part]) => part.from));
  const end = Math.max(...parts.map(([part]) => part.from + part.shares.length));
  const sums = new Array<number>(end - from).fill(0);
  let mean = 0;
  for (const [part, weight] of parts) {
    mean += part.mean * weight;
    const offset = part.from - from;
    for (let i = 0; i < part.shares.length; i++) sums[offset + i]! += part.shares[i]! * weight;
  }
  const first = sums.findIndex(share => share > negligible);
  const last = sums.findLastIndex(share => share > negligible);
  return {
    min: Math.min(...parts.map(([part]) => part.min)),
    max: Math.max(...parts.map(([part]) => part.max)),
    mean,
    from: from + Math.max(first, 0),
    shares: first < 0 ? [0] : sums.slice(first, last + 1),
  };
}
