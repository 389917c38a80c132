import { beforeAll, describe, expect, test } from 'vitest';
import type { TypedGraph } from '../../../src/core/graph.js';
import type { SmokeReport } from '../../../src/protocol.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';
import * as faulty from './faulty.js';
import * as healthy from './networks.js';

beforeAll(startBackend);

const run = (graph: TypedGraph, steps?: number): Promise<SmokeReport> =>
  runSmokeTest({ graph, seed: 1, steps }, 'wasm', { progress: () => {}, isCancelled: () => false });

const failed = ({ checks }: SmokeReport): string[] =>
  checks.filter(check => check.verdict === 'fail').map(check => check.id);

describe('nothing fires on a healthy network', { timeout: 120_000 }, () => {
  test.each<[string, TypedGraph]>([
    ['the source document’s resnet_v1', healthy.residualV1({ size: 16, width: 8 })],
    ['the source document’s resnet_v2', healthy.residualV2({ size: 16, width: 8 })],
    ['ResNet-20', healthy.residualCifar(20, { size: 16, width: 8 })],
    ['a plain network', healthy.plain({ size: 16, width: 8 })],
    ['a DenseNet', healthy.denseNet({ size: 16, width: 6 })],
    ['a perceptron', healthy.perceptron()],
    ['a U-Net', healthy.uNet()],
    ['a MobileNet', healthy.mobileNet({ size: 12 })],
    ['a ResNeXt, channels first', healthy.resNext({ size: 12, width: 8 })],
    ['a sequence', healthy.sequence()],
  ])('%s', async (_, graph) => {
    const report = await run(graph);
    expect(report.checks.filter(check => check.verdict === 'fail')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', summary: 'learns' });
  });
});

describe('a fault is found, and the node to blame', { timeout: 120_000 }, () => {
  /** Name, network, the checks that fail, the node that the first of them blames, and a part of its message. */
  type Case = readonly [string, TypedGraph, readonly string[], string | undefined, string];

  test.each<Case>([
    ['an unused layer', faulty.unusedLayer(), ['gradient-arrives'], 'conv7', 'no output depends on `conv7`'],
    ['a branch times 0', faulty.zeroBranch(), ['gradient-arrives'], 'rescale8', 'multiplies everything by 0'],
    ['a gate that is shut', faulty.shutGate(), ['gradient-arrives'], 'rescale9', 'gives 0 everywhere'],
    [
      'a dead ReLU',
      faulty.deadRelu(),
      ['gradient-arrives', 'loss-falls', 'one-batch'],
      'rescale8',
      'after `rescale8`',
    ],
    ['weights of 0', faulty.zeroWeights(), ['gradient-arrives'], 'conv7', 'start at 0'],
    [
      'one class',
      faulty.oneClass(),
      ['gradient-arrives', 'loss-falls'],
      'conv1',
      'the same for every answer',
    ],
    [
      'an overflow',
      faulty.overflow(),
      ['not-a-number'],
      'exponential9',
      'the first layer whose output is not a number',
    ],
    ['exploding values', faulty.exploding(), ['first-loss', 'loss-falls'], undefined, 'Add a norm'],
    ['a vanishing gradient', faulty.vanishing(), ['loss-falls', 'one-batch'], undefined, 'a constant answer'],
    ['too small a network', faulty.tooSmall(), ['loss-falls', 'one-batch'], undefined, 'learns too slowly'],
    ['two softmaxes', faulty.twoSoftmaxes(), ['one-batch'], undefined, 'destroys what tells them apart'],
  ])('%s', async (_, graph, expected, node, message) => {
    const report = await run(graph, 60);
    expect(report.verdict).toBe('fail');
    expect(failed(report)).toEqual(expected);
    const first = report.checks.find(check => check.verdict === 'fail')!;
    expect(first.node).toBe(node);
    expect(first.message).toContain(message);
  });
});
