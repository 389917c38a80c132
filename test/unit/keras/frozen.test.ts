import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { product } from '../../../src/core/graph.js';
import { conv2, end, functional, input2, layer2, on } from './fixtures.js';
import { check, nodeOf, weightsOf } from './model.js';
import { entries, isThere, textOf } from './reference.js';

type Config = Record<string, unknown>;

const read = (model: Config) => check(JSON.stringify(model)).graph;

/** A model called as a layer. */
const called = ({ class_name: className, config }: Config, from: string): Config =>
  layer2(String(className), config as Config, [on(from)]);

const trainableIn = (model: tf.LayersModel): number =>
  model.trainableWeights.reduce((sum, { shape }) => sum + (product(shape as number[]) ?? Number.NaN), 0);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('layers that training leaves alone', () => {
  it('are so in a frozen model, however deep', () => {
    const deepest = functional(
      'deepest',
      [input2('y', 4, 4, 3), conv2('deep', 3, 'y')],
      [end('y')],
      [end('deep')],
    );
    const middle = functional(
      'middle',
      [input2('x', 4, 4, 2), conv2('conv', 3, 'x'), called(deepest, 'conv')],
      [end('x')],
      [end('deepest')],
    );
    const outer = (trainable: boolean) => {
      const model = { ...middle, config: { ...(middle.config as Config), trainable } };
      const layers = [input2('image', 4, 4, 2), called(model, 'image'), conv2('last', 1, 'middle')];
      return read(functional('outer', layers, [end('image')], [end('last')]));
    };
    const graph = outer(false);
    expect(nodeOf(graph, 'middle.conv')).toMatchObject({
      frozen: true,
      weights: { total: 57, trainable: 0 },
    });
    expect(nodeOf(graph, 'middle.deepest.deep').weights).toEqual({ total: 84, trainable: 0 });
    expect(nodeOf(graph, 'last').weights).toEqual({ total: 28, trainable: 28 });
    expect(weightsOf(outer(true).nodes, 'trainable')).toBe(57 + 84 + 28);
  });

  it('are so in or with their wrapper', () => {
    const trained = (outside: boolean, inside: boolean): number | null => {
      const dense = { class_name: 'Dense', config: { name: 'd', units: 3, trainable: inside } };
      const wrapper = layer2('TimeDistributed', { name: 't', layer: dense, trainable: outside }, [
        on('image'),
      ]);
      const graph = read(functional('m', [input2('image', 4, 2), wrapper], [end('image')], [end('t')]));
      expect(weightsOf(graph.nodes)).toBe(9);
      return weightsOf(graph.nodes, 'trainable');
    };
    expect([trained(true, true), trained(false, true), trained(true, false)]).toEqual([9, 0, 0]);
  });

  it('count as TensorFlow.js counts them, whichever they are', () => {
    const image = tf.input({ shape: [8, 8, 3] });
    const inside = tf.sequential({
      name: 'inside',
      layers: [
        tf.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', inputShape: [8, 8, 4] }),
        tf.layers.batchNormalization(),
      ],
    });
    const stem = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }).apply(image);
    const normed = tf.layers.batchNormalization().apply(stem) as tf.SymbolicTensor;
    const sum = tf.layers.add().apply([normed, inside.apply(normed) as tf.SymbolicTensor]);
    const pooled = tf.layers.globalAveragePooling2d({}).apply(sum);
    const model = tf.model({
      inputs: image,
      outputs: tf.layers.dense({ units: 5 }).apply(pooled) as tf.SymbolicTensor,
    });
    const layers = [...model.layers, ...inside.layers].filter(
      layer => layer !== inside && layer.countParams() > 0,
    );
    expect(layers).toHaveLength(5);
    const counts = Array.from({ length: 2 ** layers.length }, (_, subset) => {
      layers.forEach((layer, i) => {
        layer.trainable = (subset & (1 << i)) === 0;
      });
      const { graph } = check(JSON.stringify(model.toJSON(null, false)));
      expect(weightsOf(graph.nodes)).toBe(model.countParams());
      expect(weightsOf(graph.nodes, 'trainable')).toBe(trainableIn(model));
      return trainableIn(model);
    });
    expect(new Set(counts).size).toBeGreaterThan(16);
    model.dispose();
  });
});

/** Real files with frozen layers that TensorFlow.js builds, the largest left out. */
const frozenFiles = entries.filter(
  ({ kind, expected_params: weights, ...entry }) =>
    (kind === 'tfjs-layers' || kind === 'keras2') &&
    weights !== null &&
    weights < 30e6 &&
    /"trainable":\s*false/.test(textOf({ kind, expected_params: weights, ...entry })),
);

/** A model whose weights start as zeros: drawing millions of numbers takes minutes, and nobody looks at them. */
function zeroed(text: string): Parameters<typeof tf.models.modelFromJSON>[0] {
  const { weightsManifest: _, ...model } = JSON.parse(text, (key, value) =>
    key.endsWith('_initializer') ? { class_name: 'Zeros', config: {} } : value,
  );
  return model;
}

describe.skipIf(!isThere)('real files with frozen layers', () => {
  it('are several', () => expect(frozenFiles.length).toBeGreaterThan(3));

  it.each(frozenFiles.map(entry => [entry.id, entry] as const))(
    '%s trains what TensorFlow.js trains',
    async (_, entry) => {
      const text = textOf(entry);
      const { graph } = check(text);
      const trainable = weightsOf(graph.nodes, 'trainable');
      expect(trainable).toBeLessThan(weightsOf(graph.nodes)!);
      const model = await tf.models.modelFromJSON(zeroed(text));
      expect(trainable).toBe(trainableIn(model));
      model.dispose();
    },
  );
});
