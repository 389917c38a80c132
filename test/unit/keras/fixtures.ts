/** Small models of our own, in each dialect. */

type Config = Record<string, unknown>;

export const layer2 = (className: string, config: Config, inbound: unknown[] = []): Config => ({
  class_name: className,
  name: config.name,
  config,
  inbound_nodes: inbound,
});

/** A call in the form of Keras 1, Keras 2 and TensorFlow.js. */
export const on = (...names: string[]): unknown => names.map(name => [name, 0, 0, {}]);

export const input2 = (name: string, ...shape: (number | null)[]): Config =>
  layer2('InputLayer', { name, batch_input_shape: [null, ...shape], dtype: 'float32' });

export const conv2 = (name: string, filters: number, from: string, more: Config = {}): Config =>
  layer2('Conv2D', { name, filters, kernel_size: [3, 3], strides: [1, 1], padding: 'same', ...more }, [
    on(from),
  ]);

export const functional = (
  name: string,
  layers: Config[],
  inputs: unknown[],
  outputs: unknown[],
): Config => ({
  class_name: 'Functional',
  config: { name, layers, input_layers: inputs, output_layers: outputs },
});

export const end = (name: string, call = 0, tensor = 0): unknown => [name, call, tensor];

/** A residual unit with a dense head, as Keras 2 writes it. */
export const residual2 = functional(
  'small',
  [
    input2('image', 8, 8, 3),
    conv2('stem', 4, 'image'),
    conv2('inside', 4, 'stem', { activation: 'relu', use_bias: false }),
    layer2('BatchNormalization', { name: 'bn', axis: [3], epsilon: 0.001 }, [on('inside')]),
    layer2('Add', { name: 'sum' }, [on('bn', 'stem')]),
    layer2('GlobalAveragePooling2D', { name: 'pool' }, [on('sum')]),
    layer2('Dense', { name: 'classes', units: 10, activation: 'softmax' }, [on('pool')]),
  ],
  [end('image')],
  [end('classes')],
);

/** Its weights: kernels and biases, two times two for the norm, and the head. */
export const residualWeights = 3 * 3 * 3 * 4 + 4 + 3 * 3 * 4 * 4 + 4 * 4 + 4 * 10 + 10;

const policy = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null,
};

export const tensor3 = (name: string, ...shape: (number | null)[]): Config => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, ...shape], dtype: 'float32', keras_history: [name, 0, 0] },
});

export const layer3 = (
  className: string,
  config: Config,
  args: unknown[],
  kwargs: Config = {},
  module = 'keras.layers',
): Config => ({
  module,
  class_name: className,
  config: { dtype: policy, trainable: true, ...config },
  registered_name: null,
  name: config.name,
  inbound_nodes: args.length > 0 ? [{ args, kwargs }] : [],
});

export const model3 = (className: string, config: Config): Config => ({
  module: 'keras',
  class_name: className,
  config: { trainable: true, dtype: policy, ...config },
  registered_name: className,
  build_config: { input_shape: null },
});

/** The same network as Keras 3 writes it. */
export const residual3 = model3('Functional', {
  name: 'small',
  layers: [
    layer3('InputLayer', { name: 'image', batch_shape: [null, 8, 8, 3] }, []),
    layer3('Conv2D', { name: 'stem', filters: 4, kernel_size: [3, 3], padding: 'same' }, [
      tensor3('image', 8, 8, 3),
    ]),
    layer3(
      'Conv2D',
      {
        name: 'inside',
        filters: 4,
        kernel_size: [3, 3],
        padding: 'same',
        activation: 'relu',
        use_bias: false,
      },
      [tensor3('stem', 8, 8, 4)],
    ),
    layer3('BatchNormalization', { name: 'bn', axis: -1 }, [tensor3('inside', 8, 8, 4)], { mask: null }),
    layer3('Add', { name: 'sum' }, [[tensor3('bn', 8, 8, 4), tensor3('stem', 8, 8, 4)]]),
    layer3('GlobalAveragePooling2D', { name: 'pool' }, [tensor3('sum', 8, 8, 4)]),
    layer3('Dense', { name: 'classes', units: 10, activation: 'softmax' }, [tensor3('pool', 4)]),
  ],
  input_layers: ['image', 0, 0],
  output_layers: ['classes', 0, 0],
});

/** And as Keras 1 wrote it. */
export const residual1 = {
  class_name: 'Model',
  keras_version: '1.1.0',
  config: {
    name: 'small',
    layers: [
      layer2('InputLayer', {
        name: 'image',
        batch_input_shape: [null, 8, 8, 3],
        input_dtype: 'float32',
        sparse: false,
      }),
      layer2(
        'Convolution2D',
        {
          name: 'stem',
          nb_filter: 4,
          nb_row: 3,
          nb_col: 3,
          border_mode: 'same',
          dim_ordering: 'tf',
          bias: true,
        },
        [[['image', 0, 0]]],
      ),
      layer2(
        'Convolution2D',
        {
          name: 'inside',
          nb_filter: 4,
          nb_row: 3,
          nb_col: 3,
          border_mode: 'same',
          activation: 'relu',
          bias: false,
        },
        [[['stem', 0, 0]]],
      ),
      layer2('BatchNormalization', { name: 'bn', mode: 0, axis: -1 }, [[['inside', 0, 0]]]),
      layer2('Merge', { name: 'sum', mode: 'sum', mode_type: 'raw', concat_axis: -1 }, [
        [
          ['bn', 0, 0],
          ['stem', 0, 0],
        ],
      ]),
      layer2('GlobalAveragePooling2D', { name: 'pool', dim_ordering: 'tf' }, [[['sum', 0, 0]]]),
      layer2('Dense', { name: 'classes', output_dim: 10, activation: 'softmax', input_dim: null }, [
        [['pool', 0, 0]],
      ]),
    ],
    input_layers: [end('image')],
    output_layers: [end('classes')],
  },
};

/** As TensorFlow.js keeps it, with a manifest of weights beside it. */
export const residualTfjs = {
  format: 'layers-model',
  modelTopology: { keras_version: '2.4.0', backend: 'tensorflow', model_config: residual2 },
  weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: [] }],
};

export const sequential = (layers: Config[], more: Config = {}): Config => ({
  class_name: 'Sequential',
  config: { name: 'chain', layers, ...more },
});

/** A layer of a Sequential model. */
export const link = (className: string, config: Config, more: Config = {}): Config => ({
  class_name: className,
  config,
  ...more,
});
