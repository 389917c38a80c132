import { describe, expect, it } from 'vitest';
import { activationNames } from '../../../src/core/dialects/keras/activations.js';
import { readInitializer, writeInitializer } from '../../../src/core/dialects/keras/initializers.js';
import type { Spelling } from '../../../src/core/dialects/keras/spelling.js';
import { table } from '../../../src/core/dialects/keras/table.js';
import { isClassName, readLayer, writeLayer } from '../../../src/core/dialects/keras.js';
import { type LayerName, layers } from '../../../src/core/layers/index.js';
import { initializers } from '../../../src/core/layers/initializers.js';
import { readValue, type Value } from '../../../src/core/layers/parameters.js';
import { parametersOf } from '../layers/infer.js';

const spellings = Object.entries(table) as [LayerName, Spelling][];

/** Our values for a layer's config, checked as the front end checks them. */
function read(
  className: string,
  config: Record<string, unknown>,
): { layer: LayerName; parameters: Record<string, Value> } | undefined {
  const reading = readLayer(className, config, 'channelsLast');
  if (!reading) return undefined;
  const given = Object.entries(reading.fields).map(([name, { value }]) => {
    const checked = readValue(layers[reading.layer].parameters[name]!, value);
    if (!('value' in checked)) throw new Error(`${className}.${name} must be ${checked.expected}`);
    return [name, checked.value] as const;
  });
  return {
    layer: reading.layer,
    parameters: { ...parametersOf(reading.layer, {}), ...Object.fromEntries(given) },
  };
}

