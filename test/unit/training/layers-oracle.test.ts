import { layers as keras, type Tensor, tensor, tidy } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LayerName } from '../../../src/core/layers/index.js';
import { Network } from '../../../webview/training/network.js';
import { seededRandom } from '../../../webview/training/random.js';
import { startBackend } from './backend.js';
import { Builder } from './builder.js';

beforeAll(startBackend);

interface OracleCase {
  readonly layer: LayerName;
  readonly parameters?: Record<string, unknown>;
  readonly oracle: InstanceType<typeof keras.Layer>;
  readonly shape?: readonly number[];
}

const same = { padding: 'same' } as const;
const activations = ['elu', 'selu', 'softplus', 'softsign', 'tanh', 'swish', 'mish', 'relu6'] as const;

/** Uses of a layer for which TensorFlow.js' own layer is right. */
const cases: readonly OracleCase[] = [
  {
    layer: 'conv',
    parameters: { filters: 3, kernel: 3, stride: 2 },
    oracle: keras.conv2d({ filters: 3, kernelSize: 3, strides: 2, ...same }),
  },
  {
    layer: 'conv',
    parameters: { filters: 3, kernel: 3, padding: 'valid' },
    oracle: keras.conv2d({ filters: 3, kernelSize: 3 }),
  },
  {
    layer: 'conv',
    parameters: { filters: 3, kernel: [3] },
    oracle: keras.conv1d({ filters: 3, kernelSize: 3, ...same }),
    shape: [9, 4],
  },
  {
    layer: 'depthwiseConv',
    parameters: { kernel: 3, stride: 2, multiplier: 2 },
    oracle: keras.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, ...same }),
  },
  {
    layer: 'separableConv',
    parameters: { filters: 3, kernel: 3 },
    oracle: keras.separableConv2d({ filters: 3, kernelSize: 3, ...same }),
  },
  ...[3, 4].map(
    (kernel): OracleCase => ({
      layer: 'transposedConv',
      parameters: { filters: 3, kernel, stride: 2 },
      oracle: keras.conv2dTranspose({ filters: 3, kernelSize: kernel, strides: 2, ...same }),
    }),
  ),
  {
    layer: 'transposedConv',
    parameters: { filters: 3, kernel: 3, stride: 2, padding: 'valid' },
    oracle: keras.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2 }),
  },
  {
    layer: 'dense',
    parameters: { units: 3, activation: 'softmax' },
    oracle: keras.dense({ units: 3, activation: 'softmax' }),
    shape: [7],
  },
  { layer: 'layerNorm', oracle: keras.layerNormalization({}) },
  {
    layer: 'maxPool',
    parameters: { kernel: 3, stride: 2 },
    oracle: keras.maxPooling2d({ poolSize: 3, strides: 2, ...same }),
  },
  {
    layer: 'averagePool',
    parameters: { kernel: 3, stride: 2 },
    oracle: keras.averagePooling2d({ poolSize: 3, strides: 2, ...same }),
  },
  { layer: 'globalAveragePool', oracle: keras.globalAveragePooling2d({}) },
  { layer: 'upsample', parameters: { factor: 2 }, oracle: keras.upSampling2d({ size: [2, 2] }) },
  { layer: 'permute', parameters: { order: [3, 1, 2] }, oracle: keras.permute({ dims: [3, 1, 2] }) },
  ...activations.map((name): OracleCase => ({ layer: name, oracle: keras.activation({ activation: name }) })),
];

const title = ({ layer, parameters = {} }: OracleCase): string => `${layer} ${JSON.stringify(parameters)}`;

describe('computes what TensorFlow.js does', () => {
  test.each(cases.map(each => [title(each), each] as const))(
    '%s',
    (_, { layer, parameters, oracle, shape = [7, 6, 4] }) => {
      const net = new Builder();
      const input = net.input(...shape);
      const graph = net.build(net.add(layer, input, parameters));
      const network = new Network(graph, { seed: 3 });
      tidy(() => {
        const random = seededRandom(1);
        const size = shape.reduce((a, b) => a * b, 2);
        const x = tensor(
          Float32Array.from({ length: size }, () => random.normal()),
          [2, ...shape],
        );
        oracle.build([2, ...shape]);
        if (network.weights.length > 0) oracle.setWeights(network.weights.map(weight => weight.variable));
        const expected = oracle.apply(x) as Tensor;
        const outputs = network.run(new Map([[input, x]]), { training: false, noise: false }, random);
        const given = outputs.get(graph.outputs[0]!)!;
        expect(given.shape).toEqual(expected.shape);
        expect(Math.max(...given.sub(expected).abs().dataSync())).toBeLessThan(1e-4);
      });
      network.dispose();
    },
  );
});
