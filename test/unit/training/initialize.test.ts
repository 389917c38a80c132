import { describe, expect, test } from 'vitest';
import { startingValues } from '../../../webview/training/initialize.js';
import { deriveSeed, seededRandom, shuffled } from '../../../webview/training/random.js';

const SHAPE = [3, 3, 16, 64];
const [FAN_IN, FAN_OUT] = [9 * 16, 9 * 64];

const draw = (init: string, shape = SHAPE, weight = 'kernel', seed = 1): Float32Array =>
  startingValues({ parameters: { init } }, weight, shape, seededRandom(seed));

const deviationOf = (values: Float32Array): number =>
  Math.sqrt(values.reduce((total, value) => total + value ** 2, 0) / values.length);

describe('weights start with the true deviation', () => {
  test.each([
    ['heNormal', Math.sqrt(2 / FAN_IN)],
    ['heUniform', Math.sqrt(2 / FAN_IN)],
    ['lecunNormal', Math.sqrt(1 / FAN_IN)],
    ['lecunUniform', Math.sqrt(1 / FAN_IN)],
    ['glorotNormal', Math.sqrt(2 / (FAN_IN + FAN_OUT))],
    ['glorotUniform', Math.sqrt(2 / (FAN_IN + FAN_OUT))],
    ['randomNormal', 0.05],
    ['zeros', 0],
    ['ones', 1],
  ])('%s', (init, expected) => {
    expect(Math.abs(deviationOf(draw(init)) - expected)).toBeLessThanOrEqual(0.02 * expected);
  });

  test('a depthwise kernel sees one channel', () => {
    const values = draw('heNormal', [3, 3, 512, 1], 'depthwise_kernel');
    expect(deviationOf(values)).toBeCloseTo(Math.sqrt(2 / 9), 1);
  });
});

test.each([
  [[12, 5], 5],
  [[5, 12], 5],
])('an orthogonal %s kernel has vectors of length 1 at right angles', (shape, count) => {
  const [rows, columns] = shape as [number, number];
  const values = draw('orthogonal', shape);
  const vector = (i: number) =>
    rows >= columns
      ? Array.from({ length: rows }, (_, row) => values[row * columns + i]!)
      : [...values.subarray(i * columns, (i + 1) * columns)];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const product = vector(i).reduce((total, value, k) => total + value * vector(j)[k]!, 0);
      expect(product).toBeCloseTo(i === j ? 1 : 0, 5);
    }
  }
});

test('a norm starts as the identity, whatever the initializer', () => {
  expect([...draw('heNormal', [2], 'gamma'), ...draw('heNormal', [2], 'beta')]).toEqual([1, 1, 0, 0]);
});

test('the same seed gives the same numbers, another one others', () => {
  expect(draw('heNormal')).toEqual(draw('heNormal'));
  expect(draw('heNormal', SHAPE, 'kernel', 2)).not.toEqual(draw('heNormal'));
  expect(deriveSeed(1, 'conv1')).not.toBe(deriveSeed(1, 'conv2'));
  expect(deriveSeed(1, 'conv1')).not.toBe(deriveSeed(2, 'conv1'));
});

test('a shuffle holds every number once', () => {
  expect(shuffled(20, seededRandom(1)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, i) => i),
  );
});
