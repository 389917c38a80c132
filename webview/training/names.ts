import type { Node } from '../../src/core/graph.js';

/** A node as it is quoted in messages: by its whole path, as its name alone may repeat in every block. */
export const nameOf = ({ id }: Pick<Node, 'id'>): string => `\`${id}\``;

/** A number for a sentence: three digits are enough. */
export function formatNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? rounded.toExponential().replace('e+', 'e')
    : String(rounded);
}
