import type { Model } from '../../../src/core/analyze.js';
import type { Size } from '../../../src/core/graph.js';

/** A figure by which boxes are coloured. */
export interface Overlay {
  readonly id: string;
  /** As in “colour by …”. */
  readonly title: string;
  /** Figures over several powers of ten are told apart by their logarithm. */
  readonly scale: 'log' | 'linear';
  /** The figure of each node that has one. */
  values(model: Model): ReadonlyMap<string, Size>;
  /** The figure of a block, from those of its nodes in order. */
  combine(values: readonly number[]): number;
  format(value: number): string;
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const largest = (values: readonly number[]): number => Math.max(...values);
