import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src/core/analyze.js';
import { type Diff, type DiffRow, diffNetworks } from '../../../src/core/diff/diff.js';
import { diffSections } from '../../../src/core/diff/sections.js';
import type { Node, TypedGraph, TypedNode } from '../../../src/core/graph.js';
import { layers } from '../../../src/core/layers/index.js';
import { findUnits } from '../../../src/core/residual.js';
import { inferShapes } from '../../../src/core/shapes.js';
import { native, zoo } from '../analyses/read.js';
import { random, randomModel } from '../diagram/random-model.js';

const zooText = (id: string): string =>
  readFileSync(new URL(`../../../src/core/zoo/${id}.resnet.yaml`, import.meta.url), 'utf8');

const idOf = ({ from, to }: DiffRow): string => (to ?? from)!.node.id;

/** What was done, without what follows from it: `~ conv1 filters`. */
const done = ({ rows }: Diff): string[] =>
  rows.flatMap(row => {
    if (row.status === 'affected') return [];
    const sign = { added: '+', removed: '-', changed: '~' }[row.status];
    return [sign, idOf(row), ...row.changes.map(({ name }) => name)].join(' ');
  });

const all = [
  'resnet18',
  'resnet34',
  'plain34',
  'resnet50-v1',
  'resnet50-v1.5',
  'densenet121',
  'vgg16',
  'vgg19',
  'cifar-resnet20-A',
  'cifar-resnet56-B',
  'source-resnet_v1',
  'source-resnet_v2',
];

test.each(all)('%s has become nothing else in itself', id => {
  const diff = diffNetworks(zoo(id), zoo(id));
  expect([diff.isSame, diff.rows]).toEqual([true, []]);
});

test('names and order are nothing that has changed', () => {
  for (let seed = 0; seed < 40; seed++) {
    const model = randomModel(seed);
    const renamed = new Map(model.graph.nodes.map(({ id }, i) => [id, `other${i}`]));
    const nodes = model.graph.nodes.map(node => ({
      ...node,
      id: renamed.get(node.id)!,
      inputs: node.inputs.map(id => renamed.get(id) ?? id),
    }));
    const graph = { ...model.graph, nodes, outputs: model.graph.outputs.map(id => renamed.get(id)!) };
    const diff = diffNetworks(model, { ...model, graph });
    expect([diff.isSame, diff.rows], `seed ${seed}`).toEqual([true, []]);
  }
});

/** Zoo networks that come of each other by a few words. */
describe.each<[name: string, from: string, edit: [RegExp | string, string][], expected: string[]]>([
  [
    'a wider stem',
    'resnet50-v1.5',
    [['filters: 64, kernel: 7', 'filters: 96, kernel: 7']],
    ['~ conv1 filters'],
  ],
  [
    'a stride elsewhere in a block',
    'resnet18',
    [
      ['kernel: 3, stride: $stride, bias', 'kernel: 3, bias'],
      [
        /(kernel: 3), bias: false\}\n {6}- batchNorm\n {4}shortcut/,
        '$1, stride: $stride, bias: false}\n      - batchNorm\n    shortcut',
      ],
    ],
    ['2', '3', '4'].flatMap(n => [`~ stage${n}.0.conv1 stride`, `~ stage${n}.0.conv2 stride`]),
  ],
  [
    'a block more in the second stage',
    'cifar-resnet20-A',
    [['repeat: 3, filters: 32', 'repeat: 4, filters: 32']],
    ['conv1', 'batchNorm1', 'relu1', 'conv2', 'batchNorm2', 'add', 'relu2'].map(n => `+ stage2.3.${n}`),
  ],
  [
    'dropout before the classes',
    'vgg16',
    [['  - dense: {units: 1000', '  - dropout: {rate: 0.2, id: late}\n  - dense: {units: 1000']],
    ['+ late'],
  ],
  [
    'another activation',
    'source-resnet_v1',
    [['[relu]', '[gelu]']],
    ['~ block1.gelu1 kind', '~ block2.gelu1 kind'],
  ],
  ['another initializer', 'source-resnet_v1', [['init: heNormal', 'init: heUniform']], ['~ dense1 init']],
])('%s', (_, id, edits, expected) => {
  const text = zooText(id);
  const edited = edits.reduce((t, [from, to]) => t.replace(from, to), text);
  const [a, b] = [native(text), native(edited)];

  test('is found, and nothing else', () => {
    expect(edited).not.toBe(text);
    expect(done(diffNetworks(a, b))).toEqual(expected);
  });

  test('backwards, it is the opposite', () => {
    const turned = done(diffNetworks(b, a)).map(line =>
      line.replace(/^[+-]/, sign => (sign === '+' ? '-' : '+')),
    );
    expect(turned.map(line => line.replace(/gelu1|relu2/, 'x'))).toEqual(
      expected.map(line => line.replace(/gelu1|relu2/, 'x')),
    );
  });
});

const modelOf = (base: Model, nodes: readonly Node[], outputs = base.graph.outputs): Model => {
  const units = findUnits(nodes);
  const graph: TypedGraph = { ...base.graph, nodes: inferShapes(nodes, units).nodes, outputs };
  return { ...base, graph, units };
};

const taking = (node: Node, from: string, to: string): Node =>
  node.inputs.includes(from) ? { ...node, inputs: node.inputs.map(id => (id === from ? to : id)) } : node;

interface Edit {
  readonly nodes: readonly Node[];
  readonly outputs: readonly string[];
  readonly expected: string;
}

