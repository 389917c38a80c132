import {
  memory,
  mul,
  sum,
  type Tensor,
  tensor,
  tidy,
  transpose,
  valueAndGrads,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TypedGraph } from '../../../src/core/graph.js';
import { layerNames, layers } from '../../../src/core/layers/index.js';
import { execution } from '../../../webview/training/layers/index.js';
import { Network } from '../../../webview/training/network.js';
import { obstaclesOf } from '../../../webview/training/obstacles.js';
import { seededRandom } from '../../../webview/training/random.js';
import { startBackend } from './backend.js';
import { Builder } from './builder.js';
import { type LayerCase, layerCases, nameOfCase } from './layer-cases.js';

const BATCH = 3;
const TRAINING = { training: true, noise: true };

beforeAll(startBackend);

function graphOf({ layer, parameters, inputs }: LayerCase): TypedGraph {
  const net = new Builder();
  return net.build(
    net.add(
      layer,
      inputs.map(shape => net.input(...shape)),
      parameters,
    ),
  );
}

function drawn(shape: readonly number[], seed: number): Tensor {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
  return tensor(values, [...shape]);
}

/** What a network of one layer answers to these inputs, with the same noise every time. */
function answer(network: Network, graph: TypedGraph, inputs: readonly Tensor[]): Tensor {
  const ids = graph.nodes.filter(node => node.layer === 'input').map(node => node.id);
  const given = new Map(ids.map((id, i) => [id, inputs[i]!]));
  return network.run(given, TRAINING, seededRandom(1)).get(graph.outputs[0]!)!;
}

test('every layer trains, or says why it does not', () => {
  const tried = new Set(layerCases.map(({ layer }) => layer));
  const untried = layerNames.filter(name => !('reason' in execution[name]) && !tried.has(name));
  expect(untried).toEqual(['input']);
});

describe('every layer has the inferred shape and the right gradient', () => {
  for (const layerCase of layerCases) {
    test(nameOfCase(layerCase), () => {
      const graph = graphOf(layerCase);
      expect(obstaclesOf(graph).filter(obstacle => obstacle.node)).toEqual([]);
      const before = memory().numTensors;
      const network = new Network(graph, { seed: 7 });
      tidy(() => checkGradient(network, graph, layerCase.inputs));
      network.dispose();
      expect(memory().numTensors).toBe(before);
    });
  }
});

/** The slope along one direction through all inputs and weights, against central differences. */
function checkGradient(network: Network, graph: TypedGraph, shapes: LayerCase['inputs']): void {
  const inputs = shapes.map((shape, i) => drawn([BATCH, ...shape], 11 + i));
  const weights = network.trained.map(weight => weight.variable);
  const output = answer(network, graph, inputs);
  expect(output.shape.slice(1)).toEqual(graph.nodes.at(-1)!.output);
  const direction = drawn(output.shape, 5);
  const loss = (given: readonly Tensor[]) => sum(mul(answer(network, graph, given), direction));

  const start = weights.map(weight => weight.clone());
  const byInputs = valueAndGrads((...given: Tensor[]) => loss(given))(inputs).grads;
  const byWeights = weights.length > 0 ? variableGrads(() => loss(inputs).asScalar(), weights).grads : {};
  const points = [...inputs, ...start];
  const gradients = [...byInputs, ...weights.map(weight => byWeights[weight.name]!)];
  const ways = points.map((point, i) => drawn(point.shape, 23 + i));
  const slope = gradients.reduce((total, g, i) => total + sum(mul(g, ways[i]!)).dataSync()[0]!, 0);

  const at = (distance: number): number => {
    const moved = points.map((point, i) => point.add(ways[i]!.mul(distance)));
    for (const [i, weight] of weights.entries()) weight.assign(moved[inputs.length + i]!);
    return loss(moved.slice(0, inputs.length)).dataSync()[0]!;
  };
  const step = 5e-4;
  const measured = (at(step) - at(-step)) / (2 * step);
  expect(Math.abs(slope - measured)).toBeLessThan(0.03 * Math.max(1, Math.abs(measured)));
}

describe('channels first is channels last with the axes changed', () => {
  const cases = layerCases.filter(
    ({ layer, inputs }) => 'dataFormat' in layers[layer].parameters && inputs[0]!.length === 3,
  );
  for (const layerCase of cases.filter(({ layer }) => layer !== 'spatialDropout')) {
    test(nameOfCase(layerCase), () => {
      const last = graphOf(layerCase);
      const first = graphOf({
        ...layerCase,
        parameters: { ...layerCase.parameters, dataFormat: 'channelsFirst' },
        inputs: layerCase.inputs.map(([height, width, channels]) => [channels!, height!, width!]),
      });
      const networks = [new Network(last, { seed: 7 }), new Network(first, { seed: 7 })] as const;
      tidy(() => {
        const images = drawn([BATCH, ...layerCase.inputs[0]!], 11);
        const expected = answer(networks[0], last, [images]);
        const given = answer(networks[1], first, [transpose(images, [0, 3, 1, 2])]);
        const back = given.rank === 4 ? transpose(given, [0, 2, 3, 1]) : given;
        expect(back.shape).toEqual(expected.shape);
        expect(Math.max(...back.sub(expected).abs().dataSync())).toBeLessThan(1e-5);
      });
      for (const network of networks) network.dispose();
    });
  }
});
