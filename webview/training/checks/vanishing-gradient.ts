import { formatNumber, nameOf } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';
import { gradientProfile, jumpIn } from './profile.js';

const RATIO = 1e-3;
const LENGTH = 1e-4;

/**
 * AutoTrainer's bounds, on medians over the steps: blocks whose last weights or scales start at 0 leave the gradient of the
 * first steps out by design. Both bounds must be passed, or a loss that is nearly 0 would look like a fault.
 */
export const vanishingGradient: Check = {
  id: 'vanishing-gradient',
  title: 'The gradient does not vanish',
  symptom: 'On its way back, the gradient gets so small that the first layers hardly learn.',
  threshold: `first weight layer's gradient at least ${RATIO} × that of the last, or longer than ${LENGTH} (medians over the steps)`,
  source: 'AutoTrainer (Zhang et al. 2021)',
  fault: 'the gradient vanishes',
  explainedBy: ['update-size', 'signal-propagation', 'dying-relu', 'saturation'],
  remedy:
    'Put norms (`batchNorm`) between the layers and shortcuts around them, take ReLU instead of sigmoid or tanh, and an initializer that suits it (`heNormal`).',
  run(observations) {
    const profile = gradientProfile(observations);
    if (profile.length < 2) return skipped('There are no two layers to compare.');
    const [first, last] = [profile[0]!, profile.at(-1)!];
    if (!Number.isFinite(first.value) || !(last.value > 0))
      return skipped('There is no gradient to compare.');
    const ratio = first.value / last.value;
    const seen = `The gradient of ${nameOf({ id: first.node })} is ${formatNumber(ratio)} × that of ${nameOf({ id: last.node })} (length ${formatNumber(first.value)})`;
    if (ratio >= RATIO || first.value >= LENGTH) return pass(`${seen}.`, ratio);
    const jump = jumpIn([...profile].reverse());
    const where = jump
      ? `It gets lost behind ${nameOf({ id: jump.node })}`
      : 'It shrinks from layer to layer';
    return fail(
      `${seen}. ${where}: norms (batchNorm), shortcuts, and ReLU instead of sigmoid or tanh let it through.`,
      { node: jump?.node ?? first.node, value: ratio },
    );
  },
};
