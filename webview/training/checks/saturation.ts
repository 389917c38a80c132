import { formatNumber, nameOf } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';
import { isSampled, laterHalf } from './profile.js';

/** Share of a layer's units that may be saturated. */
const MOST = 0.5;

/**
 * TheDeepChecker's measure; that more than half of the units must stick, in every sampled step of the later half, is ours: the
 * gates of squeeze-and-excitation open some channels wide, as they should. Outputs are left out: sure answers are no fault.
 */
export const saturation: Check = {
  id: 'saturation',
  title: 'Sigmoids and tanhs are not saturated',
  symptom:
    'A sigmoid or tanh gives nearly only its extreme values, where it is flat and lets no gradient through.',
  threshold: `at most ${100 * MOST} % of a layer's units closer to the ends than 0.95 between -1 and 1 (root mean square over a batch), in every sampled step of the later half`,
  source: 'Rakitianskaia and Engelbrecht 2015; TheDeepChecker (Ben Braiek and Khomh 2023); the share is ours',
  fault: 'activations are saturated',
  explainedBy: ['update-size', 'signal-propagation'],
  remedy:
    'Look for what makes the values before it so large: a scale, an initializer, a missing norm (`batchNorm`). Between layers, ReLU has no upper end.',
  run({ graph, samples, ends }) {
    if (!isSampled({ samples })) return skipped('Too few steps were run.');
    const later = laterHalf(samples);
    const layers = graph.nodes.flatMap(node => {
      const shares = later.flatMap(({ activities }) => activities.get(node.id)?.saturated ?? []);
      return shares.length > 0 && !ends.has(node.id) ? [{ node, share: Math.min(...shares) }] : [];
    });
    if (layers.length === 0) return skipped('There is no sigmoid or tanh inside the network.');
    const worst = layers.reduce((most, each) => (each.share > most.share ? each : most));
    const seen = `${formatNumber(100 * worst.share)} % of the units of ${nameOf(worst.node)} are saturated`;
    if (worst.share <= MOST) return pass(`At most ${seen}.`, worst.share);
    return fail(
      `${seen}: its input is so large that it gives nearly only its extreme values, where no gradient comes through. Put a norm (batchNorm) before it, or make its input smaller.`,
      { node: worst.node.id, value: worst.share },
    );
  },
};
