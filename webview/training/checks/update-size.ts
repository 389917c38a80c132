import { formatNumber } from '../names.js';
import type { Observations, Sample } from '../observations.js';
import { type Check, fail, pass, skipped } from './check.js';
import { kernelsOf, laterHalf, medianOf } from './profile.js';

const LEAST = 1e-4;
const MOST = 0.1;

/** A change this many times a weight says that the weight was 0. */
const FROM_ZERO = 1e6;

/** Gradients below this are lost in rounding: their weights stand still whatever the learning rate. */
const QUIET = 1e-6;

/**
 * TheDeepChecker's range, for the median of all kernels in each sampled step: single layers may learn slower or faster, and kernels that
 * start at 0 change by any share. Too large shows at once, as weights that were thrown off are so large that the next
 * steps look small; too small is judged over the later half. Layers that get no gradient are another check's.
 */
export const updateSize: Check = {
  id: 'update-size',
  title: 'Steps are of a sound size',
  symptom: 'A training step changes the weights by far too much of their size, or by next to nothing.',
  threshold: `change of a kernel in a step at most ${MOST} of its length in every sampled step, and at least ${LEAST} in those of the later half (medians over the kernels)`,
  source: 'TheDeepChecker (Ben Braiek and Khomh 2023): log10 of the ratio from -4 to -1; Karpathy: about -3',
  fault: 'the learning rate does not fit',
  remedy:
    'Too large: lower the learning rate. Too small: raise it, or look for what makes gradients so small.',
  run(observations) {
    const each = observations.samples.map(sample => medianOf(updatesOf(observations, sample)));
    const known = each.filter(Number.isFinite);
    if (known.length === 0) return skipped('No step could be measured.');
    const most = Math.max(...known);
    if (most > MOST)
      return fail(
        `One step changes the weights by ${formatNumber(most)} times their size. Lower the learning rate.`,
        { value: most },
      );
    const usual = medianOf(laterHalf(known));
    if (usual < LEAST)
      return fail(
        `A step changes the weights by only ${formatNumber(usual)} of their size. Raise the learning rate.`,
        { value: usual },
      );
    return pass(`A step changes the weights by about ${formatNumber(usual)} of their size.`, usual);
  },
};

/** Of the kernels that are not 0 and get a gradient. */
const updatesOf = (observations: Observations, { step, updates }: Sample): number[] =>
  kernelsOf(observations)
    .filter(i => (observations.gradients[step]?.[i] ?? 0) > QUIET && updates[i]! < FROM_ZERO)
    .map(i => updates[i]!);
