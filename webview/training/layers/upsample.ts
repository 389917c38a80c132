import type { TypedNode } from '../../../src/core/graph.js';
import { imageSize, type Pair, upsampleBilinear, upsampleNearest } from '../backends/ops.js';
import { onImages, onlyImages, pairOf } from './images.js';
import { trainable } from './layer.js';

const notBicubic = (node: TypedNode, inputs: readonly TypedNode[]): string | undefined =>
  node.parameters.interpolation === 'bicubic'
    ? 'bicubic interpolation has no gradient'
    : onlyImages(node, inputs);

export const upsample = trainable<'upsample'>({
  obstacle: notBicubic,
  forward({ inputs: [x], parameters: p }) {
    const factor = pairOf(p.factor, x.rank - 2);
    return onImages(x, p.dataFormat, images => {
      if (p.interpolation === 'nearest') return upsampleNearest(images, factor);
      const [height, width] = imageSize(images);
      return upsampleBilinear(images, [height * factor[0], width * factor[1]]);
    });
  },
});

const spatialOf = (node: TypedNode | undefined): readonly (number | null)[] =>
  (node?.parameters.dataFormat === 'channelsFirst' ? node.output?.slice(1) : node?.output?.slice(0, -1)) ??
  [];

export const resize = trainable<'resize'>({
  obstacle(node, inputs) {
    const [input] = inputs;
    const before = spatialOf(input && { ...input, parameters: node.parameters });
    const isWhole = spatialOf(node).every((size, axis) => (size ?? 0) % (before[axis] ?? 1) === 0);
    if (node.parameters.interpolation === 'nearest' && !isWhole)
      return 'nearest-neighbour resizing by a factor that is no whole number has no gradient';
    return notBicubic(node, inputs);
  },
  forward({ inputs: [x], parameters: p }) {
    const size = pairOf(p.size, p.size.length);
    return onImages(x, p.dataFormat, images => {
      if (p.interpolation !== 'nearest') return upsampleBilinear(images, size);
      const [height, width] = imageSize(images);
      const factor: Pair = [size[0] / height, size[1] / width];
      return upsampleNearest(images, factor);
    });
  },
});
