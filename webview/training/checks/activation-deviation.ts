import type { TypedNode } from '../../../src/core/graph.js';
import { activationOf } from '../activation-names.js';
import { formatNumber, nameOf } from '../names.js';
import type { Observations, Sample } from '../observations.js';
import { type Check, fail, pass, skipped } from './check.js';
import { isSampled } from './profile.js';
import { entryOf, scalerOf, trunkOf } from './trunk.js';

/** TheDeepChecker: 0.5 to 2. */
const LEAST = 0.005;
const MOST = 50;

/**
 * TheDeepChecker asks for deviations from 0.5 to 2. Healthy networks leave that range: the stream of a ResNet-110 grows to 15 while
 * it learns, six layers with Keras' own initializer shrink to 0.02 and recover, pooled vectors vary less than maps.
 * So the bounds are wider and count from the data, only the trunk counts (gates and scaled branches may be as small as they like),
 * and every sampled step must be outside.
 */
export const activationDeviation: Check = {
  id: 'activation-deviation',
  title: 'Activations are of a sound size',
  symptom: 'The values of a layer vary hardly, or far too much, from the first step to the last.',
  threshold: `standard deviation from ${LEAST} to ${MOST} × that of what enters the network, in at least one sampled step, for every activation that the whole signal passes`,
  source:
    'TheDeepChecker (Ben Braiek and Khomh 2023) asks for 0.5 to 2; the wider bounds are ours, so that healthy deep networks pass',
  fault: 'activations are far too small or large',
  explainedBy: ['update-size', 'dying-relu', 'signal-propagation'],
  remedy:
    'Look at the initializer of the layer before it (`heNormal` suits ReLU) and at scales (`rescale`); a norm (`batchNorm`) makes both unimportant.',
  run(observations) {
    if (!isSampled(observations)) return skipped('Too few steps were run.');
    const layers = deviationsOf(observations);
    if (layers.length === 0) return skipped('There is no activation that the whole signal passes.');
    const faulty = layers.find(
      ({ deviations }) => deviations.every(d => d < LEAST) || deviations.every(d => d > MOST),
    );
    if (!faulty)
      return pass(
        `${layers.length === 1 ? 'One layer varies' : `All ${layers.length} layers vary`} as they should.`,
      );
    const [first, last] = [faulty.deviations[0]!, faulty.deviations.at(-1)!];
    return fail(
      `The output of ${nameOf(faulty.node)} has ${formatNumber(first)} × the standard deviation of what enters the network at the start, and ${formatNumber(last)} × at the end. Look at scales and at the initializer before it, or put a norm (batchNorm) there.`,
      { node: scalerOf(observations.graph, faulty.node.id), value: first },
    );
  },
};

/** In each sampled step, as a share of the deviation where the network begins. */
function deviationsOf({ graph, samples, ends }: Observations) {
  const trunk = trunkOf(graph.nodes.filter(node => samples[0]?.activities.has(node.id)));
  const entry = entryOf(trunk);
  if (!entry) return [];
  const deviationIn = ({ activities }: Sample, { id }: TypedNode) => activities.get(id)!.deviation;
  return trunk
    .filter(node => activationOf(node) !== undefined && !ends.has(node.id))
    .map(node => ({
      node,
      deviations: samples.map(sample => deviationIn(sample, node) / deviationIn(sample, entry)),
    }));
}
