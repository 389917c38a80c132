import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { analyze } from '../../../src/core/analyze.js';
import { kerasJson } from '../../../src/core/exporters/keras-json.js';
import { layerNames, layers } from '../../../src/core/layers/index.js';
import { defaultsOf, type Parameter, type Value } from '../../../src/core/layers/parameters.js';
import { inferShapes } from '../../../src/core/shapes.js';
import { digest } from '../../../src/core/structure/digest.js';
import { structuralHash } from '../../../src/core/structure/hashes.js';
import { randomModel } from '../diagram/random-model.js';
import { check } from '../keras/model.js';

const folder = new URL('../../../src/core/zoo/', import.meta.url);
const zooFiles = readdirSync(folder).filter(name => name.endsWith('.resnet.yaml'));
const zooText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const hashOf = (text: string, uri = 'x.resnet.yaml'): string =>
  structuralHash(analyze({ uri, text })!.graph)!;

// The deepest says nothing that its shorter sisters do not.
describe.each(zooFiles.filter(name => !name.includes('1202')))('%s', name => {
  const text = zooText(name);

  test('has one hash as YAML, as JSON and as Keras JSON', () => {
    const expected = hashOf(text);
    expect(expected).toMatch(/^[\da-f]{16}$/);
    expect(hashOf(JSON.stringify(parse(text)), 'y.resnet.json')).toBe(expected);
    const exported = kerasJson.export(analyze({ uri: name, text })!.graph);
    if (!('text' in exported)) throw new Error(JSON.stringify(exported.unsupported));
    // Keras has no layer that adds channels of zeros: option A is written with others.
    const isSame = !/-A\./.test(name);
    if (isSame) expect(structuralHash(check(exported.text).graph)).toBe(expected);
  });

  test('keeps it under other names and comments', () => {
    const renamed = text
      .replaceAll(/\b(bottleneck|basic|dense_layer|transition|res_block_v\d)\b/g, 'part_$1')
      .replace(/^name:.*$/m, 'name: Another # name');
    expect(hashOf(`# a comment\n${renamed}\n# the end\n`)).toBe(hashOf(text));
  });
});

test('all networks of the zoo have hashes of their own', () => {
  const hashes = zooFiles.map(name => hashOf(zooText(name)));
  expect(new Set(hashes).size).toBe(zooFiles.length);
});

describe('the order of what is independent does not count', () => {
  const twoWays = (lines: string): string =>
    hashOf(`input: [8, 8, 4]\nlayers:\n  - conv: {filters: 4, kernel: 3, id: start}\n${lines}`);
  const a = '  - conv: {filters: 8, kernel: 3, from: start, id: a}\n  - relu: {id: a2}\n';
  const b = '  - conv: {filters: 8, kernel: 1, from: start, id: b}\n  - batchNorm: {id: b2}\n';

  test('of layers, and of the inputs of a sum', () => {
    const first = twoWays(`${a}${b}  - add: {from: [a2, b2]}\n`);
    expect(twoWays(`${b}${a}  - add: {from: [a2, b2]}\n`)).toBe(first);
    expect(twoWays(`${b}${a}  - add: {from: [b2, a2]}\n`)).toBe(first);
  });

  test('but the order of the inputs of a concatenation or a difference does', () => {
    for (const merge of ['concat', 'subtract'])
      expect(twoWays(`${a}${b}  - ${merge}: {from: [a2, b2]}\n`)).not.toBe(
        twoWays(`${a}${b}  - ${merge}: {from: [b2, a2]}\n`),
      );
  });

  test('in random networks', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { graph } = randomModel(seed);
      const names = new Map(graph.nodes.map(({ id }) => [id, `n${digest(id)}`]));
      const rename = (id: string): string => names.get(id) ?? id;
      // Any other order in which inputs come first: by depth, then by the new names.
      const depth = new Map<string, number>();
      for (const { id, inputs } of graph.nodes)
        depth.set(id, 1 + Math.max(0, ...inputs.map(from => depth.get(from) ?? 0)));
      const shuffled = graph.nodes
        .map(node => ({
          ...node,
          id: rename(node.id),
          inputs: node.inputs.map(rename),
          depth: depth.get(node.id)!,
        }))
        .sort((x, y) => x.depth - y.depth || (x.id < y.id ? -1 : 1));
      const again = { ...graph, nodes: shuffled, outputs: graph.outputs.map(rename) };
      expect(structuralHash(again), `seed ${seed}`).toBe(structuralHash(graph));
    }
  });
});

const at = { start: 0, end: 0 };

