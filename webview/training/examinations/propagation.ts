import { dispose, tensor, tidy } from '@tensorflow/tfjs-core';
import type { TypedGraph } from '../../../src/core/graph.js';
import type { Experiment } from '../experiment.js';
import { deriveSeed, type Random, seededRandom } from '../random.js';

const EXAMPLES = 8;

/**
 * Variance of every node's output where all inputs are noise of mean 0 and variance 1 (Brock et al. 2021, signal
 * propagation plots): before training, whatever the data are.
 */
export async function propagate(
  experiment: Experiment,
  graph: TypedGraph,
): Promise<ReadonlyMap<string, number>> {
  const random = seededRandom(deriveSeed(experiment.seed, 'propagation'));
  const inputs = new Map(
    graph.nodes
      .filter(node => node.layer === 'input')
      .map(node => [node.id, noise([EXAMPLES, ...(node.output as readonly number[])], random)]),
  );
  const probe = experiment.probe();
  try {
    tidy(() => void experiment.network.run(inputs, { training: true, noise: false }, random, probe.visit));
    return new Map([...(await probe.read())].map(([id, { variance }]) => [id, variance]));
  } finally {
    probe.dispose();
    dispose([...inputs.values()]);
  }
}

const noise = (shape: number[], random: Random) =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );
