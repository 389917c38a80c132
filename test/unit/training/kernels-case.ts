import type { Tensor } from '@tensorflow/tfjs-core';
import type { Padding, Pair } from '../../../webview/training/backends/index.js';
import type { Reference, Shape } from './kernels-reference.js';
import type { Values } from './kernels-values.js';

/** One operation on inputs of given shapes, and what is right for its result and gradients. */
export interface KernelCase {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly values: Values;
  readonly run: (...inputs: never[]) => Tensor;
  readonly oracle: Oracle;
}

/** Plain loops and their differences, or an operation on tfjs's cpu backend, where that is right. */
export type Oracle = { readonly reference: Reference } | { readonly cpu: (...inputs: never[]) => Tensor };

/** All combinations of the elements of three lists. */
export function product<A, B, C>(as: readonly A[], bs: readonly B[], cs: readonly C[]): [A, B, C][] {
  return as.flatMap(a => bs.flatMap(b => cs.map((c): [A, B, C] => [a, b, c])));
}

export const times = (pair: readonly number[]): string => pair.join('×');

export const borders = ([[top, bottom], [left, right]]: Padding): string =>
  `padding ${top},${bottom};${left},${right}`;

/** What PyTorch writes as one number, and two paddings that no backend's "same" gives. */
export const PADDINGS: readonly Padding[] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [0, 2],
    [2, 1],
  ],
  [
    [2, 0],
    [0, 1],
  ],
];

export const square = (length: number): Pair => [length, length];