/** Another value of the same kind. */
function other(parameter: Parameter, value: Value | undefined): Value {
  switch (parameter.kind) {
    case 'integer':
      return typeof value === 'number' ? (parameter.max === 8 ? 2 : value + 1) : 3;
    case 'number':
      return (typeof value === 'number' ? value : 0) + 0.25;
    case 'boolean':
      return !value;
    case 'sizes':
      return [3, 2];
    case 'padding':
      return value === 'valid'
        ? [
            [2, 1],
            [1, 1],
          ]
        : 'valid';
    case 'borders':
      return [
        [1, 0],
        [2, 2],
      ];
    case 'shape':
    case 'tensorShape':
      return [4, 4, 16];
    case 'axes':
      return [2, 1, 3];
    case 'text':
      return `${value ?? ''}x`;
    case 'choice':
      return parameter.of!.find(word => word !== value)!;
  }
}

/** Whatever does not change what is computed with given weights. */
const passing = ['init', 'momentum', 'expects', 'counted', 'after', 'stretch'];

const required = {
  integer: 2,
  number: 0.5,
  sizes: [5, 5],
  borders: [
    [1, 1],
    [1, 1],
  ],
  shape: [256],
  axes: [1, 2, 3],
};

const cases = layerNames.flatMap(layer =>
  Object.entries(layers[layer].parameters).map(([key, parameter]) => [layer, key, parameter] as const),
);

describe('every parameter', () => {
  test.each(cases)('of %s: %s', (layer, key, parameter) => {
    const { parameters: schema } = layers[layer];
    const values: Record<string, Value> = { ...defaultsOf(schema) };
    for (const [name, { kind, required: isNeeded }] of Object.entries(schema))
      if (isNeeded) values[name] = required[kind as keyof typeof required] as Value;
    const hash = (parameters: Record<string, Value>) => {
      const input = {
        id: 'in',
        layer: 'input',
        parameters: { shape: [4, 4, 16] },
        inputs: [],
        block: '',
        at,
      } as const;
      const node = {
        id: 'x',
        layer,
        parameters,
        inputs: layers[layer].arity === 0 ? [] : ['in'],
        block: '',
        at,
      };
      const { nodes } = inferShapes([input, node], []);
      return structuralHash({ name: '', nodes, blocks: [], outputs: ['x'] });
    };
    const changed = hash({ ...values, [key]: other(parameter, values[key]) });
    expect(changed === hash(values)).toBe(passing.includes(key));
  });
});

describe('what is connected otherwise is another network', () => {
  const base =
    'input: [8, 8, 4]\nlayers:\n  - conv: {filters: 4, kernel: 3, id: a}\n  - conv: {filters: 4, kernel: 3, id: b}\n';
  test.each([
    ['a shortcut', `${base}  - add: {with: a}\n`, base],
    ['one layer further', `${base}  - add: {with: a}\n`, `${base}  - add: {with: input}\n`],
    ['a layer more', `${base}  - relu\n`, base],
    [
      'two layers for one that is used twice',
      `${base}  - add: {from: [b, b]}\n`,
      `${base}  - conv: {filters: 4, kernel: 3, from: a, id: c}\n  - add: {from: [b, c]}\n`,
    ],
    [
      'the same layers on other inputs',
      'input: {x: [4], y: [4]}\nlayers:\n  - relu: {from: x, id: r}\n  - multiply: {from: [r, x], id: p}\n  - gelu: {from: y, id: g}\n  - add: {from: [p, g]}\n',
      'input: {x: [4], y: [4]}\nlayers:\n  - relu: {from: x, id: r}\n  - multiply: {from: [r, y], id: p}\n  - gelu: {from: x, id: g}\n  - add: {from: [p, g]}\n',
    ],
    ['another output', `${base}outputs: [a, b]\n`, `${base}outputs: [b]\n`],
  ])('%s', (_, one, two) => expect(hashOf(one)).not.toBe(hashOf(two)));
});

test.each([
  [
    '1×1 kernels need no padding',
    'conv: {filters: 4, kernel: 1, padding: valid}',
    'conv: {filters: 4, kernel: 1}',
  ],
  [
    'same is one at each side of a 3×3 kernel',
    'conv: {filters: 4, kernel: 3, padding: 1}',
    'conv: {filters: 4, kernel: 3}',
  ],
  [
    'same halves an even size with one at the end',
    'conv: {filters: 4, kernel: 3, stride: 2, padding: [[0, 1], [0, 1]]}',
    'conv: {filters: 4, kernel: 3, stride: 2}',
  ],
  ['a pool’s stride is its window’s size', 'maxPool: {kernel: 2, stride: 2}', 'maxPool: {kernel: 2}'],
  ['axes count from either end', 'softmax: {axis: 3}', 'softmax'],
])('%s', (_, one, two) => {
  const network = (layer: string) => hashOf(`input: [8, 8, 4]\nlayers:\n  - ${layer}\n`);
  expect(network(one)).toBe(network(two));
});

test('nothing has no hash', () => {
  expect(structuralHash({ name: '', nodes: [], blocks: [], outputs: [] })).toBeNull();
});
