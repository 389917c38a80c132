import { describe, expect, test } from 'vitest';
import { check, errorsIn, lineOfFinding } from './check.js';

const source = (second = 'res_block_v1(x, 16, 32)'): string => `
from tensorflow.keras.layers import Input, Conv2D, BatchNormalization, Activation, Flatten, Dense, add
from tensorflow.keras.models import Model


def res_block_v1(x, input_filter, output_filter):
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(x)
    res_x = BatchNormalization()(res_x)
    res_x = Activation('relu')(res_x)
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(res_x)
    res_x = BatchNormalization()(res_x)
    if input_filter == output_filter:
        identity = x
    else:
        identity = Conv2D(kernel_size=(1, 1), filters=output_filter, strides=1, padding='same')(x)
    x = add([identity, res_x])
    return Activation('relu')(x)


def res_block_v2(x, input_filter, output_filter):
    res_x = BatchNormalization()(x)
    res_x = Activation('relu')(res_x)
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(res_x)
    res_x = BatchNormalization()(res_x)
    res_x = Activation('relu')(res_x)
    res_x = Conv2D(kernel_size=(3, 3), filters=output_filter, strides=1, padding='same')(res_x)
    identity = x if input_filter == output_filter else Conv2D(output_filter, 1, padding='same')(x)
    return add([identity, res_x])


def resnet_v1(x):
    x = Conv2D(kernel_size=(3, 3), filters=16, strides=1, padding='same', activation='relu')(x)
    x = res_block_v1(x, 16, 16)
    x = ${second}
    x = Flatten()(x)
    return Dense(10, activation='softmax', kernel_initializer='he_normal')(x)


def resnet_v2(x):
    x = Conv2D(kernel_size=(3, 3), filters=16, strides=1, padding='same', activation='relu')(x)
    x = res_block_v2(x, 16, 16)
    x = res_block_v2(x, 16, 32)
    x = BatchNormalization()(x)
    y = Flatten()(x)
    return Dense(10, activation='softmax', kernel_initializer='he_normal')(y)
`;

const inputs = `
inputs = Input(shape=(32, 32, 3))
`;

describe('the source document’s networks', () => {
  test.each([
    ['resnet_v1', 347_594],
    ['resnet_v2', 347_658],
  ])('%s', (name, parameters) => {
    const checked = check(`${source()}${inputs}model = Model(inputs, ${name}(inputs))\n`);
    expect(checked.reading.entry?.entry).toBe('model');
    expect([checked.parameters, errorsIn(checked), checked.reading.faults]).toEqual([parameters, [], []]);
    expect(checked.reading.outputShapes).toEqual([[null, 10]]);
  });

  test('a broken shortcut is an error at the addition, with the calls that led there', () => {
    const text = `${source('res_block_v1(x, 32, 32)')}${inputs}model = Model(inputs, resnet_v1(inputs))\n`;
    const checked = check(text);
    const [error, ...others] = errorsIn(checked);
    expect(others).toEqual([]);
    expect([error?.code, lineOfFinding(text, error!)]).toEqual(['shortcut-mismatch', 16]);
    const calls = checked.graph.nodes.find(n => n.id === error!.nodes[0])?.calls?.map(c => c.text);
    expect(calls).toEqual(['res_block_v1(x, 32, 32)', 'resnet_v1(inputs)']);
  });

  test('the comment says entry and input', () => {
    const checked = check(`# resnet: entry=resnet_v1(x) input=(32, 32, 3)\n${source()}`);
    expect([checked.parameters, checked.reading.entry?.origin]).toEqual([347_594, 'comment']);
  });

  test('functions are blocks', () => {
    const { graph } = check(`${source()}${inputs}model = Model(inputs, resnet_v1(inputs))\n`);
    expect(graph.blocks.map(b => b.id)).toEqual(['', 'res_block_v1', 'res_block_v1_2']);
  });
});

const head =
  'import keras\nfrom keras import layers, ops\nfrom keras import backend as K\nimport tensorflow as tf\n';

