import { describe, expect, test } from 'vitest';
import { pathsOf } from '../../../src/core/analyses/paths.js';
import type { Model } from '../../../src/core/analyze.js';
import { findUnits } from '../../../src/core/residual.js';
import { randomModel, randomTangle } from '../diagram/random-model.js';
import { native, rowsOf, zoo } from './read.js';

const parting = new Set(['add', 'average', 'subtract', 'maximum', 'minimum', 'concat']);

/** Every path from an input to an output, one after the other: the units whose branches it passes. */
function enumerate({ graph, units }: Model): string[][] {
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  const unitAt = new Map(units.map(unit => [unit.merge, unit]));
  const known = new Map<string, string[][]>();
  const to = (id: string): string[][] => {
    const found = known.get(id);
    if (found) return found;
    const node = byId.get(id)!;
    const unit = unitAt.get(id);
    const sides = node.inputs.flatMap((from, i) =>
      byId.has(from)
        ? [to(from).map(path => (unit && i !== unit.shortcut.input ? [...path, id] : path))]
        : [],
    );
    const most = sides.reduce<string[][]>((a, b) => (b.length > a.length ? b : a), []);
    const paths = sides.length === 0 ? [[]] : parting.has(node.layer) ? sides.flat() : most;
    known.set(id, paths);
    return paths;
  };
  return graph.outputs.flatMap(to);
}

const count = <T>(items: readonly T[], is: (item: T) => boolean): number => items.filter(is).length;

describe('counted at once, they are those that are found one by one', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('in random network %i', seed => {
    for (const drawn of [randomModel(seed), randomTangle(seed)]) {
      const model = { ...drawn, units: findUnits(drawn.graph.nodes) };
      const all = enumerate(model);
      const { total, lengths, through } = pathsOf(model);
      expect(total).toBe(BigInt(all.length));
      for (const [{ merge }, passing] of through)
        expect(passing).toBe(BigInt(count(all, path => path.includes(merge))));
      if (all.length === 0) continue;
      expect([lengths.min, lengths.max]).toEqual([
        Math.min(...all.map(path => path.length)),
        Math.max(...all.map(path => path.length)),
      ]);
      lengths.shares.forEach((share, i) => {
        expect(share).toBeCloseTo(count(all, path => path.length === lengths.from + i) / all.length, 12);
      });
    }
  });
});

test('ResNet-110 is as Veit et al. 2016 describe it', () => {
  const { total, lengths, through } = pathsOf(zoo('cifar-resnet110-A'));
  expect(total).toBe(2n ** 54n);
  expect(lengths.mean).toBeCloseTo(27, 9);
  // "More than 95% of the paths go through 19 to 35 modules."
  const most = lengths.shares.slice(19 - lengths.from, 36 - lengths.from).reduce((a, b) => a + b);
  expect(most).toBeGreaterThan(0.95);
  expect([...through.values()].every(passing => passing === 2n ** 53n)).toBe(true);
});

test('numbers too large for a number are written out', () => {
  const rows = rowsOf('paths', zoo('cifar-resnet1202-A'));
  expect(rows.get('dense1')).toMatchObject({ role: 'output', paths: String(2n ** 600n), maxLength: 600 });
  expect([...rows.values()][0]).toMatchObject({ share: 0.5, left: String(2n ** 599n) });
});

test('a plain network is one path of length 0, an inner shortcut of a unit counts for itself', () => {
  expect([...rowsOf('paths', zoo('vgg16')).values()]).toEqual([
    expect.objectContaining({ role: 'output', paths: 1, share: 1, lengths: [[0, 1]] }),
  ]);
  const nested = native(
    [
      'input: [8, 8, 4]',
      'blocks:',
      '  inner: {residual: [{conv: {filters: 4, kernel: 3}}], shortcut: identity}',
      '  outer: {residual: [inner, inner], shortcut: identity}',
      'layers: [outer]',
    ].join('\n'),
  );
  const { total, lengths } = pathsOf(nested);
  expect([total, lengths.min, lengths.max]).toEqual([5n, 0, 3]);
});

test('a gate makes no path of its own', () => {
  const gated = native(
    [
      'input: [8, 8, 4]',
      'layers:',
      '  - conv: {filters: 4, kernel: 3, id: map}',
      '  - globalAveragePool: {keepDims: true}',
      '  - conv: {filters: 4, kernel: 1}',
      '  - multiply: {with: map}',
    ].join('\n'),
  );
  expect(pathsOf(gated).total).toBe(1n);
});
