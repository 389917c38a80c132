import { describe, expect, test } from 'vitest';
import type { TypedGraph } from '../../../src/core/graph.js';
import { SyntheticData } from '../../../webview/training/data.js';
import { constantLoss } from '../../../webview/training/loss.js';
import { type Head, headsOf, kindsFor, uninformedLossOf } from '../../../webview/training/objective.js';
import { targetsFor } from '../../../webview/training/targets.js';
import { Builder } from './builder.js';

type Steps = Parameters<Builder['chain']>[1][];

function headOf(shape: number[], ...steps: Steps): Head {
  const net = new Builder();
  const graph: TypedGraph = net.build(net.chain(net.input(...shape), ...steps));
  return headsOf(graph)[0]!;
}

describe('the loss follows from the end of the network', () => {
  test.each<[string, Head, Partial<Head>]>([
    [
      'softmax layer',
      headOf([8], ['dense', { units: 5 }], ['softmax']),
      { loss: 'classes', channels: 5, bare: 'softmax2' },
    ],
    [
      'softmax within dense',
      headOf([8], ['dense', { units: 5, activation: 'softmax' }]),
      { loss: 'classes', bare: 'dense1' },
    ],
    [
      'softmax, then flatten',
      headOf([1, 1, 8], ['conv', { filters: 5, kernel: 1, activation: 'softmax' }], ['flatten']),
      { loss: 'classes', bare: 'conv1' },
    ],
    [
      'sigmoid',
      headOf([8], ['dense', { units: 1, activation: 'sigmoid' }]),
      { loss: 'labels', channels: 1, bare: 'dense1' },
    ],
    ['linear vector', headOf([8], ['dense', { units: 5 }]), { loss: 'classes', channels: 5 }],
    ['one linear number', headOf([8], ['dense', { units: 1 }]), { loss: 'regression' }],
    ['tanh', headOf([8], ['dense', { units: 5, activation: 'tanh' }]), { loss: 'regression' }],
    [
      'softmax map',
      headOf([8, 8, 3], ['conv', { filters: 4, kernel: 3, activation: 'softmax' }]),
      { loss: 'classes', positions: [8, 8] },
    ],
    [
      'linear map of one channel',
      headOf([8, 8, 3], ['conv', { filters: 1, kernel: 3 }]),
      { loss: 'labels', positions: [8, 8] },
    ],
    [
      'map, channels first',
      headOf([3, 8, 6], ['conv', { filters: 4, kernel: 3, dataFormat: 'channelsFirst' }]),
      { loss: 'classes', channels: 4, positions: [8, 6], channelsFirst: true },
    ],
  ])('%s', (_, head, expected) => {
    expect(head).toMatchObject(expected);
  });

  test('what is assumed is said', () => {
    expect(headOf([8], ['dense', { units: 5 }]).assumption).toContain('logits of 5 classes');
    expect(headOf([8], ['dense', { units: 5 }], ['softmax']).assumption).toBeUndefined();
  });

  test('guessing costs ln(classes); the mean squared error has no such number', () => {
    const classes = headOf([8], ['dense', { units: 5 }]);
    expect(uninformedLossOf([classes, classes])).toBeCloseTo(2 * Math.log(5));
    expect(uninformedLossOf([classes, headOf([8], ['relu'])])).toBeUndefined();
  });
});

describe('targets', () => {
  const few = headOf([8], ['dense', { units: 3 }]);
  const many = headOf([8], ['dense', { units: 1000 }]);

  const rowsOf = (head: Head, shape: number[], withMasks: boolean): number[][] => {
    const kinds = kindsFor([head]);
    const examples = new SyntheticData([shape], kinds, 1).next(20);
    const values = targetsFor(head, examples, kinds, withMasks);
    return Array.from({ length: values.length / head.channels }, (_, i) => [
      ...values.subarray(i * head.channels, (i + 1) * head.channels),
    ]);
  };

  test('are one-hot classes', () => {
    for (const row of rowsOf(few, [8], false)) expect([...row].sort()).toEqual([0, 0, 1]);
  });

  test('are spread over many classes', () => {
    const seen = new Set(rowsOf(many, [8], false).map(row => row.indexOf(1)));
    expect(seen.size).toBe(10);
    expect(Math.max(...seen)).toBe(900);
  });

  test('follow the figure in a map', () => {
    const head = headOf([16, 16, 3], ['conv', { filters: 3, kernel: 3 }]);
    const rows = rowsOf(head, [16, 16, 3], true);
    expect(rows).toHaveLength(20 * 256);
    const ground = rows.filter(row => row[0] === 1).length / rows.length;
    expect(ground).toBeGreaterThan(0.4);
    expect(ground).toBeLessThan(0.95);
  });
});

test('the best constant answer costs the entropy of the targets', () => {
  expect(constantLoss('classes', [0.25, 0.25, 0.5])).toBeCloseTo(1.5 * Math.LN2);
  expect(constantLoss('labels', [0.5, 0])).toBeCloseTo(Math.LN2 / 2);
  expect(constantLoss('regression', [0.5])).toBe(0.25);
});
