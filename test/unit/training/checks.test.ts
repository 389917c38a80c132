import { describe, expect, test } from 'vitest';
import { blameNotFinite, Detective } from '../../../webview/training/blame.js';
import { silentNodes } from '../../../webview/training/checks/gradient-arrives.js';
import { checks, judge, summarize } from '../../../webview/training/checks/index.js';
import type { Observations } from '../../../webview/training/observations.js';
import type { Signal } from '../../../webview/training/signals.js';
import { Builder } from './builder.js';

const graph = (() => {
  const net = new Builder();
  return net.build(net.chain(net.input(8), ['dense', { units: 8 }], ['relu'], ['dense', { units: 10 }]));
})();

/** A run in which everything went well. */
const good: Observations = {
  graph,
  losses: Array.from({ length: 20 }, (_, i) => 2.3 - 0.1 * i),
  uninformedLoss: Math.log(10),
  constantLoss: Math.log(10),
  weights: [
    { node: 'dense1', weight: 'kernel', gradient: 1 },
    { node: 'dense1', weight: 'bias', gradient: 0 },
    { node: 'dense3', weight: 'kernel', gradient: 1 },
  ],
  blames: new Map(),
  oneBatch: { examples: 8, losses: [2, 0.1] },
};

const verdicts = (more: Partial<Observations>): Record<string, string> =>
  Object.fromEntries(judge({ ...good, ...more }).map(({ id, verdict }) => [id, verdict]));

describe('checks', () => {
  test('all pass where everything went well', () => {
    expect(new Set(Object.values(verdicts({})))).toEqual(new Set(['pass']));
    expect(summarize(judge(good))).toBe('learns');
  });

  test('each says what its threshold is, and where it comes from', () => {
    for (const { threshold, source, title, fault } of checks)
      for (const text of [threshold, source, title, fault]) expect(text).not.toBe('');
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  test.each<[string, Partial<Observations>]>([
    ['first-loss', { losses: [40, ...good.losses] }],
    ['first-loss', { losses: [0.1, ...good.losses] }],
    ['loss-falls', { losses: Array<number>(20).fill(2.3) }],
    ['loss-falls', { losses: good.losses.map(loss => 3.8 - loss) }],
    ['one-batch', { oneBatch: { examples: 8, losses: [2, 1.9] } }],
    [
      'gradient-arrives',
      { weights: [{ node: 'dense1', weight: 'kernel', gradient: undefined }, ...good.weights] },
    ],
  ])('%s fails alone', (id, more) => {
    const failed = Object.entries(verdicts(more)).filter(([, verdict]) => verdict === 'fail');
    expect(failed).toEqual([[id, 'fail']]);
  });

  test('what a broken run does not show is skipped', () => {
    const broken = { losses: [Number.NaN], notFinite: { step: 0 }, oneBatch: undefined };
    expect(verdicts(broken)).toEqual({
      'not-a-number': 'fail',
      'first-loss': 'skipped',
      'gradient-arrives': 'skipped',
      'loss-falls': 'skipped',
      'one-batch': 'skipped',
    });
  });

  test.each<[classes: number, first: number, verdict: string]>([
    [10, 4.5, 'pass'],
    [10, 4.7, 'fail'],
    [10, 1.2, 'pass'],
    [10, 1.1, 'fail'],
    [1000, 13.7, 'pass'],
    [1000, 13.9, 'fail'],
    [2, 4.5, 'pass'],
    [2, 4.7, 'fail'],
    [2, 0.1, 'pass'],
  ])('with %i classes, a first loss of %f is a %s', (classes, first, verdict) => {
    const losses = [first, ...good.losses];
    expect(verdicts({ uninformedLoss: Math.log(classes), losses })['first-loss']).toBe(verdict);
  });

  test('without a loss of guessing there is nothing to compare the first one with', () => {
    expect(verdicts({ uninformedLoss: undefined })['first-loss']).toBe('skipped');
  });

  test('the summary names the first fault and counts the others', () => {
    const outcomes = judge({
      ...good,
      losses: Array<number>(20).fill(40),
      oneBatch: { examples: 8, losses: [2, 2] },
    });
    expect(summarize(outcomes)).toBe('the first loss is off, and 2 more faults');
  });

  test('a bias without a gradient is no fault, a gradient lost in rounding is one', () => {
    expect(silentNodes(good)).toEqual([]);
    const tiny = { node: 'dense1', weight: 'kernel', gradient: 1e-14 };
    expect(silentNodes({ weights: [tiny, ...good.weights] })).toEqual(['dense1']);
  });
});

describe('the node to blame', () => {
  const signals = (changes: Record<string, Partial<Signal>>): Map<string, Signal> =>
    new Map(graph.nodes.map(({ id }) => [id, { low: -1, high: 1, gradient: 1, ...changes[id] }]));

  test('is an activation that lets nothing through', () => {
    const dead = signals({
      input0: { gradient: 0 },
      dense1: { low: -9, high: -8, gradient: 0 },
      relu2: { low: 0, high: 0 },
    });
    const { node, reason } = new Detective(graph, dead).blame('dense1');
    expect(node).toBe('dense1');
    expect(reason).toBe('`relu2` gives 0 everywhere, as its input lies from -9 to -8, after `dense1`');
  });

  test('is the first node whose output is not a number', () => {
    const broken = signals({ relu2: { low: Number.NaN, high: Number.NaN }, dense3: { high: Number.NaN } });
    expect(blameNotFinite(graph, broken)?.node).toBe('relu2');
  });

  test('is the last node whose gradient is not a number, as gradients flow backwards', () => {
    const broken = signals({ input0: { gradient: Number.NaN }, dense1: { gradient: Number.NaN } });
    expect(blameNotFinite(graph, broken)?.node).toBe('dense1');
  });
});
