/** What two elements of the sequences have in common, 0 where they cannot be the same; a whole number below 256. */
export type Score = (a: number, b: number) => number;

/** More cells would cost more memory and time than a comparison is worth. */
const mostCells = 60_000_000;

enum Step {
  Pair,
  SkipA,
  SkipB,
}

/**
 * Pairs two sequences in order so that the sum of the scores is greatest (Needleman and Wunsch 1970); undefined where
 * they are too long for that. Elements without a partner are left out.
 */
export function align(a: number, b: number, score: Score): [number, number][] | undefined {
  if (a === 0 || b === 0) return [];
  if (a * b > mostCells) return undefined;
  const steps = new Uint8Array(a * b);
  let below = new Int32Array(b + 1);
  let row = new Int32Array(b + 1);
  // From the ends, so that the way is read off from the starts.
  for (let i = a - 1; i >= 0; i--) {
    row[b] = 0;
    for (let j = b - 1; j >= 0; j--) {
      const worth = score(i, j);
      const pair = worth > 0 ? below[j + 1]! + worth : -1;
      const skipA = below[j]!;
      const skipB = row[j + 1]!;
      const best = Math.max(pair, skipA, skipB);
      row[j] = best;
      steps[i * b + j] = best === pair ? Step.Pair : best === skipA ? Step.SkipA : Step.SkipB;
    }
    [row, below] = [below, row];
  }
  return read(steps, a, b);
}

function read(steps: Uint8Array, a: number, b: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a && j < b; ) {
    const step = steps[i * b + j];
    if (step === Step.Pair) pairs.push([i++, j++]);
    else if (step === Step.SkipA) i++;
    else j++;
  }
  return pairs;
}

/** The longest part of pairs that is in order on both sides; they come ordered by the first. */
export function inOrder(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  // Patience sorting: for each length, the pair with the smallest second part that ends such a part.
  const ends: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, second], i) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < second) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = i;
  });
  const found: (readonly [number, number])[] = [];
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]!) found.push(pairs[i]!);
  return found.reverse();
}