describe('the table of Keras classes', () => {
  it.each(spellings)('%s has fields for parameters that the layer has', (layer, { fields }) => {
    expect(Object.keys(layers[layer].parameters)).toEqual(expect.arrayContaining(Object.keys(fields)));
  });

  const written: readonly (readonly [LayerName, Record<string, unknown>, number])[] = [
    [
      'conv',
      {
        filters: 8,
        kernel: [3, 5],
        stride: 2,
        padding: 'valid',
        dilation: 1,
        bias: false,
        activation: 'hardSigmoid',
        init: 'heNormal',
      },
      2,
    ],
    ['conv', { filters: 8, kernel: [3], dataFormat: 'channelsFirst' }, 1],
    ['conv', { filters: 8, kernel: [3, 3, 3], groups: 2 }, 3],
    ['depthwiseConv', { kernel: 3, multiplier: 2 }, 2],
    ['separableConv', { filters: 4, kernel: [3], init: 'lecunNormal' }, 1],
    ['transposedConv', { filters: 4, kernel: 2, stride: 2, outputPadding: 1 }, 2],
    ['dense', { units: 7, activation: 'gelu', bias: false }, 0],
    ['batchNorm', { scale: false, axis: 1, momentum: 0.9 }, 0],
    ['layerNorm', { axes: [1, 2], epsilon: 0.01 }, 0],
    ['groupNorm', { groups: 4 }, 0],
    ['relu', { maxValue: 6, slope: 0.1 }, 0],
    ['leakyRelu', { slope: 0.2 }, 0],
    ['prelu', { sharedAxes: [1, 2] }, 0],
    ['softmax', { axis: 1 }, 0],
    ['mish', {}, 0],
    ['maxPool', { kernel: 3, stride: 2, padding: 'valid' }, 2],
    ['averagePool', { kernel: [4] }, 1],
    ['globalAveragePool', { keepDims: true }, 2],
    ['adaptiveMaxPool', { size: 4 }, 2],
    [
      'zeroPad',
      {
        padding: [
          [1, 2],
          [0, 3],
        ],
      },
      2,
    ],
    ['crop', { cropping: [[1, 2]] }, 1],
    ['upsample', { factor: [2, 3], interpolation: 'bilinear' }, 2],
    ['resize', { size: [10, 20] }, 2],
    ['reshape', { shape: [-1, 4] }, 0],
    ['permute', { order: [2, 1] }, 0],
    ['repeatVector', { times: 3 }, 0],
    ['dropout', { rate: 0.1 }, 0],
    ['spatialDropout', { rate: 0.1 }, 2],
    ['gaussianNoise', { deviation: 0.1 }, 0],
    ['concat', { axis: 1 }, 0],
    ['identity', {}, 0],
    ['rescale', { scale: 0.5, offset: 1 }, 0],
    ['embedding', { entries: 100, units: 8 }, 0],
    ['lstm', { units: 8, sequences: true, bidirectional: 'concat' }, 0],
    ['gru', { units: 8, resetAfter: false, backwards: true }, 0],
  ];

  it.each(written)('%s %j is read as it was written', (layer, values, axes) => {
    const parameters = parametersOf(layer, values);
    const { className, config } = writeLayer(layer, parameters, axes)!;
    expect(isClassName(className.toLowerCase()) || className === 'Bidirectional').toBe(true);
    expect(read(className, config)).toEqual({ layer, parameters });
  });

  const older: readonly (readonly [string, Record<string, unknown>, LayerName, Record<string, unknown>])[] = [
    [
      'Convolution2D',
      {
        nb_filter: 8,
        nb_row: 3,
        nb_col: 5,
        border_mode: 'same',
        subsample: [2, 2],
        bias: false,
        dim_ordering: 'th',
        init: 'he_normal',
      },
      'conv',
      {
        filters: 8,
        kernel: [3, 5],
        padding: 'same',
        stride: [2, 2],
        bias: false,
        dataFormat: 'channelsFirst',
        init: 'heNormal',
      },
    ],
    [
      'Convolution1D',
      { nb_filter: 8, filter_length: 3, subsample_length: 2 },
      'conv',
      { filters: 8, kernel: [3], stride: [2], padding: 'valid' },
    ],
    [
      'Convolution3D',
      { nb_filter: 8, kernel_dim1: 1, kernel_dim2: 2, kernel_dim3: 3 },
      'conv',
      { kernel: [1, 2, 3] },
    ],
    [
      'AtrousConvolution2D',
      { nb_filter: 8, nb_row: 3, nb_col: 3, atrous_rate: [2, 2] },
      'conv',
      { dilation: [2, 2] },
    ],
    [
      'Deconvolution2D',
      { nb_filter: 8, nb_row: 3, nb_col: 3, subsample: [2, 2] },
      'transposedConv',
      { stride: [2, 2] },
    ],
    [
      'Conv1D',
      { filters: 8, kernel_size: [3], dilation_rate: [2], padding: 'causal' },
      'conv',
      { padding: [[4, 0]] },
    ],
    ['Dense', { output_dim: 7, activation: 'linear', bias: true }, 'dense', { units: 7 }],
    [
      'MaxPooling1D',
      { pool_length: 2, stride: 1, border_mode: 'valid' },
      'maxPool',
      { kernel: [2], stride: [1], padding: 'valid' },
    ],
    ['MaxPooling2D', { pool_size: [3, 3], strides: null }, 'maxPool', { kernel: [3, 3], padding: 'valid' }],
    [
      'ZeroPadding2D',
      { padding: [1, 2] },
      'zeroPad',
      {
        padding: [
          [1, 1],
          [2, 2],
        ],
      },
    ],
    [
      'ZeroPadding2D',
      { padding: [1, 2, 3, 4] },
      'zeroPad',
      {
        padding: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ['ZeroPadding1D', { padding: 3 }, 'zeroPad', { padding: [[3, 3]] }],
    ['ZeroPadding1D', { padding: [1, 2] }, 'zeroPad', { padding: [[1, 2]] }],
    ['BatchNormalization', { axis: [3], mode: 0 }, 'batchNorm', { axis: 3 }],
    ['Merge', { mode: 'concat', concat_axis: 1 }, 'concat', { axis: 1 }],
    ['Merge', { mode: 'sum', concat_axis: -1 }, 'add', {}],
    ['Dropout', { p: 0.3 }, 'dropout', { rate: 0.3 }],
    ['Dropout', { rate: 0.2, noise_shape: [null, 1, 1, 1] }, 'dropPath', { rate: 0.2 }],
    ['Dropout', { rate: 0.2, noise_shape: [null, 1, 1, null] }, 'spatialDropout', { rate: 0.2 }],
    ['LeakyReLU', { alpha: { type: 'ndarray', value: 0.1 } }, 'leakyRelu', { slope: 0.1 }],
    ['LeakyReLU', { negative_slope: 0.2 }, 'leakyRelu', { slope: 0.2 }],
    ['GRU', { units: 4 }, 'gru', { units: 4, resetAfter: false }],
    [
      'LSTM',
      { output_dim: 4, inner_activation: 'hard_sigmoid' },
      'lstm',
      { units: 4, gateActivation: 'hardSigmoid' },
    ],
    [
      'Bidirectional',
      { merge_mode: 'sum', layer: { class_name: 'LSTM', config: { units: 4 } } },
      'lstm',
      { units: 4, bidirectional: 'sum' },
    ],
    ['TimeDistributed', { layer: { class_name: 'Dense', config: { units: 4 } } }, 'dense', { units: 4 }],
    ['TFOpLambda', { function: '__operators__.add' }, 'add', {}],
    ['TensorFlowOpLayer', { node_def: { op: 'AddV2' } }, 'add', {}],
    ['TensorFlowOpLayer', { node_def: '{"name": "a", "op": "Relu"}' }, 'relu', {}],
    ['ops.Silu', { name: 'silu' }, 'swish', {}],
    ['Identity', {}, 'identity', {}],
    ['RandomFlip', { mode: 'horizontal' }, 'identity', {}],
    ['ActivityRegularization', { l1: 0.1 }, 'identity', {}],
    ['Rescaling', { scale: [1, 2, 3] }, 'identity', {}],
    ['Activation', { activation: 'linear' }, 'identity', {}],
    [
      'Activation',
      { activation: { class_name: 'function', config: 'leaky_relu' } },
      'leakyRelu',
      { slope: 0.2 },
    ],
  ];

  it.each(older)('%s %j is %s', (className, config, layer, parameters) => {
    expect(read(className, config)).toMatchObject({ layer, parameters });
  });

  const unknown: readonly (readonly [string, Record<string, unknown>])[] = [
    ['Lambda', { function: 'x' }],
    ['MultiHeadAttention', { num_heads: 4 }],
    ['Merge', { mode: 'dot' }],
    ['TimeDistributed', { layer: { class_name: 'Conv2D', config: { filters: 4, kernel_size: 3 } } }],
    ['Bidirectional', { merge_mode: null, layer: { class_name: 'LSTM', config: { units: 4 } } }],
    ['Bidirectional', {}],
    ['Activation', { activation: 'glu' }],
    ['Dense', { units: 4, activation: 'glu' }],
    ['TFOpLambda', { function: 'reshape' }],
    ['constructor', {}],
  ];

  it.each(unknown)('%s %j is not known', (className, config) => {
    expect(read(className, config)).toBeUndefined();
  });
});

describe('activations', () => {
  it.each(
    Object.entries(activationNames).flatMap(([ours, names]) => names.map(name => [name, ours] as const)),
  )('%s is %s', (name, ours) => {
    const wrapped = { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' };
    expect(read('Activation', { activation: name })?.layer).toBe(ours);
    expect(read('Dense', { units: 1, activation: name })?.parameters.activation).toBe(ours);
    expect(read('Dense', { units: 1, activation: wrapped })?.parameters.activation).toBe(ours);
  });

  it('that are layers of their own follow the layer that has them built in', () => {
    const { activation } = readLayer(
      'Conv2D',
      { filters: 1, kernel_size: 1, activation: 'leaky_relu' },
      'channelsLast',
    )!;
    expect(activation).toEqual({ layer: 'leakyRelu', parameters: { slope: 0.2 } });
  });

  it('that are not known are named', () => {
    const { unknownActivation } = readLayer('Dense', { units: 1, activation: 'my_own' }, 'channelsLast')!;
    expect(unknownActivation).toBe('my_own');
  });
});

describe('initializers', () => {
  it.each(initializers)('%s is read as it was written', name => {
    expect(readInitializer(writeInitializer(name))).toBe(name);
  });

  it('are also said as scalings', () => {
    const config = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal', seed: null };
    expect(readInitializer({ class_name: 'VarianceScaling', config })).toBe('heNormal');
    expect(
      readInitializer({ class_name: 'VarianceScaling', config: { ...config, scale: 3 } }),
    ).toBeUndefined();
  });
});
