import * as tf from '@tensorflow/tfjs';
import type { Shape, Size } from '../../../src/core/graph.js';
import type { LayerName } from '../../../src/core/layers/index.js';
import type { Draw } from './draw.js';

/** One layer, as TensorFlow.js makes it and as we say it, with shapes to feed to both. */
interface Pair {
  readonly theirs: tf.layers.Layer;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Shape[];
}

interface Case {
  readonly title: string;
  readonly layer: LayerName;
  readonly times: number;
  readonly draw: (random: Draw) => Pair;
}

type DataFormat = 'channelsLast' | 'channelsFirst';

const pickFormat = (random: Draw): DataFormat => random.pick(['channelsLast', 'channelsFirst']);

const joined = (spatial: readonly Size[], channels: Size, dataFormat: DataFormat): Shape =>
  dataFormat === 'channelsFirst' ? [channels, ...spatial] : [...spatial, channels];

/** Sizes, unknown ones too, and known channels. */
const map = (random: Draw, axes: number, dataFormat: DataFormat, low = 1): Shape =>
  joined(random.sizes(axes, low, 20), random.int(1, 12), dataFormat);

const knownMap = (random: Draw, axes: number, dataFormat: DataFormat, low = 1): Shape =>
  joined(random.list(axes, low, 20), random.int(1, 12), dataFormat);

const anyShape = (random: Draw, least = 1): Shape => random.sizes(random.int(least, 4), 1, 9);

function window(random: Draw, axes: number) {
  return {
    kernel: random.list(axes, 1, 5),
    stride: random.list(axes, 1, 3),
    padding: random.pick(['same', 'valid'] as const),
    dataFormat: pickFormat(random),
  };
}

const dilations = (random: Draw, axes: number): number[] =>
  random.bool() ? random.list(axes, 1, 3) : Array(axes).fill(1);

function convolution(
  random: Draw,
  axes: number,
  make: (args: never) => tf.layers.Layer,
  dilated: boolean,
): Pair {
  const { kernel, stride, padding, dataFormat } = window(random, axes);
  const dilation = dilated ? dilations(random, axes) : undefined;
  const [filters, bias] = [random.int(1, 16), random.bool()];
  const args = {
    filters,
    kernelSize: kernel,
    strides: stride,
    padding,
    dataFormat,
    useBias: bias,
    ...(dilation && { dilationRate: dilation }),
  };
  return {
    theirs: make(args as never),
    parameters: { filters, kernel, stride, padding, bias, dataFormat, ...(dilation && { dilation }) },
    inputs: [map(random, axes, dataFormat)],
  };
}

const convolutions: Case[] = [
  { title: 'conv1d', layer: 'conv', times: 60, draw: r => convolution(r, 1, tf.layers.conv1d, true) },
  { title: 'conv2d', layer: 'conv', times: 100, draw: r => convolution(r, 2, tf.layers.conv2d, true) },
  { title: 'conv3d', layer: 'conv', times: 60, draw: r => convolution(r, 3, tf.layers.conv3d, true) },
  {
    title: 'conv2dTranspose',
    layer: 'transposedConv',
    times: 80,
    draw: r => convolution(r, 2, tf.layers.conv2dTranspose, false),
  },
  {
    title: 'conv3dTranspose',
    layer: 'transposedConv',
    times: 60,
    draw: r => convolution(r, 3, tf.layers.conv3dTranspose as never, false),
  },
  {
    title: 'separableConv2d',
    layer: 'separableConv',
    times: 80,
    draw: random => {
      const multiplier = random.int(1, 3);
      const make = (args: object) =>
        tf.layers.separableConv2d({ ...args, depthMultiplier: multiplier } as never);
      const pair = convolution(random, 2, make, true);
      return { ...pair, parameters: { ...pair.parameters, multiplier } };
    },
  },
  {
    title: 'depthwiseConv2d',
    layer: 'depthwiseConv',
    times: 80,
    draw: random => {
      const { kernel, stride, padding, dataFormat } = window(random, 2);
      const [multiplier, bias] = [random.int(1, 3), random.bool()];
      const kernelSize: [number, number] = [kernel[0]!, kernel[1]!];
      const strides: [number, number] = [stride[0]!, stride[1]!];
      return {
        theirs: tf.layers.depthwiseConv2d({
          kernelSize,
          strides,
          padding,
          dataFormat,
          depthMultiplier: multiplier,
          useBias: bias,
        }),
        parameters: { kernel, stride, padding, multiplier, bias, dataFormat },
        inputs: [map(random, 2, dataFormat)],
      };
    },
  },
  {
    title: 'dense',
    layer: 'dense',
    times: 40,
    draw: random => {
      const [units, bias] = [random.int(1, 50), random.bool()];
      const inputs = [[...random.sizes(random.int(0, 3), 1, 9), random.int(1, 30)]];
      return { theirs: tf.layers.dense({ units, useBias: bias }), parameters: { units, bias }, inputs };
    },
  },
];

