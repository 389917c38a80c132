import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TypedGraph } from '../../../src/core/graph.js';
import type { SmokeReport, TrainingJob, TrainingProgress } from '../../../src/protocol.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';
import { Builder } from './builder.js';
import { plain, residualCifar, residualV1 } from './networks.js';
import { zooGraph } from './zoo.js';

beforeAll(startBackend);

const small = residualV1({ size: 12, width: 4 });

interface Watched {
  readonly report: SmokeReport;
  readonly progress: readonly TrainingProgress[];
}

async function watch(
  job: Omit<TrainingJob, 'seed'>,
  isCancelled: (progress: readonly TrainingProgress[]) => boolean = () => false,
): Promise<Watched> {
  const progress: TrainingProgress[] = [];
  const hooks = {
    progress: (each: TrainingProgress) => progress.push(each),
    isCancelled: () => isCancelled(progress),
  };
  const report = await runSmokeTest({ seed: 1, ...job }, 'wasm', hooks);
  return { report, progress };
}

describe('a run', () => {
  test('is the same for the same seed', async () => {
    const losses = async (seed: number) =>
      (await runSmokeTest({ graph: small, seed, steps: 4 }, 'wasm', quiet)).losses;
    expect(await losses(1)).toEqual(await losses(1));
    expect(await losses(2)).not.toEqual(await losses(1));
  });

  test('leaves nothing in memory', async () => {
    const before = memory().numTensors;
    for (const graph of [small, plain({ size: 12, width: 4 }), deadBranch()])
      await watch({ graph, steps: 3 });
    await watch({ graph: notFinite() });
    await watch({ graph: small }, progress => progress.length > 2);
    expect(memory().numTensors).toBe(before);
  });

  test('says that it was told to be shorter than usual, and tries one batch all the same', async () => {
    const { report, progress } = await watch({ graph: small, steps: 1 });
    expect(report.notes).toEqual([
      expect.stringMatching(
        /^1 step was asked for, where \d+ are usual: a network that learns slowly may fail\.$/,
      ),
    ]);
    expect(progress.at(-1)!.steps).toBeGreaterThan(1);
    expect((await watch({ graph: small, steps: 200 }, all => all.length > 1)).report.notes).toEqual([]);
  });

  test('tells how far it is, phase by phase', async () => {
    const { progress, report } = await watch({ graph: small, steps: 5 });
    const training = progress.filter(({ phase }) => phase === 'training');
    expect(training.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(training.slice(1).map(({ loss }) => loss)).toEqual(report.losses);
    expect(training.at(-1)!.secondsLeft).toBeGreaterThan(0);
    expect(progress.at(-1)!.phase).toBe('overfitting one batch');
    expect(report).toMatchObject({ steps: 5, backend: 'wasm', uninformedLoss: Math.log(10) });
    expect(report.msPerStep).toBeGreaterThan(0);
  });

  test('ends between two steps when it is cancelled', async () => {
    const { report } = await watch({ graph: small }, progress => progress.length >= 3);
    expect(report).toMatchObject({ verdict: 'cancelled', steps: 2, checks: [] });
  });

  test('lets messages in between two steps', async () => {
    let cancelled = false;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      cancelled = true;
      port1.close();
    };
    port2.postMessage('stop');
    const { report } = await watch({ graph: small }, () => cancelled);
    expect(report.verdict).toBe('cancelled');
    expect(report.steps).toBeLessThan(5);
  });
});

describe('a network that is too large', () => {
  test('is not begun, and the estimate is given', async () => {
    const { report } = await watch({ graph: zooGraph('resnet50-v1') });
    expect(report).toMatchObject({ verdict: 'too-large', steps: 0 });
    expect(report.estimate!.seconds).toBeGreaterThan(90);
  });

  test('runs as a smaller copy where that is wanted, and says so', async () => {
    const graph = zooGraph('resnet50-v1');
    const { report } = await watch({ graph, steps: 3, shrinkIfLarge: true }, all => all.length > 1);
    expect(report).toMatchObject({ verdict: 'cancelled', steps: 1 });
    expect(report.notes[0]).toMatch(/^This is a smaller copy of the network: input \d+×\d+×3/);
    expect((await watch({ graph: small, shrinkIfLarge: true }, all => all.length > 1)).report.notes).toEqual(
      [],
    );
  });

  test('runs where that is wanted', async () => {
    const graph = residualCifar(20, { size: 64, width: 32 });
    expect((await watch({ graph, steps: 400 })).report.verdict).toBe('too-large');
    const { report } = await watch({ graph, steps: 400, batch: 2, evenIfLarge: true }, all => all.length > 1);
    expect(report).toMatchObject({ verdict: 'cancelled', steps: 1 });
  });
});

describe('a network that cannot be trained', () => {
  test('names the layer and the reason', async () => {
    const net = new Builder();
    const volume = net.chain(
      net.input(8, 8, 8, 1),
      ['conv', { filters: 2, kernel: [3, 3, 3] }],
      ['flatten'],
      ['dense', { units: 2 }],
    );
    const { report } = await watch({ graph: net.build(volume) });
    expect(report.verdict).toBe('not-trainable');
    expect(report.checks).toMatchObject([{ id: 'trainable', verdict: 'skipped', node: 'conv1' }]);
    expect(report.checks[0]!.message).toContain('three-dimensional');
  });

  test('has nothing to train', async () => {
    const net = new Builder();
    const { report } = await watch({ graph: net.build(net.chain(net.input(8), ['softmax'])) });
    expect(report.summary).toContain('nothing to train');
  });
});

test('two inputs and two outputs train together', async () => {
  const net = new Builder();
  const image = net.chain(
    net.input(12, 12, 3),
    ['conv', { filters: 8, kernel: 3, activation: 'relu' }],
    ['flatten'],
  );
  const joined = net.add('concat', [image, net.add('dense', net.input(6), { units: 8, activation: 'relu' })]);
  const classes = net.add('dense', joined, { units: 5, activation: 'softmax' });
  const label = net.add('dense', joined, { units: 1, activation: 'sigmoid' });
  const { report } = await watch({ graph: net.build(classes, label) });
  expect(report.verdict).toBe('pass');
  expect(report.uninformedLoss).toBeCloseTo(Math.log(5) + Math.LN2);
});

const quiet = { progress: () => {}, isCancelled: () => false };

function deadBranch(): TypedGraph {
  const net = new Builder();
  const trunk = net.add('conv', net.input(8, 8, 3), { filters: 4, kernel: 3 });
  const branch = net.chain(trunk, ['conv', { filters: 4, kernel: 3 }], ['rescale', { scale: 0 }]);
  return net.build(net.chain(net.add('add', [trunk, branch]), ['flatten'], ['dense', { units: 3 }]));
}

function notFinite(): TypedGraph {
  const net = new Builder();
  const steps = [
    ['dense', { units: 4 }],
    ['rescale', { scale: 1000 }],
    ['exponential'],
    ['dense', { units: 3 }],
  ] as const;
  return net.build(net.chain(net.input(8), ...steps));
}
