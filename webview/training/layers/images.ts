import { reshape, type Tensor, type Tensor4D, transpose } from '@tensorflow/tfjs-core';
import type { TypedNode } from '../../../src/core/graph.js';
import type { Padding as WrittenPadding } from '../../../src/core/layers/parameters.js';
import { alongAxis, type DataFormat } from '../../../src/core/layers/spatial.js';
import { type Padding, type Pair, samePadding } from '../backends/ops.js';
import { perAxis } from '../backends/window.js';

/**
 * Runs an operation that wants images [batch, height, width, channels] on a map with one or two spatial axes:
 * a sequence becomes an image of height 1, and channels that stand first go last for as long as it takes.
 */
export function onImages(x: Tensor, format: DataFormat, operation: (images: Tensor4D) => Tensor4D): Tensor {
  const map = format === 'channelsFirst' ? channelsToLast(x) : x;
  const isSequence = map.rank === 3;
  const images = isSequence ? reshape(map, [map.shape[0]!, 1, map.shape[1]!, map.shape[2]!]) : map;
  const answer = operation(images as Tensor4D);
  const [batch, , width, channels] = answer.shape;
  const result = isSequence ? reshape(answer, [batch, width, channels]) : answer;
  return format === 'channelsFirst' ? channelsToFirst(result) : result;
}

/** [batch, channels, ...spatial] → [batch, ...spatial, channels] */
export const channelsToLast = (x: Tensor): Tensor => moveAxis(x, 1, x.rank - 1);

/** [batch, ...spatial, channels] → [batch, channels, ...spatial] */
export const channelsToFirst = (x: Tensor): Tensor => moveAxis(x, x.rank - 1, 1);

export function moveAxis(x: Tensor, from: number, to: number): Tensor {
  if (from === to) return x;
  const order = x.shape.map((_, axis) => axis).filter(axis => axis !== from);
  order.splice(to, 0, from);
  return transpose(x, order);
}

/** A parameter's values for height and width. A sequence, whose kernel has one size, lies along the width. */
export const pairOf = (values: readonly number[], axes: number): Pair =>
  axes === 1 ? [1, alongAxis(values, 0)] : [alongAxis(values, 0), alongAxis(values, 1)];

/** Borders of rows and columns, `[before, after]` each. A sequence has none above and below. */
export const bordersOf = (borders: readonly (readonly [number, number])[], axes: number): Padding =>
  axes === 1 ? [[0, 0], alongAxis(borders, 0)] : [alongAxis(borders, 0), alongAxis(borders, 1)];

export interface ImageWindow {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  /** As written. */
  readonly padding: WrittenPadding;
}

/** The window of a layer with a kernel, for images. */
export function windowOf(p: {
  readonly kernel: readonly number[];
  readonly stride?: readonly number[] | undefined;
  readonly dilation?: readonly number[] | undefined;
  readonly padding: WrittenPadding;
}): ImageWindow {
  const axes = p.kernel.length;
  return {
    kernel: pairOf(p.kernel, axes),
    strides: pairOf(p.stride ?? p.kernel, axes),
    dilation: pairOf(p.dilation ?? [1], axes),
    padding: p.padding,
  };
}

/** The zeros that a window needs around images of this size. */
export function paddingFor(size: Pair, { kernel, strides, dilation, padding }: ImageWindow): Padding {
  if (padding === 'same') return samePadding(size, kernel, strides, dilation);
  if (padding === 'valid') return perAxis(() => [0, 0] as const);
  return bordersOf(padding, padding.length);
}

/** A kernel [...window, in, out] for images: a sequence's gets a height of 1. */
export const kernelForImages = (kernel: Tensor): Tensor4D =>
  (kernel.rank === 3
    ? reshape(kernel, [1, kernel.shape[0]!, kernel.shape[1]!, kernel.shape[2]!])
    : kernel) as Tensor4D;

/** Sequences and images can be trained on, volumes cannot. */
export const onlyImages = (_: TypedNode, [input]: readonly TypedNode[]): string | undefined =>
  (input?.output?.length ?? 0) > 3 ? 'three-dimensional maps are not supported' : undefined;
