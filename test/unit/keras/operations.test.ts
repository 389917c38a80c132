import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { receptiveFields } from '../../../src/core/analyses/receptive-field.js';
import { functional, input2, layer2, on } from './fixtures.js';
import { check, nodeOf, weightsOf } from './model.js';

interface Case {
  readonly name: string;
  readonly parameters: number;
  readonly trainable: number;
  /** One shape for each output, without the batch. */
  readonly outputs: readonly (readonly (number | null)[])[];
  readonly model: unknown;
}

/** Small models of our own, one a line, with the figures that Keras 3.15 gives them. */
const cases: readonly Case[] = readFileSync(new URL('keras-3.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Case);

describe('layers and functions of Keras have the shapes and weights that Keras 3 gives them', () => {
  it.each(cases.map(c => [c.name, c] as const))('%s', (_, { model, parameters, trainable, outputs }) => {
    const { graph, findings } = check(JSON.stringify(model));
    expect(findings).toEqual([]);
    expect(graph.outputs.map(id => nodeOf(graph, id).output)).toEqual(outputs);
    expect([weightsOf(graph.nodes), weightsOf(graph.nodes, 'trainable')]).toEqual([parameters, trainable]);
  });
});

const one = (className: string, config: Record<string, unknown>, ...inputs: (number | null)[][]) => {
  const names = inputs.map((_, i) => `x${i}`);
  const { graph, findings } = check(
    JSON.stringify(
      functional(
        'm',
        [
          ...inputs.map((shape, i) => input2(names[i]!, ...shape)),
          layer2(className, { name: 'layer', ...config }, [on(...names)]),
        ],
        names.map(name => [name, 0, 0]),
        [['layer', 0, 0]],
      ),
    ),
  );
  return { graph, node: nodeOf(graph, 'layer'), findings };
};

/** By hand, from the definitions in Keras 1 and 2: Keras 3 has these no more. */
const older: readonly (readonly [
  className: string,
  config: Record<string, unknown>,
  inputs: (number | null)[][],
  output: (number | null)[],
  weights: number,
])[] = [
  ['CuDNNLSTM', { units: 5 }, [[9, 4]], [5], 4 * (4 * 5 + 5 * 5) + 8 * 5],
  ['CuDNNGRU', { units: 5, return_sequences: true }, [[9, 4]], [9, 5], 3 * (4 * 5 + 5 * 5) + 6 * 5],
  [
    'Bidirectional',
    { layer: { class_name: 'CuDNNLSTM', config: { units: 5 } }, merge_mode: 'concat' },
    [[9, 4]],
    [10],
    2 * 220,
  ],
  ['LocallyConnected1D', { filters: 3, kernel_size: [2] }, [[7, 4]], [6, 3], 6 * (2 * 4 * 3) + 6 * 3],
  [
    'LocallyConnected2D',
    { filters: 3, kernel_size: [3, 3], strides: [2, 2], use_bias: false },
    [[7, 9, 2]],
    [3, 4, 3],
    3 * 4 * (3 * 3 * 2) * 3,
  ],
  [
    'LocallyConnected1D',
    { nb_filter: 3, filter_length: 2, border_mode: 'valid', bias: false },
    [[7, 4]],
    [6, 3],
    6 * 2 * 4 * 3,
  ],
  [
    'LocallyConnected1D',
    { filters: 3, kernel_size: 2, implementation: 2, use_bias: false },
    [[7, 4]],
    [6, 3],
    7 * 4 * 6 * 3,
  ],
  [
    'LocallyConnected1D',
    { filters: 2, kernel_size: 3, padding: 'same', implementation: 3, use_bias: false },
    [[5, 1]],
    [5, 2],
    (2 + 3 + 3 + 3 + 2) * 2,
  ],
  ['MaxoutDense', { output_dim: 6, nb_feature: 4 }, [[10]], [6], 4 * (10 * 6 + 6)],
  ['Highway', { activation: 'relu' }, [[10]], [10], 2 * (10 * 10 + 10)],
  ['SReLU', { shared_axes: [1, 2] }, [[4, 4, 3]], [4, 4, 3], 12],
  ['ParametricSoftplus', {}, [[7]], [7], 14],
  ['TimeDistributedDense', { output_dim: 6 }, [[9, 4]], [9, 6], 30],
  ['Merge', { mode: 'dot', dot_axes: 1 }, [[8], [8]], [1], 0],
  ['Merge', { mode: 'cos', dot_axes: [1, 1] }, [[8], [8]], [1], 0],
  ['StringLookup', { max_tokens: 9, output_mode: 'int' }, [[1]], [1], 0],
  ['IntegerLookup', { max_tokens: 9, output_mode: 'one_hot' }, [[1]], [9], 0],
  ['Hashing', { num_bins: 9, output_mode: 'multi_hot' }, [[4]], [9], 0],
  ['Discretization', { bin_boundaries: [0, 1, 2], output_mode: 'one_hot' }, [[1]], [4], 0],
  ['TextVectorization', { output_mode: 'int', output_sequence_length: 80 }, [[1]], [80], 0],
  ['LayerScale', { init_values: 1e-6, projection_dim: 3 }, [[4, 4, 3]], [4, 4, 3], 3],
  ['StochasticDepth', { drop_path_rate: 0.1 }, [[4, 4, 3]], [4, 4, 3], 0],
  [
    'CustomScaleLayer',
    { scale: 0.2 },
    [
      [4, 4, 3],
      [4, 4, 3],
    ],
    [4, 4, 3],
    0,
  ],
  ['RandomHeight', { factor: 0.2 }, [[8, 9, 3]], [null, 9, 3], 0],
  ['TFOpLambda', { function: 'math.reduce_mean' }, [[4, 5]], [4], 0],
];

describe('layers of Keras 1, 2 and of its applications', () => {
  it.each(older)('%s %j', (className, config, inputs, output, weights) => {
    const call = className === 'TFOpLambda' ? { ...config, axis: [2] } : config;
    const { node, findings } = one(className, call, ...inputs);
    expect(findings).toEqual([]);
    expect([node.output, node.weights.total]).toEqual([output, weights]);
  });
});

describe('multiply-accumulates', () => {
  it.each([
    ['MultiHeadAttention', { num_heads: 2, key_dim: 3 }, [[5, 4]], 5 * 4 * 6 * 4 + 5 * 5 * 2 * 6],
    ['ConvLSTM2D', { filters: 2, kernel_size: 3, padding: 'same' }, [[4, 6, 6, 1]], 4 * 36 * 9 * 3 * 8],
    [
      'TimeDistributed',
      { layer: { class_name: 'Conv2D', config: { filters: 2, kernel_size: 3 } } },
      [[4, 6, 6, 1]],
      4 * 16 * 9 * 2,
    ],
    [
      'Dot',
      { axes: [2, 1] },
      [
        [5, 8],
        [8, 3],
      ],
      5 * 8 * 3,
    ],
  ])('%s %j', (className, config, inputs, macs) => {
    expect(one(className, config, ...(inputs as number[][])).node.macs).toBe(macs);
  });
});

describe('receptive fields', () => {
  it.each([
    ['Normalization', {}, [6, 6, 3], 1],
    ['MultiHeadAttention', { num_heads: 2, key_dim: 3 }, [5, 4], undefined],
    ['LocallyConnected2D', { filters: 3, kernel_size: 1 }, [6, 6, 3], undefined],
    [
      'TimeDistributed',
      { layer: { class_name: 'Conv2D', config: { filters: 3, kernel_size: 3, padding: 'same' } } },
      [4, 6, 6, 3],
      undefined,
    ],
  ] as const)('behind %s %j', (className, config, input, size) => {
    const { graph } = one(className, config, [...input]);
    expect(receptiveFields(graph).get('layer')?.size).toBe(size);
  });
});

describe('what cannot be told is unknown', () => {
  it.each([
    ['MultiHeadAttention', { num_heads: 2 }, [[5, 4]]],
    ['MultiHeadAttention', { num_heads: 2, key_dim: 3, use_gate: true }, [[5, 4]]],
    ['EinsumDense', { equation: 'ab,bc', output_shape: [3] }, [[4]]],
    ['EinsumDense', { equation: 'abcd,dc->ab', output_shape: [3] }, [[4]]],
    ['RNN', { cell: { class_name: 'MyCell', config: { units: 3 } } }, [[5, 4]]],
    ['RNN', { cell: null }, [[5, 4]]],
    ['TimeDistributed', { layer: { class_name: 'MyLayer', config: {} } }, [[5, 4]]],
    ['TimeDistributed', {}, [[5, 4]]],
    ['ConvLSTM2D', { filters: 2, kernel_size: 3 }, [[5, 4]]],
    ['Dot', { axes: [5, 1] }, [[8], [8]]],
    ['LocallyConnected2D', { filters: 2, kernel_size: [3, -1] }, [[8, 8, 1]]],
  ] as const)('%s %j', (className, config, inputs) => {
    const { node, findings } = one(className, config, ...inputs.map(shape => [...shape]));
    expect(node).toMatchObject({ layer: 'unknown', output: null, weights: { total: null } });
    expect(findings.filter(f => f.severity !== 'information')).toEqual([]);
  });

  it('an unknown function has no weights, and one remark', () => {
    const { node, findings } = one('TFOpLambda', { function: 'math.strange' }, [4]);
    expect(node).toMatchObject({ layer: 'operation', output: null, weights: { total: 0 } });
    expect(findings).toMatchObject([
      {
        code: 'unknown-layer',
        severity: 'information',
        message: 'function `math.strange` is not known: its output is not computed',
      },
    ]);
  });
});
