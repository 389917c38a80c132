import { type Written, writeLayer } from '../../dialects/keras.js';
import type { Shape, TypedNode } from '../../graph.js';
import type { LayerName, LayerParameters } from '../../layers/index.js';
import type { Value } from '../../layers/parameters.js';
import type { Target } from './target.js';

/** One layer of Keras. A node of ours becomes one, or a chain of them. */
export type Step = Written;

/** The chain, or why there is none. */
export type Lowered = readonly Step[] | string;

/** A node to lower, with what stands before it. */
export interface Subject<N extends LayerName = LayerName> {
  readonly node: TypedNode;
  readonly parameters: LayerParameters<N>;
  readonly inputs: readonly Shape[];
  readonly producers: readonly TypedNode[];
  readonly target: Target;
}

export type Lower<N extends LayerName> = (subject: Subject<N>) => Lowered;

/** A layer as the dialect spells it. */
export function step(layer: LayerName, parameters: Readonly<Record<string, unknown>>, axes: number): Step {
  const written = writeLayer(layer, parameters as Readonly<Record<string, Value>>, axes);
  return written ?? { className: `${layer} of ${axes} axes`, config: {} };
}

/** A class that the dialect has no layer for. */
export const plainStep = (className: string, config: Record<string, unknown>): Step => ({
  className,
  config,
});

/** Spatial axes of a map. */
export const spatialAxes = (shape: Shape | undefined): number => (shape ? shape.length - 1 : 0);

/** Whether every size is known. */
export const isKnown = (shape: Shape | undefined): shape is readonly number[] =>
  Array.isArray(shape) && shape.every(size => size !== null);