function pooling(random: Draw, axes: number, make: (args: never) => tf.layers.Layer): Pair {
  const { kernel, stride, padding, dataFormat } = window(random, axes);
  const given = random.bool() ? { stride } : {};
  // 1-D pools of TensorFlow.js know the channels last only.
  const format = axes === 1 ? 'channelsLast' : dataFormat;
  const args = { poolSize: kernel, strides: given.stride ?? null, padding, ...(axes > 1 && { dataFormat }) };
  return {
    theirs: make(args as never),
    parameters: { kernel, ...given, padding, dataFormat: format },
    inputs: [map(random, axes, format)],
  };
}

const pool = (
  title: string,
  layer: LayerName,
  axes: number,
  make: (args: never) => tf.layers.Layer,
): Case => ({
  title,
  layer,
  times: 50,
  draw: random => pooling(random, axes, make),
});

const globalPool = (
  title: string,
  layer: LayerName,
  axes: number,
  make: (args: never) => tf.layers.Layer,
): Case => ({
  title,
  layer,
  times: 30,
  draw: random => {
    const dataFormat = axes === 1 ? 'channelsLast' : pickFormat(random);
    return {
      theirs: make({ dataFormat } as never),
      parameters: { dataFormat },
      inputs: [map(random, axes, dataFormat)],
    };
  },
});

const pools: Case[] = [
  pool('maxPooling1d', 'maxPool', 1, tf.layers.maxPooling1d),
  pool('maxPooling2d', 'maxPool', 2, tf.layers.maxPooling2d),
  pool('maxPooling3d', 'maxPool', 3, tf.layers.maxPooling3d),
  pool('averagePooling1d', 'averagePool', 1, tf.layers.averagePooling1d),
  pool('averagePooling2d', 'averagePool', 2, tf.layers.averagePooling2d),
  pool('averagePooling3d', 'averagePool', 3, tf.layers.averagePooling3d),
  globalPool('globalAveragePooling1d', 'globalAveragePool', 1, tf.layers.globalAveragePooling1d),
  globalPool('globalAveragePooling2d', 'globalAveragePool', 2, tf.layers.globalAveragePooling2d),
  globalPool('globalMaxPooling1d', 'globalMaxPool', 1, tf.layers.globalMaxPooling1d),
  globalPool('globalMaxPooling2d', 'globalMaxPool', 2, tf.layers.globalMaxPooling2d),
];

const norms: Case[] = [
  {
    title: 'batchNormalization',
    layer: 'batchNorm',
    times: 60,
    draw: random => {
      const inputs = [random.list(random.int(1, 4), 1, 20)];
      const axis = random.pick([-1, random.int(1, inputs[0]!.length)]);
      const [scale, center] = [random.bool(), random.bool()];
      return {
        theirs: tf.layers.batchNormalization({ axis, scale, center }),
        parameters: { axis, scale, center },
        inputs,
      };
    },
  },
  {
    title: 'layerNormalization',
    layer: 'layerNorm',
    times: 60,
    draw: random => {
      const inputs = [random.list(random.int(1, 4), 1, 20)];
      const all = inputs[0]!.map((_, i) => i + 1);
      const axes = random.pick([[-1], all, all.slice(random.int(0, all.length - 1))]);
      const [scale, center] = [random.bool(), random.bool()];
      return {
        theirs: tf.layers.layerNormalization({ axis: axes, scale, center }),
        parameters: { axes, scale, center },
        inputs,
      };
    },
  },
];

