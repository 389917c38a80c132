import { describe, expect, it } from 'vitest';
import { exporters } from '../../../src/core/exporters/index.js';
import { kerasJson, tfjsJson } from '../../../src/core/exporters/keras-json.js';
import type { TypedGraph } from '../../../src/core/graph.js';
import type { LayerName } from '../../../src/core/layers/index.js';
import { inferShapes } from '../../../src/core/shapes.js';
import { parametersOf } from '../layers/infer.js';
import { check, nodeOf } from './model.js';

type Written = readonly [layer: LayerName, parameters: Record<string, unknown>];

const at = { start: 0, end: 0 };

/** A chain of layers after an input. */
function chain(shape: readonly (number | null)[] | null, layers: readonly Written[]): TypedGraph {
  const nodes = [['input', shape ? { shape } : {}] as Written, ...layers].map(([layer, written], i, all) => ({
    id: `${layer}${i}`,
    layer,
    parameters: parametersOf(layer, written),
    inputs: i === 0 ? [] : [`${all[i - 1]![0]}${i - 1}`],
    block: '',
    at,
  }));
  return { name: 'chain', nodes: inferShapes(nodes, []).nodes, blocks: [], outputs: [nodes.at(-1)!.id] };
}

const map = [12, 12, 4];

/** What comes out is read back with the same last shape. */
function expectSame(graph: TypedGraph, exporter = kerasJson): Record<string, { class_name: string }[]> {
  const exported = exporter.export(graph);
  if (!('text' in exported)) throw new Error(JSON.stringify(exported.unsupported));
  const again = check(exported.text);
  expect(again.findings.filter(f => f.severity === 'error')).toEqual([]);
  const last = graph.nodes.at(-1)!;
  expect(nodeOf(again.graph, last.id).output).toEqual(last.output);
  const parsed = JSON.parse(exported.text);
  return (parsed.modelTopology?.model_config ?? parsed).config;
}

const classesOf = (graph: TypedGraph, exporter = kerasJson): string[] =>
  expectSame(graph, exporter)
    .layers!.slice(1)
    .map(layer => layer.class_name);

describe('what Keras says in other words', () => {
  const cases: readonly (readonly [
    string,
    readonly (number | null)[],
    readonly Written[],
    readonly string[],
  ])[] = [
    [
      'an explicit padding',
      map,
      [
        [
          'conv',
          {
            filters: 2,
            kernel: 3,
            padding: [
              [1, 2],
              [0, 1],
            ],
          },
        ],
      ],
      ['ZeroPadding2D', 'Conv2D'],
    ],
    ['a padding of nothing', map, [['conv', { filters: 2, kernel: 3, padding: 0 }]], ['Conv2D']],
    [
      'a causal padding',
      [9, 3],
      [['conv', { filters: 2, kernel: [3], dilation: [2], padding: [[4, 0]] }]],
      ['Conv1D'],
    ],
    [
      'an explicit padding of a pool after ReLU',
      map,
      [
        ['relu', {}],
        ['maxPool', { kernel: 3, stride: 2, padding: 1 }],
      ],
      ['ReLU', 'ZeroPadding2D', 'MaxPooling2D'],
    ],
    [
      'a mean that counts zeros',
      map,
      [['averagePool', { kernel: 3, padding: 1, countPadding: true }]],
      ['ZeroPadding2D', 'AveragePooling2D'],
    ],
    [
      'a partial window where there is none',
      map,
      [['maxPool', { kernel: 2, padding: 'valid', rounding: 'ceil' }]],
      ['MaxPooling2D'],
    ],
    [
      'a transposed convolution cut at its sides',
      map,
      [['transposedConv', { filters: 2, kernel: 4, stride: 2, padding: 1 }]],
      ['Conv2DTranspose', 'Cropping2D'],
    ],
    [
      'one with an output padding',
      map,
      [['transposedConv', { filters: 2, kernel: 3, stride: 2, padding: 1, outputPadding: 1 }]],
      ['Conv2DTranspose', 'Cropping2D'],
    ],
    [
      'one whose windows do not touch',
      map,
      [['transposedConv', { filters: 2, kernel: 1, stride: 3, padding: 0 }]],
      ['Conv2DTranspose', 'Cropping2D'],
    ],
    ['subsampling', map, [['subsample', { stride: 2 }]], ['MaxPooling2D']],
    ['channels of zeros', map, [['padChannels', { before: 1, after: 2 }]], ['ZeroPadding2D']],
    [
      'channels of zeros, channels first',
      map,
      [['padChannels', { after: 2, dataFormat: 'channelsFirst' }]],
      ['ZeroPadding2D'],
    ],
    ['a channel shuffle', map, [['channelShuffle', { groups: 2 }]], ['Reshape', 'Permute', 'Reshape']],
    ['windows that fill the map', map, [['adaptiveAveragePool', { size: 3 }]], ['AveragePooling2D']],
    ['a flattening of some axes', map, [['flatten', { start: 2 }]], ['Reshape']],
    ['one group for each channel', map, [['instanceNorm', {}]], ['GroupNormalization']],
    ['stochastic depth', map, [['dropPath', { rate: 0.2 }]], ['Dropout']],
    ["PyTorch's slopes", map, [['prelu', { slopes: 1 }]], ['PReLU']],
    ['a merge of one', map, [['add', {}]], ['Activation']],
    ['both directions', [5, 3], [['lstm', { units: 4, bidirectional: 'concat' }]], ['Bidirectional']],
    [
      'numbers for numbers',
      [5],
      [
        ['embedding', { entries: 9, units: 4 }],
        ['gru', { units: 3, sequences: true }],
      ],
      ['Embedding', 'GRU'],
    ],
  ];

  it.each(cases)('%s', (_, shape, layers, classes) => {
    expect(classesOf(chain(shape, layers))).toEqual(classes);
  });

  it('and TensorFlow.js in words of its own', () => {
    expect(classesOf(chain(map, [['conv', { filters: 8, kernel: 3, groups: 4 }]]), tfjsJson)).toEqual([
      'DepthwiseConv2D',
    ]);
    expect(classesOf(chain(map, [['globalMaxPool', { keepDims: true }]]), tfjsJson)).toEqual([
      'MaxPooling2D',
    ]);
    expect(classesOf(chain(map, [['resize', { size: 24 }]]), tfjsJson)).toEqual(['UpSampling2D']);
  });
});

