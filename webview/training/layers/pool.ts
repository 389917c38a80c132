import { concat, max, mean, reshape, slice, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { slideWindow } from '../../../src/core/layers/spatial.js';
import { avgPool, imageSize, maxPool as maxPoolOf, type Padding, type Pair } from '../backends/ops.js';
import { perAxis } from '../backends/window.js';
import { type ImageWindow, onImages, onlyImages, paddingFor, pairOf, windowOf } from './images.js';
import { trainable } from './layer.js';

type Rounding = 'floor' | 'ceil';

/** A pool that rounds up needs more border behind, or the last, partial window would be lost. */
function poolPadding(size: Pair, window: ImageWindow, rounding: Rounding): Padding {
  const padding = paddingFor(size, window);
  if (rounding === 'floor') return padding;
  const { kernel, strides: stride } = window;
  const windows = slideWindow(size, { kernel, stride, padding, rounding }, () => {});
  return perAxis(axis => {
    const [before, after] = padding[axis];
    return [
      before,
      Math.max(after, (windows[axis]! - 1) * stride[axis] + kernel[axis] - size[axis] - before),
    ] as const;
  });
}

export const maxPool = trainable<'maxPool'>({
  obstacle: (node, inputs) =>
    (node.parameters.dilation as number[]).some(step => step > 1)
      ? 'dilated pooling has no gradient'
      : onlyImages(node, inputs),
  forward({ inputs: [x], parameters: p }) {
    const window = windowOf(p);
    return onImages(x, p.dataFormat, images => {
      const padding = poolPadding(imageSize(images), window, p.rounding);
      return maxPoolOf(images, { size: window.kernel, strides: window.strides, padding });
    });
  },
});

export const averagePool = trainable<'averagePool'>({
  obstacle: onlyImages,
  forward({ inputs: [x], parameters: p }) {
    const window = windowOf(p);
    return onImages(x, p.dataFormat, images => {
      const padding = poolPadding(imageSize(images), window, p.rounding);
      return avgPool(images, {
        size: window.kernel,
        strides: window.strides,
        padding,
        countPadding: p.countPadding,
      });
    });
  },
});

type Reduce = (x: Tensor, axis: number, keepDims: boolean) => Tensor;

/** [batch, ...spatial, channels] → [batch, channels], or with sizes of 1 as the inferred shape says. */
const globalPool = (reduce: Reduce) =>
  trainable<'globalAveragePool'>({
    forward({ inputs: [x], parameters: p, shape }) {
      const batch = x.shape[0]!;
      const channelsFirst = p.dataFormat === 'channelsFirst';
      const channels = x.shape.at(channelsFirst ? 1 : -1)!;
      const pixels = x.size / (batch * channels);
      const flat = reshape(x, channelsFirst ? [batch, channels, pixels] : [batch, pixels, channels]);
      return reshape(reduce(flat, channelsFirst ? 2 : 1, false), [batch, ...shape]);
    },
  });

/** Output i of `count` sees the pixels from ⌊i · size / count⌋ to ⌈(i + 1) · size / count⌉, as in PyTorch. */
function reduceAxis(x: Tensor4D, axis: 1 | 2, count: number, reduce: Reduce): Tensor4D {
  const size = x.shape[axis];
  const parts = Array.from({ length: count }, (_, i) => {
    const begin = Math.floor((i * size) / count);
    const end = Math.ceil(((i + 1) * size) / count);
    const [first, length] = [[0, 0, 0, 0], [...x.shape]] as [number[], number[]];
    first[axis] = begin;
    length[axis] = end - begin;
    return reduce(slice(x, first, length), axis, true) as Tensor4D;
  });
  return concat(parts, axis);
}

const adaptivePool = (reduce: Reduce) =>
  trainable<'adaptiveAveragePool'>({
    obstacle: onlyImages,
    forward({ inputs: [x], parameters: p }) {
      const [rows, columns] = pairOf(p.size, p.size.length);
      return onImages(x, p.dataFormat, images =>
        reduceAxis(reduceAxis(images, 1, rows, reduce), 2, columns, reduce),
      );
    },
  });

export const globalAveragePool = globalPool(mean);
export const globalMaxPool = globalPool(max);
export const adaptiveAveragePool = adaptivePool(mean);
export const adaptiveMaxPool = adaptivePool(max);
