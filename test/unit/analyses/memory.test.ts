import { describe, expect, test } from 'vitest';
import { analysisOf, runAnalysis } from '../../../src/core/analyses/index.js';
import { liveInInference, liveInTraining, outputBytes } from '../../../src/core/analyses/memory.js';
import type { TypedGraph, TypedNode } from '../../../src/core/graph.js';
import { randomModel, randomTangle } from '../diagram/random-model.js';
import { native, rowsOf, zoo } from './read.js';

const views = new Set(['identity', 'flatten', 'reshape']);

/** By definition and step by step, for graphs without dropout: who is there because somebody still needs it? */
class ByHand {
  private readonly index: ReadonlyMap<string, number>;

  constructor(private readonly graph: TypedGraph) {
    this.index = new Map(graph.nodes.map((node, i) => [node.id, i]));
  }

  /** The nodes whose values lie where this one's do, that one first. */
  private holder(node: TypedNode): TypedNode {
    const from = this.graph.nodes[this.index.get(node.inputs[0] ?? '') ?? -1];
    return views.has(node.layer) && node.inputs.length === 1 && from ? this.holder(from) : node;
  }

  private readers(of: TypedNode): number[] {
    return this.graph.nodes.flatMap((node, step) =>
      node.inputs.some(id => this.index.has(id) && this.holder(this.graph.nodes[this.index.get(id)!]!) === of)
        ? [step]
        : [],
    );
  }

  private isOutput(of: TypedNode): boolean {
    return this.graph.outputs.some(id => this.holder(this.graph.nodes[this.index.get(id)!]!) === of);
  }

  private bytes(nodes: readonly TypedNode[]): number | null {
    return nodes.reduce<number | null>((sum, node) => {
      const size = outputBytes(node);
      return sum === null || size === null ? null : sum + size;
    }, 0);
  }

  inference(step: number): number | null {
    return this.bytes(
      this.graph.nodes.filter((node, i) => {
        if (this.holder(node) !== node || i > step) return false;
        return i === step || this.isOutput(node) || this.readers(node).some(reader => reader >= step);
      }),
    );
  }

  training(step: number): number | null {
    const { nodes } = this.graph;
    const values = nodes.filter((node, i) => this.holder(node) === node && i <= step);
    const gradients = values.filter(
      node =>
        node.layer !== 'input' &&
        (this.isOutput(node) || this.index.get(node.id) === step || this.readers(node).some(r => r >= step)),
    );
    return this.bytes([...values, ...gradients]);
  }
}

describe('what is live is what somebody still needs', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('in random network %i', seed => {
    for (const { graph } of [randomModel(seed), randomTangle(seed)]) {
      const hand = new ByHand(graph);
      expect(liveInInference(graph)).toEqual(graph.nodes.map((_, step) => hand.inference(step)));
      expect(liveInTraining(graph)).toEqual(graph.nodes.map((_, step) => hand.training(step)));
    }
  });
});

const chain = native(
  'input: [8, 8, 4]\nlayers:\n  - conv: {filters: 8, kernel: 3}\n  - relu\n  - flatten\n  - dense: {units: 10}\n',
);

test('a chain by hand', () => {
  const rows = rowsOf('memory', chain, { optimizer: 'momentum' });
  // 8·8·4, 8·8·8 and 10 numbers of 4 bytes; a flattened map is the map.
  expect([...rows].map(([id, v]) => [id, v.output, v.inference, v.training])).toEqual([
    ['input', 1024, 1024, 1024],
    ['conv1', 2048, 3072, 1024 + 2 * 2048],
    ['relu1', 2048, 4096, 1024 + 2048 + 2048 + 2 * 2048],
    ['flatten1', 2048, 2048, 1024 + 2048 + 2048 + 2048],
    ['dense1', 40, 2088, 1024 + 2048 + 2048 + 2048 + 80],
  ]);
  expect(rows.get('conv1')).toMatchObject({ weights: 296 * 4, gradients: 296 * 4, optimizer: 296 * 4 });
});

test('a batch multiplies outputs, not weights', () => {
  const [one, many] = [1, 32].map(batch => rowsOf('memory', chain, { batch }).get('relu1')!);
  expect(many!.inference).toBe(32 * Number(one!.inference));
  expect(rowsOf('memory', chain, { batch: 32 }).get('conv1')!.weights).toBe(296 * 4);
});

test('dropout costs memory in training alone', () => {
  const rows = rowsOf(
    'memory',
    native('input: [4]\nlayers:\n  - dense: {units: 4}\n  - dropout: {rate: 0.5}\n'),
  );
  expect([rows.get('dropout1')!.inference, rows.get('dropout1')!.training]).toEqual([
    16,
    16 + 2 * 16 + 2 * 16,
  ]);
});

test('what is not known is not known, and says so', () => {
  const model = native(
    'input: [null, null, 3]\nlayers:\n  - conv: {filters: 8, kernel: 3}\n  - globalAveragePool\n  - dense: {units: 2}\n',
  );
  const rows = rowsOf('memory', model);
  expect([...rows.values()].map(({ inference }) => inference)).toEqual([null, null, null, 40]);
  const { facts } = runAnalysis(analysisOf('memory')!, model);
  expect(Object.fromEntries(facts)['peak of outputs, inference']).toMatch(/^\?/);
});

test('ResNet-50 peaks where its maps are largest', () => {
  const { facts } = runAnalysis(analysisOf('memory')!, zoo('resnet50-v1.5'), { batch: 32 });
  // The branch's end, and what the projection's batch norm reads and writes: 3·56·56·256 numbers of 4 bytes, 32 times.
  expect(Object.fromEntries(facts)['peak of outputs, inference']).toBe(
    '294 MiB at stage1.0.shortcut.batchNorm',
  );
});
