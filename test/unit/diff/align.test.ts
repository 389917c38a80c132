import { expect, test } from 'vitest';
import { align, inOrder } from '../../../src/core/diff/align.js';
import { random } from '../diagram/random-model.js';

/** The best sum of scores, found by trying everything. */
function best(a: readonly number[], b: readonly number[], score: (x: number, y: number) => number): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [x, ...restA] = a as [number];
  const [y, ...restB] = b as [number];
  const worth = score(x, y);
  return Math.max(
    best(restA, b, score),
    best(a, restB, score),
    worth > 0 ? worth + best(restA, restB, score) : 0,
  );
}

test('no other pairs in order have a greater sum', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const next = random(seed);
    const draw = () => Array.from({ length: Math.floor(next() * 7) }, () => Math.floor(next() * 4));
    const [a, b] = [draw(), draw()];
    const score = (x: number, y: number): number => (x === y ? 3 : (x + y) % 2);
    const pairs = align(a.length, b.length, (i, j) => score(a[i]!, b[j]!))!;
    expect(pairs).toEqual(pairs.toSorted(([x], [y]) => x - y));
    expect(inOrder(pairs)).toEqual(pairs);
    expect(pairs.reduce((sum, [i, j]) => sum + score(a[i]!, b[j]!), 0)).toBe(best(a, b, score));
  }
});

test('sequences that are too long are not tried', () => {
  expect(align(10_000, 10_000, () => 1)).toBeUndefined();
});

test.each<[number[], number]>([
  [[], 0],
  [[0, 1, 2], 3],
  [[2, 1, 0], 1],
  [[3, 0, 1, 5, 2, 4], 4],
])('of %j, %i are in order', (seconds, length) => {
  const found = inOrder(seconds.map((second, i) => [i, second] as const));
  expect(found.length).toBe(length);
  expect(found.every(([, second], i) => i === 0 || second > found[i - 1]![1])).toBe(true);
});
