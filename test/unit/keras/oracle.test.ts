import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tfjsJson } from '../../../src/core/exporters/keras-json.js';
import { product, type TypedGraph, type TypedNode } from '../../../src/core/graph.js';
import { inferShapes } from '../../../src/core/shapes.js';
import { check, nodeOf, weightsOf } from './model.js';
import { Network } from './networks.js';
import { Random } from './random.js';

const networks = 200;
const batches = 10;

const seeds = (batch: number): number[] =>
  Array.from({ length: networks / batches }, (_, i) => 1 + batch * (networks / batches) + i);

function draw(seed: number): TypedGraph {
  const { nodes, outputs } = new Network(new Random(seed));
  return {
    name: `network_${seed}`,
    nodes: inferShapes(nodes, []).nodes,
    blocks: [],
    outputs,
  };
}

function written(graph: TypedGraph): string {
  const exported = tfjsJson.export(graph);
  if (!('text' in exported)) throw new Error(JSON.stringify(exported.unsupported));
  return exported.text;
}

const shapesOf = (graph: TypedGraph): Record<string, unknown> =>
  Object.fromEntries(graph.nodes.map(({ id, output }) => [id, output]));

/** A node that shares a layer is that layer's second call. */
function shapeIn(model: tf.LayersModel, { id, sharedWith }: TypedNode): unknown {
  const output = model.getLayer(sharedWith ?? id).getOutputAt(sharedWith ? 1 : 0);
  return (output as tf.SymbolicTensor).shape.slice(1);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Array.from({ length: batches }, (_, batch) => batch))('random networks, part %i', batch => {
  it('have the shapes and weights that TensorFlow.js gives them', async () => {
    for (const seed of seeds(batch)) {
      const graph = draw(seed);
      const model = await tf.models.modelFromJSON(JSON.parse(written(graph)));
      const theirs = Object.fromEntries(graph.nodes.map(node => [node.id, shapeIn(model, node)]));
      expect(shapesOf(graph), `seed ${seed}`).toEqual(theirs);
      expect(weightsOf(graph.nodes), `seed ${seed}`).toBe(model.countParams());
      const trainable = model.trainableWeights.map(weight => product(weight.shape as number[]) ?? 0);
      expect(weightsOf(graph.nodes, 'trainable'), `seed ${seed}`).toBe(trainable.reduce((a, b) => a + b, 0));
      model.dispose();
    }
  });

  it('are the same when they are read back', () => {
    for (const seed of seeds(batch)) {
      const graph = draw(seed);
      const again = check(written(graph));
      expect(
        again.findings.filter(f => f.severity === 'error'),
        `seed ${seed}`,
      ).toEqual([]);
      const shapes = Object.fromEntries(graph.nodes.map(({ id }) => [id, nodeOf(again.graph, id).output]));
      expect(shapes, `seed ${seed}`).toEqual(shapesOf(graph));
      expect(weightsOf(again.graph.nodes), `seed ${seed}`).toBe(weightsOf(graph.nodes));
      expect(weightsOf(again.graph.nodes, 'trainable')).toBe(weightsOf(graph.nodes, 'trainable'));
      expect(again.graph.outputs).toEqual(graph.outputs);
    }
  });
});
