import { abs, dispose, keep, max, sub, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { TypedGraph } from '../../../src/core/graph.js';
import type { Experiment } from '../experiment.js';
import type { Batch } from '../feed.js';
import type { Visit } from '../network.js';
import type { Dependence } from '../observations.js';

const MODE = { training: true, noise: false };

/** Losses closer than this, as a share, are equal: rounding makes such differences. */
const ROUNDING = 1e-6;

/** Compares the loss of a batch with the one that it gets when an input is 0 everywhere, for each input. */
export async function examineDependence(
  experiment: Experiment,
  graph: TypedGraph,
  batch: Batch,
): Promise<Dependence[]> {
  const given = await experiment.lossOf(batch, MODE);
  const found: Dependence[] = [];
  for (const [input, tensor] of batch.inputs) {
    const zeros = zerosLike(tensor);
    const without = { ...batch, inputs: new Map([...batch.inputs, [input, zeros]]) };
    const zeroed = await experiment.lossOf(without, MODE);
    const isEqual = Math.abs(zeroed - given) <= ROUNDING * Math.abs(given);
    const end = isEqual ? await endOfInfluence(experiment, graph, input, [batch, without]) : undefined;
    found.push({ input, losses: [given, zeroed], ...(end !== undefined && { end }) });
    zeros.dispose();
  }
  return found;
}

/**
 * The first node with the same output in both passes, though an input of it differs; the input itself where no output
 * depends on it. All outputs of a pass are kept meanwhile, so there should be few examples.
 */
async function endOfInfluence(
  experiment: Experiment,
  graph: TypedGraph,
  input: string,
  [batch, without]: readonly [Batch, Batch],
): Promise<string | undefined> {
  const outputs = new Map<string, Tensor>();
  const differences = new Map<string, Tensor>();
  const remember: Visit = (node, output) => {
    outputs.set(node.id, keep(output.clone()));
    return output;
  };
  const compare: Visit = (node, output) => {
    differences.set(node.id, keep(tidy(() => max(abs(sub(output, outputs.get(node.id)!))))));
    return output;
  };
  try {
    await experiment.lossOf(batch, MODE, remember);
    await experiment.lossOf(without, MODE, compare);
    const differs = new Map([...differences].map(([id, difference]) => [id, difference.dataSync()[0]! > 0]));
    if (!differs.has(input)) return input;
    const end = graph.nodes.find(
      ({ id, inputs }) => differs.get(id) === false && inputs.some(from => differs.get(from)),
    );
    return end?.id;
  } finally {
    dispose([...outputs.values(), ...differences.values()]);
  }
}