const activationNames = [
  ...(['elu', 'relu', 'relu6', 'selu', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh'] as const),
  ...(['softmax', 'logSoftmax', 'gelu', 'mish', 'swish'] as const),
];

/** A layer whose parameters do not change the shape. */
const plain = (
  title: string,
  layer: LayerName,
  make: (random: Draw) => tf.layers.Layer,
  parameters: Readonly<Record<string, unknown>> = {},
): Case => ({
  title,
  layer,
  times: 10,
  draw: random => ({ theirs: make(random), parameters, inputs: [anyShape(random)] }),
});

const activations: Case[] = [
  ...activationNames.map(name =>
    plain(`activation ${name}`, name, () => tf.layers.activation({ activation: name as 'softmax' })),
  ),
  plain('elu', 'elu', () => tf.layers.elu()),
  plain('leakyReLU', 'leakyRelu', () => tf.layers.leakyReLU()),
  plain('reLU', 'relu', () => tf.layers.reLU({ maxValue: 6 }), { maxValue: 6 }),
  plain('softmax', 'softmax', () => tf.layers.softmax({ axis: -1 })),
  plain('thresholdedReLU', 'thresholdedRelu', () => tf.layers.thresholdedReLU({ theta: 2 }), { theta: 2 }),
  {
    title: 'prelu',
    layer: 'prelu',
    times: 40,
    draw: random => {
      const inputs = [random.list(random.int(1, 4), 1, 9)];
      const sharedAxes = inputs[0]!.map((_, i) => i + 1).filter(() => random.bool());
      const given = sharedAxes.length > 0 ? { sharedAxes } : {};
      return { theirs: tf.layers.prelu(given), parameters: given, inputs };
    },
  },
];

const drops: Case[] = [
  plain('dropout', 'dropout', () => tf.layers.dropout({ rate: 0.3 }), { rate: 0.3 }),
  plain('alphaDropout', 'alphaDropout', () => tf.layers.alphaDropout({ rate: 0.3 }), { rate: 0.3 }),
  plain('gaussianDropout', 'gaussianDropout', () => tf.layers.gaussianDropout({ rate: 0.3 }), { rate: 0.3 }),
  plain('gaussianNoise', 'gaussianNoise', () => tf.layers.gaussianNoise({ stddev: 0.3 }), { deviation: 0.3 }),
  {
    title: 'spatialDropout1d',
    layer: 'spatialDropout',
    times: 10,
    draw: random => ({
      theirs: tf.layers.spatialDropout1d({ rate: 0.3 }),
      parameters: { rate: 0.3 },
      inputs: [map(random, 1, 'channelsLast')],
    }),
  },
];

const borders = (random: Draw, high: number): [[number, number], [number, number]] => {
  const [top, bottom, left, right] = random.list(4, 0, high) as [number, number, number, number];
  return [
    [top, bottom],
    [left, right],
  ];
};

/** Factors of a shape's sizes in another order, grouped at random. */
function regrouped(random: Draw, sizes: readonly number[]): number[] {
  const target: number[] = Array(random.int(1, 4)).fill(1);
  for (const size of sizes) {
    const i = random.int(0, target.length - 1);
    target[i] = target[i]! * size;
  }
  return target;
}

const shapes: Case[] = [
  {
    title: 'zeroPadding2d',
    layer: 'zeroPad',
    times: 40,
    draw: random => {
      const [padding, dataFormat] = [borders(random, 4), pickFormat(random)];
      return {
        theirs: tf.layers.zeroPadding2d({ padding, dataFormat }),
        parameters: { padding, dataFormat },
        inputs: [map(random, 2, dataFormat)],
      };
    },
  },
  {
    title: 'cropping2D',
    layer: 'crop',
    times: 40,
    draw: random => {
      const [cropping, dataFormat] = [borders(random, 4), pickFormat(random)];
      return {
        theirs: tf.layers.cropping2D({ cropping, dataFormat }),
        parameters: { cropping, dataFormat },
        inputs: [knownMap(random, 2, dataFormat, 9)],
      };
    },
  },
  {
    title: 'upSampling2d',
    layer: 'upsample',
    times: 40,
    draw: random => {
      const [factor, dataFormat] = [random.list(2, 1, 4), pickFormat(random)];
      return {
        theirs: tf.layers.upSampling2d({ size: factor, dataFormat }),
        parameters: { factor, dataFormat },
        inputs: [map(random, 2, dataFormat)],
      };
    },
  },
  {
    title: 'flatten',
    layer: 'flatten',
    times: 30,
    draw: random => ({
      theirs: tf.layers.flatten(),
      parameters: {},
      inputs: [random.list(random.int(2, 4), 1, 9)],
    }),
  },
  {
    title: 'reshape',
    layer: 'reshape',
    times: 60,
    draw: random => {
      const sizes = random.list(random.int(1, 4), 1, 9);
      const target = regrouped(random, sizes);
      if (random.bool()) target[random.int(0, target.length - 1)] = -1;
      return {
        theirs: tf.layers.reshape({ targetShape: [...target] }),
        parameters: { shape: target },
        inputs: [sizes],
      };
    },
  },
  {
    title: 'permute',
    layer: 'permute',
    times: 40,
    draw: random => {
      const sizes = random.sizes(random.int(1, 4), 1, 9);
      const order = random.shuffled(sizes.map((_, i) => i + 1));
      return { theirs: tf.layers.permute({ dims: order }), parameters: { order }, inputs: [sizes] };
    },
  },
  {
    title: 'repeatVector',
    layer: 'repeatVector',
    times: 30,
    draw: random => {
      const times = random.int(1, 9);
      return {
        theirs: tf.layers.repeatVector({ n: times }),
        parameters: { times },
        inputs: [random.sizes(1, 1, 9)],
      };
    },
  },
  plain('rescaling', 'rescale', () => tf.layers.rescaling({ scale: 2, offset: 1 }), { scale: 2, offset: 1 }),
];

const several = <T>(random: Draw, make: () => T): T[] => Array.from({ length: random.int(2, 4) }, make);

const merge = (title: string, layer: LayerName, make: () => tf.layers.Layer): Case => ({
  title,
  layer,
  times: 30,
  draw: random => {
    const shape = anyShape(random);
    return { theirs: make(), parameters: {}, inputs: several(random, () => shape) };
  },
});

const merges: Case[] = [
  merge('add', 'add', () => tf.layers.add()),
  merge('average', 'average', () => tf.layers.average()),
  merge('maximum', 'maximum', () => tf.layers.maximum()),
  merge('minimum', 'minimum', () => tf.layers.minimum()),
  merge('multiply', 'multiply', () => tf.layers.multiply()),
  {
    title: 'multiply with gates',
    layer: 'multiply',
    times: 60,
    draw: random => {
      const full = random.list(random.int(1, 4), 1, 9);
      const inputs = several(random, () => full.map(size => (random.bool() ? size : 1)));
      return { theirs: tf.layers.multiply(), parameters: {}, inputs };
    },
  },
  {
    title: 'concatenate',
    layer: 'concat',
    times: 60,
    draw: random => {
      const sizes = random.list(random.int(1, 4), 1, 9);
      const axis = random.pick([-1, random.int(1, sizes.length), -random.int(1, sizes.length)]);
      const index = axis < 0 ? sizes.length + axis : axis - 1;
      const inputs = several(random, () => sizes.with(index, random.int(1, 9)));
      return { theirs: tf.layers.concatenate({ axis }), parameters: { axis }, inputs };
    },
  },
];

type Cell = (args: {
  units: number;
  returnSequences: boolean;
  useBias: boolean;
  recurrentInitializer: 'zeros';
}) => tf.layers.Layer;

const recurrent = (
  title: string,
  layer: LayerName,
  make: Cell,
  own: Readonly<Record<string, unknown>> = {},
): Case => ({
  title,
  layer,
  times: 30,
  draw: random => {
    const [units, sequences, bias] = [random.int(1, 16), random.bool(), random.bool()];
    const one = make({ units, returnSequences: sequences, useBias: bias, recurrentInitializer: 'zeros' });
    const bidirectional = random.pick([undefined, 'concat', 'sum', 'ave', 'mul'] as const);
    const theirs = bidirectional
      ? tf.layers.bidirectional({ layer: one as tf.RNN, mergeMode: bidirectional })
      : one;
    return {
      theirs,
      parameters: { units, sequences, bias, ...(bidirectional && { bidirectional }), ...own },
      inputs: [[...random.sizes(1, 1, 9), random.int(1, 16)]],
    };
  },
});

const sequences: Case[] = [
  recurrent('simpleRNN', 'simpleRnn', tf.layers.simpleRNN),
  recurrent('lstm', 'lstm', tf.layers.lstm),
  recurrent('gru', 'gru', args => tf.layers.gru(args), { resetAfter: false }),
  {
    title: 'embedding',
    layer: 'embedding',
    times: 30,
    draw: random => {
      const [entries, units] = [random.int(1, 99), random.int(1, 16)];
      const theirs = tf.layers.embedding({ inputDim: entries, outputDim: units });
      return { theirs, parameters: { entries, units }, inputs: [anyShape(random)] };
    },
  },
];

/** Every layer of TensorFlow.js that we have, too. */
export const cases: readonly Case[] = [
  ...convolutions,
  ...pools,
  ...norms,
  ...activations,
  ...drops,
  ...shapes,
  ...merges,
  ...sequences,
];
