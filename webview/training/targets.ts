import { FIGURES } from './data/scene.js';
import type { Examples } from './data.js';
import type { Head } from './objective.js';

/**
 * What one head should answer, [batch, ...positions, channels] in one row: one-hot classes, labels of 0 and 1, or numbers
 * of 0 and 1 to come close to. Channels are last.
 * @param withMasks whether the network sees images: then a map's target is where the figure is
 */
export function targetsFor(head: Head, examples: Examples, kinds: number, withMasks: boolean): Float32Array {
  const positions = head.positions.reduce((a, b) => a * b, 1);
  const values = new Float32Array(examples.kinds.length * positions * head.channels);
  const [height, width] = head.positions;
  const masks = withMasks && head.positions.length === 2 ? examples.masks(height!, width!) : undefined;
  examples.kinds.forEach((kind, example) => {
    for (let position = 0; position < positions; position++) {
      const channel = masks
        ? channelAt(head, kind, masks[example]![position]!)
        : channelOf(head, kind, kinds);
      if (channel >= 0) values[(example * positions + position) * head.channels + channel] = 1;
    }
  });
  return values;
}

/** Without a picture: the channel of an example's kind. Kinds are spread over many classes; one output says odd or even. */
function channelOf({ channels }: Head, kind: number, kinds: number): number {
  if (channels === 1) return kind % 2 === 1 ? 0 : -1;
  return channels > FIGURES ? Math.floor((kind * channels) / kinds) : kind % channels;
}

/** In a picture: class 0 is the ground; labels and numbers are 0 there. */
function channelAt({ loss, channels }: Head, kind: number, isFigure: boolean): number {
  if (loss !== 'classes') return isFigure ? kind % channels : -1;
  return isFigure ? 1 + (kind % Math.max(1, channels - 1)) : 0;
}
