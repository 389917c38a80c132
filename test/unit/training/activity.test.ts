import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ActivityProbe } from '../../../webview/training/examinations/activity.js';
import type { Activity } from '../../../webview/training/observations.js';
import { startBackend } from './backend.js';
import { Builder } from './builder.js';

beforeAll(startBackend);

/** Two examples of two units at two positions: one unit is dead, the other one goes from 1 to 4. */
const dead = [0, 0, 0, 0];
const alive = [1, 2, 3, 4];
const last = alive.flatMap((value, i) => [dead[i]!, value]);
const first = [0, 0, 1, 2, 0, 0, 3, 4];

async function observe(
  x: Tensor,
  { channelsFirst = false, activation = 'relu' as 'relu' | 'sigmoid' | 'tanh', isBare = false } = {},
): Promise<Activity> {
  const net = new Builder();
  const id = net.add(activation, net.input(...x.shape.slice(1)));
  const node = net.build(id).nodes[1]!;
  const probe = new ActivityProbe(channelsFirst, new Set(isBare ? [id] : []));
  tidy(() => void probe.visit(node, x));
  const activities = await probe.read();
  probe.dispose();
  x.dispose();
  return activities.get(id)!;
}

describe('what a probe sees of an output', () => {
  const expected = { mean: 1.25, dead: 0.5 };

  test.each<[string, number[], number[], boolean]>([
    ['a map', last, [2, 1, 2, 2], false],
    ['a map with its channels first', first, [2, 2, 1, 2], true],
    ['a sequence', last, [2, 2, 2], false],
    ['vectors', last, [4, 2], true],
  ])('%s', async (_, values, shape, channelsFirst) => {
    const seen = await observe(tensor(values, shape), { channelsFirst });
    expect(seen).toMatchObject(expected);
    expect(seen.deviation).toBeCloseTo(Math.sqrt(30 / 8 - 1.25 ** 2), 5);
    expect(seen.variance).toBeCloseTo(1.25 / 2, 5); // of the unit that is alive, halved by the other one's 0
    expect(seen.saturated).toBeUndefined();
  });

  test.each<['sigmoid' | 'tanh', number[], number]>([
    ['sigmoid', [0.01, 0.5, 0.99, 0.5], 0.5],
    ['sigmoid', [0.01, 0.02, 0.99, 0.99], 1],
    ['tanh', [0.01, 0.5, 0.99, 0.5], 0],
    ['tanh', [-0.99, 0.5, 0.99, 0.5], 0.5],
  ])('units of a %s that are at an end: %j', async (activation, values, share) => {
    expect((await observe(tensor(values, [2, 2]), { activation })).saturated).toBe(share);
  });

  test('logits are not saturated', async () => {
    const seen = await observe(tensor([1, 1], [1, 2]), { activation: 'sigmoid', isBare: true });
    expect(seen.saturated).toBeUndefined();
  });
});
