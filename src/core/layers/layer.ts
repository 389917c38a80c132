import type { Shape, Size } from '../graph.js';
import type { ParametersOf, Schema, Value } from './parameters.js';

export type Category =
  | 'input'
  | 'convolution'
  | 'dense'
  | 'norm'
  | 'activation'
  | 'pooling'
  | 'merge'
  | 'shape'
  | 'regularisation'
  | 'unknown';

/** Something that a layer cannot do with what it is given. `parameter` names the value to blame, if one is. */
export interface Problem {
  readonly code: 'kernel-too-large' | 'size-collapse' | 'wrong-rank' | 'wrong-value';
  readonly message: string;
  readonly parameter?: string;
  /** The value of the parameter that would fit what is given. */
  readonly wanted?: Value;
}

export type Report = (problem: Problem) => void;

/** One trained or kept array. Its shape is the one that Keras gives it: a convolution's kernel is [height, width, in / groups, out]. */
export interface Weight {
  readonly name: string;
  readonly shape: Shape;
  readonly trainable: boolean;
}

/**
 * Everything that the product knows of a kind of layer. Shapes come and go without the batch.
 * `output` never throws; after a problem it returns the shape that the author must have meant, null if that is anyone's guess.
 */
export interface LayerType<S extends Schema = Schema> {
  /** As people say it: `Convolution`. */
  readonly title: string;
  readonly category: Category;
  /** One or two sentences for hover and completion; says what it does to the shape. */
  readonly doc: string;
  readonly parameters: S;
  /** How many tensors it takes: none, one, or two and more. */
  readonly arity: 0 | 1 | 'many';
  output(inputs: readonly Shape[], parameters: ParametersOf<S>, report: Report): Shape;
  weights?(inputs: readonly Shape[], parameters: ParametersOf<S>): readonly Weight[];
  /** Multiply-accumulates for one input; absent where there are none worth counting. */
  macs?(inputs: readonly Shape[], output: Shape, parameters: ParametersOf<S>): Size;
  /** Short text for a box in the diagram: `Conv 3×3, 64` with `s2` beside it. */
  label(parameters: ParametersOf<S>): { readonly text: string; readonly detail?: string };
}

/** Gives a layer its parameter types from its schema. */
export const defineLayer = <const S extends Schema>(layer: LayerType<S>): LayerType<S> => layer;
