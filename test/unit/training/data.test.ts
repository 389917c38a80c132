import { describe, expect, test } from 'vitest';
import { FIGURES } from '../../../webview/training/data/scene.js';
import { SyntheticData } from '../../../webview/training/data.js';

const image = [24, 24, 3];

/** Mean input of each kind over many examples. */
function meansOf(shape: number[], kinds: number, seed: number): number[][] {
  const size = shape.reduce((a, b) => a * b, 1);
  const sums = Array.from({ length: kinds }, () => new Array<number>(size).fill(0));
  const count = 60;
  const { kinds: given, inputs } = new SyntheticData([shape], kinds, seed).next(kinds * count);
  given.forEach((kind, example) => {
    for (let i = 0; i < size; i++) sums[kind]![i]! += inputs[0]![example * size + i]! / count;
  });
  return sums;
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - b[i]!) ** 2;
  return total;
};

describe('synthetic data', () => {
  test('are the same for the same seed, and others for another', () => {
    const first = (seed: number) => new SyntheticData([image], 10, seed).next(12).inputs[0]!;
    expect(first(1)).toEqual(first(1));
    expect(first(2)).not.toEqual(first(1));
  });

  test('are balanced: a batch of twice the kinds holds each twice', () => {
    const { kinds } = new SyntheticData([image], 7, 1).next(14);
    for (let kind = 0; kind < 7; kind++) expect(kinds.filter(each => each === kind)).toHaveLength(2);
  });

  test.each([[[1]], [[1, 1, 1]], [[5]], [[3, 40, 2]], [[9, 4]], [[32, 17, 1]], [[6, 6, 20]], [[4, 4, 4, 2]]])(
    'can be made for an input of %j',
    shape => {
      const [values] = new SyntheticData([shape], 10, 1).next(3).inputs;
      expect(values).toHaveLength(3 * shape.reduce((a, b) => a * b, 1));
      expect(values!.every(value => Number.isFinite(value) && Math.abs(value) < 8)).toBe(true);
      expect(new Set(values).size).toBeGreaterThan(1);
    },
  );

  test('every input of an example shows the same kind', () => {
    const { inputs, kinds } = new SyntheticData([image, [6]], 2, 1).next(4);
    expect(inputs).toHaveLength(2);
    expect(kinds).toHaveLength(4);
  });

  test.each([[image], [[8]], [[8, 8, 1]]])(
    'kinds of %j lie apart: the nearest mean is right most of the time',
    shape => {
      const means = meansOf(shape, FIGURES, 1);
      const size = shape.reduce((a, b) => a * b, 1);
      const { kinds, inputs } = new SyntheticData([shape], FIGURES, 2).next(200);
      const right = kinds.filter((kind, example) => {
        const given = inputs[0]!.subarray(example * size, (example + 1) * size);
        const distances = means.map(mean => distance(mean, given));
        return distances.indexOf(Math.min(...distances)) === kind;
      });
      expect(right.length / kinds.length).toBeGreaterThan(0.5);
    },
  );

  test('a mask covers the figure, and no more than that', () => {
    const { masks, inputs } = new SyntheticData([image], 1, 1).next(1);
    const [mask] = masks(24, 24);
    const brightness = (inside: boolean): number => {
      const pixels = mask!.flatMap((covered, i) => (covered === inside ? [inputs[0]![i * 3]!] : []));
      return pixels.reduce((a, b) => a + b, 0) / pixels.length;
    };
    expect(brightness(true)).toBeGreaterThan(brightness(false) + 0.5);
  });
});
