import type { Shape } from '../../graph.js';
import type { DataFormat } from '../../layers/spatial.js';
import { isKnown, type Lower, type Lowered, type Subject, spatialAxes, step } from './step.js';

const spatialOf = (shape: Shape | undefined, format: DataFormat): Shape =>
  shape ? (format === 'channelsFirst' ? shape.slice(1) : shape.slice(0, -1)) : null;

/** A window over the whole map gives what a global pool with its axes kept gives. */
function wholeWindow(
  layer: 'averagePool' | 'maxPool',
  { inputs: [input], parameters: p }: Subject<'globalAveragePool' | 'globalMaxPool'>,
): Lowered | undefined {
  const kernel = spatialOf(input, p.dataFormat);
  if (!isKnown(kernel)) return undefined;
  return [step(layer, { kernel, stride: kernel, padding: 'valid', dataFormat: p.dataFormat }, kernel.length)];
}

const global =
  (layer: 'globalAveragePool' | 'globalMaxPool', windowed: 'averagePool' | 'maxPool'): Lower<typeof layer> =>
  subject => {
    const { inputs, parameters: p, target } = subject;
    const axes = spatialAxes(inputs[0]);
    if (axes < 1) return 'the number of its axes is not known';
    if (!p.keepDims || target.keepDims)
      return [step(layer, target.keepDims ? p : { dataFormat: p.dataFormat }, axes)];
    return (
      wholeWindow(windowed, subject) ?? `${target.name} cannot keep the axes of a pool over an unknown size`
    );
  };

export const globalAveragePool = global('globalAveragePool', 'averagePool');
export const globalMaxPool = global('globalMaxPool', 'maxPool');

/** Windows of one size, where they fill the map. */
const adaptive =
  (layer: 'averagePool' | 'maxPool'): Lower<'adaptiveAveragePool' | 'adaptiveMaxPool'> =>
  ({ inputs: [input], parameters: p }) => {
    const spatial = spatialOf(input, p.dataFormat);
    if (!isKnown(spatial)) return 'the size of its input is not known';
    const kernel = spatial.map((size, axis) => size / p.size[axis]!);
    if (!kernel.every(Number.isInteger)) return 'its windows are not all of one size';
    return [
      step(layer, { kernel, stride: kernel, padding: 'valid', dataFormat: p.dataFormat }, kernel.length),
    ];
  };

export const adaptiveAveragePool = adaptive('averagePool');
export const adaptiveMaxPool = adaptive('maxPool');

/** A maximum over one value is that value. */
export const subsample: Lower<'subsample'> = ({ inputs: [input], parameters: p }) => {
  const axes = spatialAxes(input);
  if (axes < 1) return 'the number of its axes is not known';
  const stride = Array.from({ length: axes }, (_, axis) => p.stride[axis] ?? p.stride[0]);
  const kernel = stride.map(() => 1);
  return [step('maxPool', { kernel, stride, padding: 'valid', dataFormat: p.dataFormat }, axes)];
};
