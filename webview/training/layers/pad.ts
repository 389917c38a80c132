import { concat, reverse, slice, type Tensor4D, tile } from '@tensorflow/tfjs-core';
import { crop2d, type Padding, pad2d } from '../backends/ops.js';
import { bordersOf, onImages, onlyImages } from './images.js';
import { trainable } from './layer.js';

export const zeroPad = trainable<'zeroPad'>({
  obstacle: onlyImages,
  forward: ({ inputs: [x], parameters: p }) =>
    onImages(x, p.dataFormat, images => pad2d(images, bordersOf(p.padding, p.padding.length))),
});

export const crop = trainable<'crop'>({
  obstacle: onlyImages,
  forward: ({ inputs: [x], parameters: p }) =>
    onImages(x, p.dataFormat, images => crop2d(images, bordersOf(p.cropping, p.cropping.length))),
});

/** Makes `count` rows or columns that lie before (or after) the edge. */
type Edge = (x: Tensor4D, axis: 1 | 2, side: 'before' | 'after', count: number) => Tensor4D;

function part(x: Tensor4D, axis: 1 | 2, begin: number, count: number): Tensor4D {
  const [first, size]: [number[], number[]] = [[0, 0, 0, 0], [...x.shape]];
  first[axis] = begin;
  size[axis] = count;
  return slice(x, first, size);
}

/** The map in a mirror that stands on its outermost pixels. tfjs's own has a wrong gradient. */
const mirrored: Edge = (x, axis, side, count) =>
  reverse(part(x, axis, side === 'before' ? 1 : x.shape[axis] - 1 - count, count), axis);

const repeated: Edge = (x, axis, side, count) => {
  const times = [1, 1, 1, 1];
  times[axis] = count;
  return tile(part(x, axis, side === 'before' ? 0 : x.shape[axis] - 1, 1), times);
};

function extend(x: Tensor4D, axis: 1 | 2, [before, after]: readonly [number, number], edge: Edge): Tensor4D {
  const parts = [x];
  if (before > 0) parts.unshift(edge(x, axis, 'before', before));
  if (after > 0) parts.push(edge(x, axis, 'after', after));
  return concat(parts, axis);
}

const edgePad = (edge: Edge) =>
  trainable<'reflectPad'>({
    obstacle: onlyImages,
    forward({ inputs: [x], parameters: p }) {
      const [rows, columns]: Padding = bordersOf(p.padding, p.padding.length);
      return onImages(x, p.dataFormat, images => extend(extend(images, 1, rows, edge), 2, columns, edge));
    },
  });

export const reflectPad = edgePad(mirrored);
export const replicatePad = edgePad(repeated);
