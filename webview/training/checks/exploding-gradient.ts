import { formatNumber, nameOf } from '../names.js';
import type { Observations } from '../observations.js';
import { type Check, fail, pass, skipped } from './check.js';
import { meanOf, WINDOW } from './loss-falls.js';
import { gradientProfile, jumpIn, laterHalf, type Point } from './profile.js';

const RATIO = 70;

/**
 * AutoTrainer's ratio, over the later half of the steps: batch norm makes gradients of deep plain networks explode at the
 * start, and those that can learn get over it within some 50 steps. Growing lengths are a fault only where
 * the loss grows too: a network that started too small, and catches up, has longer gradients with every step.
 */
export const explodingGradient: Check = {
  id: 'exploding-gradient',
  title: 'The gradient does not explode',
  symptom:
    'On its way back, or from step to step, the gradient gets so large that every step throws weights far off.',
  threshold: `first weight layer's gradient at most ${RATIO} × that of the last (medians over the later half of the steps); or lengths that grow ${RATIO} times, with the loss`,
  source: 'AutoTrainer (Zhang et al. 2021); the choice of steps, and that the loss must grow, are ours',
  fault: 'the gradient explodes',
  explainedBy: ['update-size', 'signal-propagation'],
  remedy:
    'Give a deep network shortcuts, or make it less deep: norms alone make it worse. Without norms, start the weights smaller (`init`).',
  run(observations) {
    if (observations.losses.length < WINDOW) return skipped(`Fewer than ${WINDOW} steps were run.`);
    const profile = gradientProfile(observations, laterHalf);
    if (profile.length < 2) return skipped('There are no two layers to compare.');
    const [first, last] = [profile[0]!, profile.at(-1)!];
    if (!Number.isFinite(first.value) || !(last.value > 0))
      return skipped('There is no gradient to compare.');
    const ratio = first.value / last.value;
    const seen = `The gradient of ${nameOf({ id: first.node })} is ${formatNumber(ratio)} × that of ${nameOf({ id: last.node })}`;
    if (ratio > RATIO) {
      const jump = jumpIn([...profile].reverse());
      const where = jump ? `It grows at ${nameOf({ id: jump.node })}` : 'It grows from layer to layer';
      return fail(`${seen}. ${where}: give the network shortcuts, or make it less deep.`, {
        node: jump?.node ?? first.node,
        value: ratio,
      });
    }
    const grown = fastestGrowth(observations, profile);
    if (grown && grown.value > RATIO && isLossGrowing(observations))
      return fail(
        `The gradient of ${nameOf({ id: grown.node })} grows ${formatNumber(grown.value)} times over the run, and the loss grows too. Add a norm (batchNorm), start the weights smaller (init), or learn more slowly.`,
        { node: grown.node, value: grown.value },
      );
    return pass(`${seen}.`, ratio);
  },
};

/** How many times longer gradients are in the later half than in the first steps, where that is most. */
function fastestGrowth(observations: Observations, later: readonly Point[]): Point | undefined {
  const start = gradientProfile(observations, all => all.slice(0, WINDOW));
  const growth = later.map(({ node, value }, i) => ({ node, value: value / start[i]!.value }));
  return growth
    .filter(({ value }) => Number.isFinite(value))
    .reduce<Point | undefined>(
      (most, point) => (most && most.value >= point.value ? most : point),
      undefined,
    );
}

const isLossGrowing = ({ losses }: Observations): boolean =>
  meanOf(losses.slice(-WINDOW)) > meanOf(losses.slice(0, WINDOW));
