import { formatNumber, nameOf } from '../names.js';
import { type Check, fail, pass, skipped } from './check.js';
import { jumpIn, type Point } from './profile.js';
import { scalerOf, variancesAlong } from './trunk.js';

const LEAST = 1e-10;
const MOST = 1e4;

/** A single layer that makes so much of its input started wrong, whatever the others make of it then. */
const LEAP = 100;

/**
 * Brock et al. plot the variance and give no bounds. Ours: with norms it grows by about 1 with each residual unit, to some
 * hundreds in the deepest published networks; without, it doubles, and passes the upper bound after 14 units. A narrow VGG-16 with
 * Keras' own initializer gets down to 6e-8, which is its design; below the lower bound, nothing of an input is left beside
 * biases.
 */
export const signalPropagation: Check = {
  id: 'signal-propagation',
  title: 'The signal keeps its size',
  symptom:
    'Before training, the variance of the values doubles or halves from block to block, and with depth becomes huge or nothing.',
  threshold: `variance from ${LEAST} to ${MOST}, and at most ${LEAP} × the one before, at every merge and activation of the trunk, as a share of the variance that enters the network, with noise as input, before training`,
  source:
    'Brock et al. 2021, Characterizing signal propagation to close the performance gap in unnormalized ResNets; the bounds are ours',
  fault: 'the signal explodes or dies',
  explainedBy: ['not-a-number'],
  remedy:
    'Put a norm (`batchNorm`) at the end of each branch, or let branches start at 0; without shortcuts, take an initializer that suits the activation (`heNormal` for ReLU).',
  run(observations) {
    const profile = variancesAlong(observations);
    if (profile.length < 2) return skipped('There are no blocks or activations in a row.');
    const [first, last] = [profile[0]!, profile.at(-1)!];
    const seen = `The variance goes from ${formatNumber(first.value)} after ${nameOf({ id: first.node })} to ${formatNumber(last.value)} after ${nameOf({ id: last.node })}`;
    const faulty = profile.find(({ value }, i) => isOutside(value, profile[i - 1]?.value ?? value));
    if (!faulty) return pass(`${seen}.`, last.value);
    if (faulty.value === 0)
      return skipped(
        `${nameOf({ id: faulty.node })} gives the same everywhere, so nothing is left to follow.`,
      );
    const jump = jumpIn(upToExtreme(profile, faulty.value > 1));
    const node = jump ? scalerOf(observations.graph, jump.node) : faulty.node;
    const advice = jump
      ? `It changes at ${nameOf({ id: node })} at once. Look at its scale and its initializer (heNormal suits ReLU), or put a norm (batchNorm) there.`
      : `It ${faulty.value > 1 ? 'grows' : 'shrinks'} from one to the next, and is out of bounds at ${nameOf({ id: node })}. Put a norm (batchNorm) into each block, or take an initializer that suits the activation (heNormal for ReLU).`;
    return fail(`${seen}. ${advice}`, { node, value: (jump ?? faulty).value });
  },
};

const isOutside = (value: number, before: number): boolean =>
  !(value >= LEAST && value <= MOST && value <= LEAP * before);

function upToExtreme(profile: readonly Point[], isGrowing: boolean): readonly Point[] {
  const values = profile.map(({ value }) => value);
  return profile.slice(0, values.indexOf(isGrowing ? Math.max(...values) : Math.min(...values)) + 1);
}
