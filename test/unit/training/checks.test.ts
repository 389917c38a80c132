import { describe, expect, test } from 'vitest';
import { blameNotFinite, Detective } from '../../../webview/training/blame.js';
import { silentNodes } from '../../../webview/training/checks/gradient-arrives.js';
import { checks, judge, summarize } from '../../../webview/training/checks/index.js';
import type { Activity, Observations, Sample } from '../../../webview/training/observations.js';
import type { Signal } from '../../../webview/training/signals.js';
import { Builder } from './builder.js';

const graph = (() => {
  const net = new Builder();
  return net.build(net.chain(net.input(8), ['dense', { units: 8 }], ['relu'], ['dense', { units: 10 }]));
})();

const activity: Activity = { mean: 0.5, deviation: 0.6, variance: 0.3, dead: 0 };
const activities = (changes: Record<string, Partial<Activity>> = {}): Map<string, Activity> =>
  new Map(graph.nodes.map(({ id }) => [id, { ...activity, ...changes[id] }]));
const samples = (changes: Record<string, Partial<Activity>> = {}, update = 0.01): Sample[] =>
  [0, 5, 10, 15].map(step => ({ step, updates: [update, 0, update], activities: activities(changes) }));
const variances = (values: Record<string, number> = {}): Map<string, number> =>
  new Map(graph.nodes.map(({ id }) => [id, values[id] ?? 1]));
const every = <T>(step: (i: number) => T): T[] => Array.from({ length: 20 }, (_, i) => step(i));

/** A run in which everything went well. */
const good: Observations = {
  graph,
  losses: every(i => 2.3 - 0.1 * i),
  uninformedLoss: Math.log(10),
  constantLoss: Math.log(10),
  weights: [
    { node: 'dense1', weight: 'kernel', gradient: 1 },
    { node: 'dense1', weight: 'bias', gradient: 0 },
    { node: 'dense3', weight: 'kernel', gradient: 1 },
  ],
  gradients: every(() => [1, 0, 1]),
  samples: samples(),
  propagation: variances(),
  dependences: [{ input: 'input0', losses: [0.5, 2] }],
  evaluation: { losses: [0.5, 0.6] },
  ends: new Set(['dense3']),
  blames: new Map(),
  oneBatch: { examples: 8, losses: [2, 0.1] },
};

const verdicts = (more: Partial<Observations>): Record<string, string> =>
  Object.fromEntries(judge({ ...good, ...more }).map(({ id, verdict }) => [id, verdict]));

describe('checks', () => {
  test('all pass where everything went well', () => {
    const skipped = Object.entries(verdicts({})).filter(([, verdict]) => verdict !== 'pass');
    expect(skipped).toEqual([['saturation', 'skipped']]); // no layer has two ends
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
    ['update-size', { samples: samples({}, 0.11) }],
    ['update-size', { samples: samples({}, 9e-5) }],
    ['signal-propagation', { propagation: variances({ relu2: 9e-11 }) }],
    ['signal-propagation', { propagation: variances({ relu2: 2e4 }) }],
    ['dying-relu', { samples: samples({ relu2: { dead: 0.7 } }) }],
    ['saturation', { samples: samples({ relu2: { saturated: 0.6 } }) }],
    ['vanishing-gradient', { gradients: every(() => [9e-5, 0, 0.1]) }],
    ['exploding-gradient', { gradients: every(() => [71, 0, 1]) }],
    ['activation-deviation', { samples: samples({ relu2: { deviation: 0.002 } }) }],
    ['activation-deviation', { samples: samples({ relu2: { deviation: 40 } }) }],
    ['data-dependence', { dependences: [{ input: 'input0', losses: [0.5, 0.5] }] }],
    ['evaluation-mode', { evaluation: { losses: [0.5, 0.9] } }],
    ['oscillation', { oneBatch: { examples: 8, losses: every(i => (i < 19 && i % 4 ? 1 : 0.1 + 1e-9)) } }],
  ])('%s fails alone', (id, more) => {
    const failed = Object.entries(verdicts(more)).filter(([, verdict]) => verdict === 'fail');
    expect(failed).toEqual([[id, 'fail']]);
  });

  test('what a broken run does not show is skipped', () => {
    const broken = {
      losses: [Number.NaN],
      gradients: [[Number.NaN, 0, Number.NaN]],
      samples: [],
      notFinite: { step: 0 },
      dependences: undefined,
      evaluation: undefined,
      oneBatch: undefined,
    };
    expect(verdicts(broken)).toEqual({
      ...Object.fromEntries(checks.map(({ id }) => [id, 'skipped'])),
      'not-a-number': 'fail',
      'signal-propagation': 'pass', // seen before training
    });
  });

  test.each<[what: string, Partial<Observations>]>([
    ['a gradient that is small because the loss is', { gradients: every(() => [9e-5, 0, 0.08]) }],
    ['a gradient that is short, beside a long one', { gradients: every(() => [2e-4, 0, 1]) }],
    ['gradients that explode only at the start', { gradients: every(i => [i < 8 ? 300 : 1, 0, 1]) }],
    [
      'gradients that grow while the loss falls',
      { gradients: every(i => [1e-2 * 2 ** i, 0, 1e-2 * 2 ** i]) },
    ],
    [
      'units that come back',
      { samples: [...samples({ relu2: { dead: 1 } }).slice(1), ...samples().slice(3)] },
    ],
    [
      'a ReLU that is fed nothing',
      { samples: samples({ dense1: { mean: 0, deviation: 0 }, relu2: { dead: 1 } }) },
    ],
    [
      'a small deviation that recovers',
      { samples: [...samples({ relu2: { deviation: 1e-4 } }), ...samples()] },
    ],
    ['an answer that is sure', { samples: samples({ dense3: { saturated: 1 } }) }],
    ['one weight that starts at 0', { samples: samples().map(s => ({ ...s, updates: [1e9, 0, 0.01] })) }],
    ['pixels that are divided by 255', { propagation: variances({ input0: 1e-5, relu2: 1e-11 }) }],
    ['a loss that is better in evaluation', { evaluation: { losses: [2, 0.5] } }],
    ['a rise now and then', { oneBatch: { examples: 8, losses: every(i => (i === 9 ? 3 : 0.4)) } }],
  ])('nothing fires on %s', (_, more) => {
    expect(Object.entries(verdicts(more)).filter(([, verdict]) => verdict === 'fail')).toEqual([]);
  });

  test('gradients that grow with the loss explode', () => {
    const growing = { gradients: every(i => [2 ** i, 0, 2 ** i]), losses: every(i => 2 + 0.2 * i) };
    expect(verdicts(growing)).toMatchObject({ 'exploding-gradient': 'fail' });
  });

  test('a fault is reported at its cause, and not by what it brings along', () => {
    const thrownOff = {
      samples: samples({ relu2: { dead: 1 } }, 3),
      evaluation: { losses: [0, 9] as const },
    };
    const outcomes = judge({ ...good, ...thrownOff });
    expect(outcomes.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['update-size']);
    expect(outcomes.find(({ id }) => id === 'dying-relu')!.message).toBe(
      'It comes with another fault, see “Steps are of a sound size”.',
    );
  });

  test('what explains a check comes before it', () => {
    const order = checks.map(({ id }) => id);
    for (const [i, { explainedBy = [] }] of checks.entries())
      for (const cause of explainedBy) expect(order.slice(0, i)).toContain(cause);
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