/** One change of the graph at a random place. */
function edit({ graph: { nodes, outputs } }: Model, next: () => number): Edit {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  const kind = next();
  const moved = (from: string, to: string): string[] => outputs.map(id => (id === from ? to : id));
  if (kind < 0.35) {
    const at = pick(nodes);
    const added: Node = {
      id: 'added',
      layer: 'elu',
      parameters: { alpha: 1 },
      inputs: [at.id],
      block: at.block,
      at: at.at,
    };
    const after = nodes.flatMap(node => (node === at ? [node, added] : [taking(node, at.id, added.id)]));
    return { nodes: after, outputs: moved(at.id, added.id), expected: '+ added' };
  }
  if (kind < 0.7) {
    const gone = pick(nodes.filter(node => node.inputs.length === 1 && layers[node.layer].arity === 1));
    const rest = nodes.filter(node => node !== gone).map(node => taking(node, gone.id, gone.inputs[0]!));
    return { nodes: rest, outputs: moved(gone.id, gone.inputs[0]!), expected: `- ${gone.id}` };
  }
  const norm = pick(nodes.filter(node => node.layer === 'conv' || node.layer === 'batchNorm')) as TypedNode;
  const [name, value] =
    norm.layer === 'conv' ? ['filters', Number(norm.parameters.filters) + 8] : ['epsilon', 0.5];
  const changed = nodes.map(node =>
    node === norm ? { ...norm, parameters: { ...norm.parameters, [name]: value } } : node,
  );
  return { nodes: changed, outputs, expected: `~ ${norm.id} ${name}` };
}

describe('one change at a random place is found as that change', () => {
  test.each(['cifar-resnet20-B', 'resnet50-v1.5', 'densenet121'])('of %s', id => {
    const model = zoo(id);
    for (let seed = 1; seed <= 60; seed++) {
      const { nodes, outputs, expected } = edit(model, random(seed));
      expect(done(diffNetworks(model, modelOf(model, nodes, outputs))), `seed ${seed}`).toEqual([expected]);
    }
  });
});

const pairs = all.flatMap((a, i) => all.slice(i + 1).map(b => [a, b] as const));

test.each(pairs)('from %s to %s, the rows add up to the difference', (a, b) => {
  const [from, to] = [zoo(a), zoo(b)];
  const diff = diffNetworks(from, to);
  const gain = (key: 'parameters' | 'macs'): number =>
    diff.rows.reduce((sum, row) => {
      const of = (node: TypedNode | undefined): number =>
        Number(node ? (key === 'macs' ? node.macs : node.weights.total) : 0);
      return sum + of(row.to?.node) - of(row.from?.node);
    }, 0);
  expect(gain('parameters')).toBe(diff.to.parameters! - diff.from.parameters!);
  expect(gain('macs')).toBe(diff.to.macs! - diff.from.macs!);
  for (const { rows, columns } of diffSections(diff, from, to))
    for (const row of rows)
      for (const { key, format } of columns) expect(typeof format(row[key] ?? null)).toBe('string');
});

describe('as tables', () => {
  const tables = (a: Model, b: Model) => diffSections(diffNetworks(a, b), a, b);

  test('blocks of a kind beside each other are one row', () => {
    const [network, own, ...rest] = tables(zoo('resnet18'), zoo('resnet34'));
    expect(network!.rows.find(({ figure }) => figure === 'parameters')).toMatchObject({
      delta: '+10,115,584',
      share: '+86.5 %',
    });
    expect(own!.rows.map(({ sign, layer, kind, what }) => [sign, layer, kind, what])).toEqual([
      ['+', 'stage1.2', 'basic', '7 layers'],
      ['+', 'stage2.2 … stage2.3', 'basic', '2 blocks, 14 layers'],
      ['+', 'stage3.2 … stage3.5', 'basic', '4 blocks, 28 layers'],
      ['+', 'stage4.1', 'basic', '7 layers'],
    ]);
    expect(rest).toEqual([]);
  });

  test('what one line changes in many blocks is one row, and what follows stands apart', () => {
    const text = zooText('cifar-resnet20-B');
    const [, own, following] = tables(
      native(text),
      native(text.replace('repeat: 3, filters: 64', 'repeat: 3, filters: 96')),
    );
    expect(own!.rows.map(({ sign, layer, what, shape }) => [sign, layer, what, shape])).toEqual([
      ['~', 'stage3.0.conv1 … stage3.2.conv1', 'filters 64 → 96', '8×8×64 → 8×8×96'],
      ['~', 'stage3.0.conv2 … stage3.2.conv2', 'filters 64 → 96', '8×8×64 → 8×8×96'],
      ['~', 'stage3.0.shortcut.conv', 'filters 64 → 96', '8×8×64 → 8×8×96'],
    ]);
    expect(following!.rows.map(({ layer }) => layer)).toEqual(['stage3', 'globalAveragePool1', 'dense1']);
  });
});

test('a shortcut that is taken from elsewhere is a change of its merge', () => {
  const network = (from: string) =>
    native(
      `input: [8, 8, 4]\nlayers:\n  - conv: {filters: 4, kernel: 3, id: a}\n  - conv: {filters: 4, kernel: 5, id: b}\n  - conv: {filters: 4, kernel: 1, id: c}\n  - add: {with: ${from}, id: sum}\n`,
    );
  expect(done(diffNetworks(network('a'), network('b')))).toEqual(['~ sum inputs']);
});

test('networks without anything in common, and none at all', () => {
  const none = native('input: [');
  expect(done(diffNetworks(none, zoo('vgg16'))).every(line => line.startsWith('+'))).toBe(true);
  expect(diffNetworks(none, none).rows).toEqual([]);
});
