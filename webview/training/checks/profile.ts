import type { Observations } from '../observations.js';

/** A figure of one node among others in topological order. */
export interface Point {
  readonly node: string;
  readonly value: number;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** The later half of a run, when what the start brought has settled. */
export const laterHalf = <T>(steps: readonly T[]): readonly T[] => steps.slice(steps.length >> 1);

/** Whether there is more than the first step, which shows only how a network starts. */
export const isSampled = ({ samples }: Pick<Observations, 'samples'>): boolean => samples.length > 1;

/** Weights that take inputs in, unlike biases and a norm's scale and shift. */
const isKernel = (weight: string): boolean => weight.endsWith('kernel');

/** Indices of the kernels among the weights. */
export const kernelsOf = ({ weights }: Pick<Observations, 'weights'>): number[] =>
  weights.flatMap(({ weight }, i) => (isKernel(weight) ? [i] : []));

/** Median length of each kernel's gradient over steps, in topological order; those that never got one are left out. */
export function gradientProfile(
  observations: Pick<Observations, 'weights' | 'gradients'>,
  steps: (all: Observations['gradients']) => Observations['gradients'] = all => all,
): Point[] {
  const rows = steps(observations.gradients);
  return kernelsOf(observations)
    .filter(i => observations.weights[i]!.gradient)
    .map(i => ({
      node: observations.weights[i]!.node,
      value: medianOf(rows.map(row => row[i] ?? 0).filter(Number.isFinite)),
    }));
}

/**
 * To blame for a change along a profile: the point where more than half of it (of its logarithm) happens at once;
 * undefined where it comes little by little.
 */
export function jumpIn(profile: readonly Point[]): Point | undefined {
  const logs = profile.map(({ value }) => Math.log(Math.max(value, Number.MIN_VALUE)));
  const total = Math.abs(logs.at(-1)! - logs[0]!);
  const at = logs.findIndex((log, i) => i > 0 && Math.abs(log - logs[i - 1]!) > total / 2);
  return profile[at];
}
