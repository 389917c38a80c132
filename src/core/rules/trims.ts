import type { Proposal } from '../finding.js';
import { formatShape, nodeName, type Shape, type Size, type TypedNode } from '../graph.js';
import type { Wiring } from './wiring.js';

/** Rounding takes or adds a few rows; what differs by more was not meant to fit. */
const mostTrimmed = 4;

/**
 * Rows and columns cut off at the end of what a merge takes, or zeros added there, so that it fits the first input: what
 * U-Nets do where an odd size went down and up again.
 */
export function trims(
  merge: TypedNode,
  shapes: readonly Shape[],
  axes: readonly number[],
  channelAxis: number,
  wiring: Wiring,
): Proposal[] {
  const [first] = shapes;
  if (first?.length !== 3 || axes.includes(channelAxis)) return [];
  const spatial = [0, 1, 2].filter(axis => axis !== channelAxis);
  return merge.inputs.flatMap((id, input) => {
    const shape = shapes[input];
    if (input === 0 || shape?.length !== 3) return [];
    const excess = spatial.map(axis => difference(shape[axis]!, first[axis]!));
    if (!excess.every(size => size !== undefined)) return [];
    const wanted = formatShape(spatial.map(axis => first[axis]!));
    const name = nodeName(wiring.known(id));
    const trim = (title: string, layer: 'crop' | 'zeroPad', parameter: string): Proposal => ({
      title,
      change: {
        kind: 'insert-layer',
        merge: merge.id,
        input,
        layer,
        parameters: { [parameter]: excess.map(size => [0, Math.abs(size)]) },
      },
    });
    const isWithin = excess.some(size => size !== 0) && excess.every(size => Math.abs(size) <= mostTrimmed);
    if (!isWithin) return [];
    if (excess.every(size => size >= 0)) return [trim(`Crop \`${name}\` to ${wanted}`, 'crop', 'cropping')];
    if (excess.every(size => size <= 0))
      return [trim(`Pad \`${name}\` with zeros to ${wanted}`, 'zeroPad', 'padding')];
    return [];
  });
}

const difference = (a: Size, b: Size): number | undefined => (a === null || b === null ? undefined : a - b);