describe('what cannot be said', () => {
  const everywhere: readonly (readonly [string, readonly (number | null)[] | null, readonly Written[]])[] = [
    ['an unknown layer', map, [['unknown', { class: 'Lambda' }]]],
    ['an unknown input', null, [['relu', {}]]],
    ['mirrored borders', map, [['reflectPad', { padding: 1 }]]],
    ['a stride over a dilated window', map, [['conv', { filters: 2, kernel: 3, stride: 2, dilation: 2 }]]],
    ['a padded pool of values below 0', map, [['maxPool', { kernel: 3, padding: 1 }]]],
    ['a mean without its zeros', map, [['averagePool', { kernel: 3, padding: 1 }]]],
    ['a partial window', [11, 11, 4], [['maxPool', { kernel: 2, padding: 'valid', rounding: 'ceil' }]]],
    ['windows of several sizes', map, [['adaptiveMaxPool', { size: 5 }]]],
    ['grouped transposed convolutions', map, [['transposedConv', { filters: 4, kernel: 2, groups: 2 }]]],
    ['a dilated pool', map, [['maxPool', { kernel: 2, dilation: 2 }]]],
  ];

  it.each(everywhere)('%s', (_, shape, layers) => {
    for (const exporter of exporters) {
      const exported = exporter.export(chain(shape, layers));
      expect('unsupported' in exported && exported.unsupported.length).toBe(1);
    }
  });

  const onlyThere: readonly (readonly [string, readonly Written[]])[] = [
    ['grouped convolutions', [['conv', { filters: 4, kernel: 3, groups: 2 }]]],
    ['group norm', [['groupNorm', { groups: 2 }]]],
    ['stochastic depth', [['dropPath', { rate: 0.1 }]]],
    ['dropout of channels', [['spatialDropout', { rate: 0.1 }]]],
    ['a ReLU with a slope', [['relu', { slope: 0.1 }]]],
    ['an activation of Keras 3', [['hardSwish', {}]]],
    ['one that is built in', [['dense', { units: 2, activation: 'celu' }]]],
    [
      'a dilated transposed convolution',
      [['transposedConv', { filters: 2, kernel: 3, dilation: 2, padding: 'valid' }]],
    ],
    ['resizing by half', [['resize', { size: 6 }]]],
  ];

  it.each(onlyThere)('%s by TensorFlow.js alone', (_, layers) => {
    const graph = chain(map, layers);
    expectSame(graph);
    const exported = tfjsJson.export(graph);
    expect(exported).toMatchObject({
      unsupported: [{ node: graph.nodes.at(-1)!.id, reason: expect.stringContaining('TensorFlow.js') }],
    });
  });

  it('is all named at once', () => {
    const exported = kerasJson.export(
      chain(map, [
        ['reflectPad', { padding: 1 }],
        ['replicatePad', { padding: 1 }],
      ]),
    );
    expect(exported).toMatchObject({ unsupported: [{ node: 'reflectPad1' }, { node: 'replicatePad2' }] });
  });
});

describe('names', () => {
  it('are ids, made fit for a scope of TensorFlow, each one once', () => {
    const graph = chain(map, [
      ['relu', {}],
      ['relu', {}],
    ]);
    const [input, first, second] = graph.nodes;
    const nodes = [input!, { ...first!, id: 'a b:c' }, { ...second!, id: 'a b/c', inputs: ['a b:c'] }];
    const exported = kerasJson.export({ ...graph, nodes, outputs: ['a b/c'] });
    const { layers } = JSON.parse('text' in exported ? exported.text : '{}').config;
    expect(layers.map((layer: { name: string }) => layer.name)).toEqual(['input0', 'a_b_c', 'a_b_c_2']);
  });
});
