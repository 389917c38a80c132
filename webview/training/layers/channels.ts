import { reshape, transpose } from '@tensorflow/tfjs-core';
import { padChannels as padChannelsOf, subsample as subsampleOf } from '../backends/ops.js';
import { onImages, onlyImages, pairOf } from './images.js';
import { trainable } from './layer.js';

export const subsample = trainable<'subsample'>({
  obstacle: onlyImages,
  forward: ({ inputs: [x], parameters: p }) =>
    onImages(x, p.dataFormat, images => subsampleOf(images, pairOf(p.stride, x.rank - 2))),
});

export const padChannels = trainable<'padChannels'>({
  obstacle: onlyImages,
  forward: ({ inputs: [x], parameters: p }) =>
    onImages(x, p.dataFormat, images => padChannelsOf(images, p.before, p.after)),
});

export const channelShuffle = trainable<'channelShuffle'>({
  obstacle: onlyImages,
  forward: ({ inputs: [x], parameters: p }) =>
    onImages(x, p.dataFormat, images => {
      const channels = images.shape[3];
      const grouped = reshape(images, [images.size / channels, p.groups, channels / p.groups]);
      return reshape(transpose(grouped, [0, 2, 1]), images.shape);
    }),
});
