import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Shape, Size } from '../../../src/core/graph.js';
import { Draw } from './draw.js';
import { infer } from './infer.js';
import { cases } from './oracle-cases.js';

beforeAll(async () => {
  tf.env().set('IS_TEST', true);
  await tf.setBackend('cpu');
});

const withBatch = (shape: Shape): tf.Shape => [2, ...shape!];

/** What TensorFlow.js says without the batch. It lets sizes fall below 1; to us they are unknown then, and reported. */
const withoutBatch = (shape: tf.Shape): { shape: Size[]; collapsed: boolean } => {
  const sizes = shape.slice(1).map(size => size ?? null);
  return {
    shape: sizes.map(size => (size !== null && size < 1 ? null : size)),
    collapsed: sizes.some(s => s !== null && s < 1),
  };
};

describe('shapes and weights are those of TensorFlow.js', () => {
  test.each(cases.map((c, seed) => ({ ...c, seed: seed + 1 })))('$title', ({ layer, times, draw, seed }) => {
    const random = new Draw(seed);
    for (let i = 0; i < times; i++) {
      const { theirs, parameters, inputs } = draw(random);
      const given = inputs.length === 1 ? withBatch(inputs[0]!) : inputs.map(withBatch);
      theirs.build(given);
      theirs.built = true;
      const wanted = withoutBatch(theirs.computeOutputShape(given) as tf.Shape);
      const found = infer(layer, parameters, inputs);
      const what = `${layer} ${JSON.stringify(parameters)} of ${JSON.stringify(inputs)}`;
      expect(found.output, what).toEqual(wanted.shape);
      expect(found.problems.length > 0, what).toBe(wanted.collapsed);
      expect(Object.values(found.weights), what).toEqual(theirs.weights.map(weight => weight.shape));
      expect(found.total, what).toBe(theirs.countParams());
      const trainable = theirs.trainableWeights.reduce(
        (total, { shape }) => total + shape.reduce<number>((a, b) => a * b!, 1),
        0,
      );
      expect(found.trainable, what).toBe(trainable);
    }
  });
});
