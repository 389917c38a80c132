import { product } from '../../../src/core/graph.js';
import { type Overlay, total } from './overlay.js';

/** Bytes of a number in 32-bit floating point. */
const bytes = 4;

/** What training keeps of one input: every layer's output in 32-bit numbers. */
export const activationMemory: Overlay = {
  id: 'activation-memory',
  title: 'activation memory',
  scale: 'log',
  values: ({ graph }) =>
    new Map(
      graph.nodes.map(({ id, output }) => {
        const size = output && product(output);
        return [id, size === null ? null : size * bytes];
      }),
    ),
  combine: total,
  format: formatBytes,
};

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `3.06 MiB` */
export function formatBytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit + 1 < units.length) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : size >= 100 ? size.toFixed(0) : size.toPrecision(3)} ${units[unit]}`;
}
