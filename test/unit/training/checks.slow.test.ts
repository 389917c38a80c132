import { beforeAll, describe, expect, test } from 'vitest';
import type { TypedGraph } from '../../../src/core/graph.js';
import type { SmokeReport } from '../../../src/protocol.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';
import * as faulty from './faulty.js';

beforeAll(startBackend);

const run = (graph: TypedGraph, steps?: number): Promise<SmokeReport> =>
  runSmokeTest({ graph, seed: 1, steps }, 'wasm', { progress: () => {}, isCancelled: () => false });

const failed = ({ checks }: SmokeReport): string[] =>
  checks.filter(check => check.verdict === 'fail').map(check => check.id);

describe('a fault is found, and the node to blame', { timeout: 120_000 }, () => {
  /** Name, network, the checks that fail, the node that the first of them blames, and a part of its message. */
  type Case = readonly [string, TypedGraph, readonly string[], string | undefined, string];

  test.each<Case>([
    ['an unused layer', faulty.unusedLayer(), ['gradient-arrives'], 'conv7', 'no output depends on `conv7`'],
    ['a branch times 0', faulty.zeroBranch(), ['gradient-arrives'], 'rescale8', 'multiplies everything by 0'],
    [
      'a gate that is shut',
      faulty.shutGate(),
      ['gradient-arrives', 'dying-relu'],
      'rescale9',
      'gives 0 everywhere',
    ],
    [
      'a dead ReLU',
      faulty.deadRelu(),
      ['gradient-arrives', 'dying-relu', 'loss-falls', 'one-batch'],
      'rescale8',
      'after `rescale8`',
    ],
    ['weights of 0', faulty.zeroWeights(), ['gradient-arrives'], 'conv7', 'start at 0'],
    [
      'one class',
      faulty.oneClass(),
      ['gradient-arrives', 'data-dependence', 'loss-falls'],
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
    [
      'a vanishing gradient',
      faulty.vanishing(),
      ['vanishing-gradient', 'loss-falls', 'one-batch'],
      'conv1',
      'shrinks from layer to layer',
    ],
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
