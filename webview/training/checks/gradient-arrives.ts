import { QUIET } from '../blame.js';
import { nameOf } from '../names.js';
import type { Observations, WeightObservation } from '../observations.js';
import { type Check, fail, pass, skipped } from './check.js';

export const gradientArrives: Check = {
  id: 'gradient-arrives',
  title: 'Every weight gets a gradient',
  symptom:
    'A weight never gets a gradient: a dead branch, a layer that nothing uses, a saturated or dead activation.',
  threshold: `largest gradient over all steps above ${QUIET} × that of the network`,
  source: 'TheDeepChecker (Ben Braiek and Khomh 2023), untrained parameters; the bound is ours',
  fault: 'weights get no gradient',
  remedy:
    'Remove what has no effect, or let the values through: the layer to blame and the reason stand in the message.',
  run(observations) {
    if (observations.notFinite?.step === 0)
      return skipped('Gradients were no numbers from the first step on.');
    const silent = silentNodes(observations);
    if (silent.length === 0) return pass(`All ${observations.weights.length} trained weights got one.`);
    const blame = silent.map(id => observations.blames.get(id)).find(found => found !== undefined);
    const names = silent
      .slice(0, 3)
      .map(id => nameOf(observations.graph.nodes.find(node => node.id === id)!));
    const more = silent.length > 3 ? ` and ${silent.length - 3} more` : '';
    const layers = silent.length === 1 ? 'layer learns' : 'layers learn';
    return fail(
      `${silent.length} ${layers} nothing: ${names.join(', ')}${more}. Cause: ${blame?.reason ?? 'unknown'}. Remove what has no effect, or let the values through.`,
      { node: blame?.node ?? silent[0], value: silent.length },
    );
  },
};

/** Nodes of which a weight never got a gradient, in topological order. */
export function silentNodes({ weights }: Pick<Observations, 'weights'>): string[] {
  const floor = QUIET * Math.max(...weights.map(weight => weight.gradient ?? 0));
  const isSilent = (weight: WeightObservation) => (weight.gradient ?? 0) <= floor && !isShift(weight.weight);
  return [...new Set(weights.filter(isSilent).map(weight => weight.node))];
}

/** A bias before a norm, and a norm's own shift before another one, have no effect and no gradient: a remark, no fault. */
const isShift = (weight: string): boolean => weight === 'bias' || weight === 'beta';