/** Programs with the parameters and the output shape that Keras gives. */
const programs: readonly (readonly [string, string, number | null, readonly (number | null)[] | null])[] = [
  [
    'Sequential',
    'model = keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2)])',
    112 + 290,
    [null, 2],
  ],
  [
    'Sequential, one by one',
    'model = keras.Sequential()\nmodel.add(layers.Dense(4, input_shape=(3,)))\nmodel.add(layers.Dense(2))',
    16 + 10,
    [null, 2],
  ],
  [
    'a shared layer counts once',
    'x = layers.Input((4,))\nd = layers.Dense(4)\nmodel = keras.Model(x, d(d(x)))',
    20,
    [null, 4],
  ],
  [
    'a nested model',
    'a = layers.Input((8, 8, 3))\ninner = keras.Model(a, layers.Conv2D(4, 3, padding="same")(a))\nx = layers.Input((16, 16, 3))\nmodel = keras.Model(x, inner(x))',
    112,
    [null, 16, 16, 4],
  ],
  [
    'operators and gates',
    'x = layers.Input((8, 8, 4))\ns = layers.GlobalAveragePooling2D(keepdims=True)(x)\ny = x * layers.Dense(4, activation="sigmoid")(s) + x\nmodel = keras.Model(x, y)',
    20,
    [null, 8, 8, 4],
  ],
  [
    'Keras 1 names',
    'x = layers.Input((8, 8, 3))\ny = layers.Convolution2D(4, 3, 3, border_mode="same", subsample=(2, 2))(x)\nmodel = keras.Model(input=x, output=y)',
    112,
    [null, 4, 4, 4],
  ],
  [
    'a stride by position',
    'x = layers.Input((8, 8, 3))\nmodel = keras.Model(x, layers.Conv2D(4, 3, 1, padding="same")(x))',
    112,
    [null, 8, 8, 4],
  ],
  [
    'a layer of the user’s',
    'class Scale(layers.Layer):\n    def build(self, shape):\n        self.w = self.add_weight(name="w", shape=(shape[-1],), initializer="ones")\n    def call(self, x):\n        return x * self.w\nx = layers.Input((4, 4, 3))\nmodel = keras.Model(x, Scale()(x))',
    3,
    [null, 4, 4, 3],
  ],
  [
    'a size that is left open is None',
    'x = layers.Input((None, None, 3))\npad = 1 if x.shape[1] is None else x.shape[1] % 2\nmodel = keras.Model(x, layers.Conv2D(4, 3)(layers.ZeroPadding2D(pad)(x)))',
    112,
    [null, null, null, 4],
  ],
  [
    'a size that only we do not know is not None',
    'from elsewhere import odd\nx = layers.Input((8, 8, 3))\ny = layers.Conv2D(4, 1)(odd(x))\nmodel = keras.Model(x, layers.Conv2D(2 if y.shape[1] is None else 3, 1)(y))',
    null,
    null,
  ],
  [
    'TensorFlow’s own names of arguments',
    'x = layers.Input((8, 8, 4))\ns = tf.expand_dims(input=tf.reduce_mean(x, axis=[1, 2]), axis=1)\nmodel = keras.Model(x, layers.Dense(4)(s))',
    20,
    [null, 1, 4],
  ],
  [
    'an unknown layer is no error, and nobody knows the total',
    'from elsewhere import Odd\nx = layers.Input((8, 8, 3))\nmodel = keras.Model(x, layers.Conv2D(2, 1)(Odd(3)(x)))',
    null,
    [null, null, null, 2],
  ],
];

test.each(programs)('%s', (_, text, parameters, output) => {
  const checked = check(head + text);
  expect([errorsIn(checked), checked.reading.faults]).toEqual([[], []]);
  expect(checked.parameters).toBe(parameters);
  if (output !== null) expect(checked.reading.outputShapes[0]).toEqual(output);
});

test('a subclassed model is called on the input that is given', () => {
  const text = `${head}class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Conv2D(4, 3, padding='same')
        self.b = layers.BatchNormalization()
    def call(self, x, training=False):
        return self.b(self.a(x), training=training)
`;
  const checked = check(text, { entry: 'Net()', input: '(8, 8, 3)' });
  expect([checked.parameters, checked.reading.outputShapes, errorsIn(checked)]).toEqual([
    128,
    [[null, 8, 8, 4]],
    [],
  ]);
  expect(checked.graph.nodes.map(n => n.id)).toContain('a');
});

test.each([
  ['layers.Add()([x, t])', [32, 32, 16]],
  ['layers.add([t, x])', [32, 32, 16]],
  ['layers.Maximum()([x, layers.Reshape((1, 1, 16))(layers.GlobalAveragePooling2D()(x))])', [32, 32, 16]],
])('%s stretches sizes of 1, as Keras does', (merge, shape) => {
  const checked = check(`
from keras import Input, Model, layers

inputs = Input((32, 32, 3))
x = layers.Conv2D(16, 3, padding='same')(inputs)
t = layers.Conv2D(16, 32)(inputs)
model = Model(inputs, ${merge})
`);
  expect(checked.findings).toEqual([]);
  expect(checked.reading.outputShapes).toEqual([[null, ...shape]]);
});

test.each([
  ['tf.transpose(x, perm=[0, 3, 1, 2])', [4, 8, 6]],
  ['tf.transpose(a=x, perm=[0, 2, 1, 3])', [6, 8, 4]],
  ['keras.ops.transpose(x, axes=(0, 2, 1, 3))', [6, 8, 4]],
  ['tf.matmul(a=x, b=x, transpose_b=True)', [8, 6, 6]],
  ['tf.matmul(x, x, True)', [8, 4, 4]],
  ['tf.reduce_sum(x, reduction_indices=[1, 2])', [4]],
  ['keras.ops.reshape(x, newshape=(-1, 48, 4))', [48, 4]],
  ['keras.ops.pad(x, pad_width=((0, 0), (1, 1), (0, 0), (0, 0)))', [10, 6, 4]],
])('%s: each library has names of its own for the arguments', (call, shape) => {
  const { reading, findings } = check(`
import keras
import tensorflow as tf

x = keras.Input((8, 6, 4))
model = keras.Model(x, ${call})
`);
  expect(findings.filter(f => f.severity === 'error')).toEqual([]);
  expect(reading.outputShapes).toEqual([[null, ...shape]]);
});
