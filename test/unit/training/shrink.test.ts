import { describe, expect, test } from 'vitest';
import type { TypedGraph, TypedNode } from '../../../src/core/graph.js';
import { findUnits } from '../../../src/core/residual.js';
import { LIMITS, sizeOf } from '../../../webview/training/estimate.js';
import { obstaclesOf } from '../../../webview/training/obstacles.js';
import { estimateTest, planFor } from '../../../webview/training/plan.js';
import { conflictsOf } from '../../../webview/training/reinfer.js';
import { shrink, shrinkToFit } from '../../../webview/training/shrink.js';
import { withInputSizes } from '../../../webview/training/sizes.js';
import { Builder } from './builder.js';
import { perceptron, residualCifar, residualV1 } from './networks.js';
import { zooGraph, zooGraphs } from './zoo.js';

const find = (graph: TypedGraph, id: string): TypedNode => graph.nodes.find(node => node.id === id)!;

describe('estimate', () => {
  test('small networks get the largest batch and more steps', () => {
    expect(planFor({ graph: perceptron() })).toMatchObject({ batch: 32, steps: 200, isTooLarge: false });
  });

  test('larger ones get a smaller batch, never fewer than 60 steps', () => {
    const { batch, steps, isTooLarge } = planFor({ graph: residualCifar(20) });
    expect(batch).toBeLessThan(32);
    expect(steps).toBe(60);
    expect(isTooLarge).toBe(false);
  });

  test('what a job says is taken', () => {
    expect(planFor({ graph: perceptron(), steps: 7, batch: 5 })).toMatchObject({ batch: 5, steps: 7 });
  });

  test('ResNet-50 is too large for a quick test, in time and memory', () => {
    const { estimate, isTooLarge } = estimateTest(zooGraph('resnet50-v1'));
    expect(isTooLarge).toBe(true);
    expect(estimate.seconds).toBeGreaterThan(LIMITS.seconds);
  });
});

describe('a smaller copy', () => {
  test.each(zooGraphs)('of %s keeps structure, classes and residual units', (_, graph) => {
    const smaller = shrink(graph, { input: 2, width: 2 })!;
    expect(smaller.nodes.map(node => [node.id, node.layer])).toEqual(
      graph.nodes.map(node => [node.id, node.layer]),
    );
    expect(graph.outputs.map(id => find(smaller, id).output)).toEqual(
      graph.outputs.map(id => find(graph, id).output),
    );
    expect(findUnits(smaller.nodes).map(unit => unit.kind)).toEqual(
      findUnits(graph.nodes).map(unit => unit.kind),
    );
    expect(conflictsOf(smaller)).toEqual([]);
    expect(obstaclesOf(smaller)).toEqual([]);
    expect(sizeOf(smaller).macs).toBeLessThan(sizeOf(graph).macs / 4);
  });

  test.each(zooGraphs)('of %s fits', (_, graph) => {
    expect(shrinkToFit(graph, copy => !estimateTest(copy).isTooLarge)).toBeDefined();
  });

  test('keeps groups whole', () => {
    const net = new Builder();
    const grouped = ['conv', { filters: 96, kernel: 3, groups: 8 }] as const;
    const x = net.chain(net.input(32, 32, 3), ['conv', { filters: 48, kernel: 3 }], grouped, [
      'groupNorm',
      { groups: 6 },
    ]);
    const depthwise = ['conv', { filters: 192, kernel: 3, groups: 96 }] as const;
    const graph = net.build(net.chain(x, depthwise, ['globalAveragePool'], ['dense', { units: 10 }]));
    const smaller = shrink(graph, { input: 1, width: 4 })!;
    expect(find(smaller, 'conv2').parameters).toMatchObject({ filters: 24, groups: 8 });
    expect(find(smaller, 'conv4').parameters).toMatchObject({ filters: 48, groups: 24 });
    expect(find(smaller, 'dense6').parameters.units).toBe(10);
  });

  test('keeps the classes of a head without a dense layer', () => {
    const net = new Builder();
    const head = [['conv', { filters: 10, kernel: 1 }], ['globalAveragePool'], ['softmax']] as const;
    const graph = net.build(net.chain(net.input(32, 32, 3), ['conv', { filters: 64, kernel: 3 }], ...head));
    expect(shrink(graph, { input: 2, width: 2 })!.nodes.at(-1)!.output).toEqual([10]);
  });

  test('scales a gate that reshapes', () => {
    const net = new Builder();
    const x = net.chain(net.input(32, 32, 3), ['conv', { filters: 64, kernel: 3 }]);
    const excite = [
      ['dense', { units: 8, activation: 'relu' }],
      ['dense', { units: 64, activation: 'sigmoid' }],
    ] as const;
    const gate = net.chain(x, ['globalAveragePool'], ...excite, ['reshape', { shape: [1, 1, 64] }]);
    const graph = net.build(
      net.chain(net.add('multiply', [x, gate]), ['globalAveragePool'], ['dense', { units: 10 }]),
    );
    expect(find(shrink(graph, { input: 2, width: 4 })!, 'reshape5').output).toEqual([1, 1, 16]);
  });

  test('is not made where a layer has no room left', () => {
    const net = new Builder();
    const valid = ['conv', { filters: 8, kernel: 9, padding: 'valid' }] as const;
    const graph = net.build(
      net.chain(net.input(32, 32, 3), valid, valid, ['flatten'], ['dense', { units: 10 }]),
    );
    expect(shrink(graph, { input: 2, width: 1 })).toBeUndefined();
    expect(shrink(graph, { input: 1, width: 2 })).toBeDefined();
  });

  test('of a small input stays large enough to show something', () => {
    expect(shrink(residualV1({ size: 12 }), { input: 2, width: 1 })).toBeUndefined();
  });
});

describe('an open input size', () => {
  const open = (...sizes: (number | null)[]) => {
    const net = new Builder();
    const steps = [
      ['conv', { filters: 8, kernel: 3 }],
      ['globalAveragePool'],
      ['dense', { units: 10 }],
    ] as const;
    return net.build(net.chain(net.input(...sizes), ...steps));
  };

  test('is assumed, and said', () => {
    const { graph, note } = withInputSizes(open(null, null, 3));
    expect(graph.nodes[0]!.output).toEqual([32, 32, 3]);
    expect(note).toContain('32×32');
  });

  test('of the channels is an obstacle', () => {
    const { graph } = withInputSizes(open(null, null, null));
    expect(obstaclesOf(graph)[0]?.message).toContain('unknown size');
  });
});
