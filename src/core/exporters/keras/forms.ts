import { isKnown, type Lower, plainStep, type Step, spatialAxes, step } from './step.js';

const reshaped = (shape: readonly number[]): Step => step('reshape', { shape }, 0);

/** Keras's Flatten takes all axes. */
export const flatten: Lower<'flatten'> = ({ node, parameters: p }) => {
  if (p.start === 1 && p.end === -1) return [step('flatten', p, 0)];
  return isKnown(node.output)
    ? [reshaped(node.output)]
    : 'Keras flattens all axes, and the sizes of the others are not known';
};

/** Splits the channels into groups, changes places with the groups, and joins them again. */
export const channelShuffle: Lower<'channelShuffle'> = ({ inputs: [input], parameters: p }) => {
  if (!isKnown(input)) return 'the size of its input is not known';
  const first = p.dataFormat === 'channelsFirst';
  const at = first ? 0 : input.length - 1;
  const split = [...input.slice(0, at), p.groups, input[at]! / p.groups, ...input.slice(at + 1)];
  const order = split.map((_, axis) => axis + 1);
  [order[at], order[at + 1]] = [order[at + 1]!, order[at]!];
  return [reshaped(split), step('permute', { order }, 0), reshaped(input)];
};

/**
 * Keras pads no channels, but what it takes for height and width. Told that the channels are elsewhere, it takes them
 * for the width.
 */
export const padChannels: Lower<'padChannels'> = ({ inputs: [input], parameters: p }) => {
  if (spatialAxes(input) !== 2) return 'Keras has a layer for it only for maps';
  const borders = [p.before, p.after];
  return p.dataFormat === 'channelsFirst'
    ? [plainStep('ZeroPadding2D', { padding: [borders, [0, 0]], data_format: 'channels_last' })]
    : [plainStep('ZeroPadding2D', { padding: [[0, 0], borders], data_format: 'channels_first' })];
};

/** TensorFlow.js's Resizing does not know its own output, but a whole factor is an up-sampling. */
export const resize: Lower<'resize'> = ({ inputs: [input], parameters: p, target }) => {
  if (target.classes === undefined) return [step('resize', p, 2)];
  const spatial = p.dataFormat === 'channelsFirst' ? input?.slice(1) : input?.slice(0, -1);
  const factor = p.size.map((size, axis) => size / (spatial?.[axis] ?? Number.NaN));
  return factor.every(f => Number.isInteger(f) && f >= 1)
    ? [step('upsample', { ...p, factor }, factor.length)]
    : `${target.name} resizes only by whole factors`;
};

export const upsample: Lower<'upsample'> = ({ inputs: [input], parameters: p, target }) => {
  const axes = spatialAxes(input);
  if (axes < 1) return 'the number of its axes is not known';
  if (target.classes !== undefined && p.interpolation === 'bicubic')
    return `${target.name} has no bicubic interpolation`;
  const factor = Array.from({ length: axes }, (_, axis) => p.factor[axis] ?? p.factor[0]);
  const { className, config } = step('upsample', { ...p, factor }, axes);
  if (axes === 2) return [{ className, config }];
  const { interpolation: _, ...others } = config;
  return p.interpolation === 'nearest' ? [{ className, config: others }] : 'Keras interpolates only maps';
};
