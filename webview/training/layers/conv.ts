import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { addBias, conv2d, conv2dTranspose, depthwiseConv2d, imageSize, type Pair } from '../backends/ops.js';
import { perAxis } from '../backends/window.js';
import { kernelForImages, onImages, onlyImages, paddingFor, windowOf } from './images.js';
import { trainable } from './layer.js';

type Weights = Readonly<Record<string, Tensor>>;

const biased = (y: Tensor4D, { bias }: Weights): Tensor4D => (bias ? addBias(y, bias as Tensor1D) : y);

export const conv = trainable<'conv'>({
  obstacle: onlyImages,
  forward({ inputs: [x], parameters: p, weights }) {
    const window = windowOf(p);
    return onImages(x, p.dataFormat, images => {
      const padding = paddingFor(imageSize(images), window);
      const y = conv2d(images, kernelForImages(weights.kernel!), { ...window, padding, groups: p.groups });
      return biased(y, weights);
    });
  },
});

export const depthwiseConv = trainable<'depthwiseConv'>({
  obstacle: onlyImages,
  forward({ inputs: [x], parameters: p, weights }) {
    const window = windowOf(p);
    return onImages(x, p.dataFormat, images => {
      const padding = paddingFor(imageSize(images), window);
      const y = depthwiseConv2d(images, kernelForImages(weights.depthwise_kernel!), {
        ...window,
        padding,
      });
      return biased(y, weights);
    });
  },
});

export const separableConv = trainable<'separableConv'>({
  obstacle: onlyImages,
  forward({ inputs: [x], parameters: p, weights }) {
    const window = windowOf(p);
    return onImages(x, p.dataFormat, images => {
      const padding = paddingFor(imageSize(images), window);
      const between = depthwiseConv2d(images, kernelForImages(weights.depthwise_kernel!), {
        ...window,
        padding,
      });
      return biased(conv2d(between, kernelForImages(weights.pointwise_kernel!)), weights);
    });
  },
});

export const transposedConv = trainable<'transposedConv'>({
  obstacle: onlyImages,
  forward({ inputs: [x], parameters: p, weights, shape }) {
    const window = windowOf(p);
    const spatial = p.dataFormat === 'channelsFirst' ? shape.slice(1) : shape.slice(0, -1);
    const target: Pair = spatial.length === 1 ? [1, spatial[0]!] : [spatial[0]!, spatial[1]!];
    return onImages(x, p.dataFormat, images => {
      const y = conv2dTranspose(images, kernelForImages(weights.kernel!), {
        strides: window.strides,
        dilation: window.dilation,
        groups: p.groups,
        ...trimTo(target, imageSize(images), window),
      });
      return biased(y, weights);
    });
  },
});

/**
 * What to cut off, and what to add at the end, so that a transposed convolution makes maps of the inferred size. With
 * `same` the larger half of what is too much goes at the end, as in TensorFlow.
 */
function trimTo(
  target: Pair,
  input: Pair,
  { kernel, strides, dilation, padding }: ReturnType<typeof windowOf>,
) {
  const surplus = perAxis(axis => {
    const span = (kernel[axis] - 1) * dilation[axis] + 1;
    return (input[axis] - 1) * strides[axis] + span - target[axis];
  });
  const cut = perAxis(axis => {
    if (typeof padding !== 'string') return padding[Math.min(axis, padding.length - 1)]!;
    const before = padding === 'same' ? Math.floor(Math.max(0, surplus[axis]) / 2) : 0;
    return [before, padding === 'same' ? Math.max(0, surplus[axis]) - before : 0] as const;
  });
  return { padding: cut, outputPadding: perAxis(axis => cut[axis][0] + cut[axis][1] - surplus[axis]) };
}
