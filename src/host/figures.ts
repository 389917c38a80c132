import { formatExact } from '../core/analyses/format.js';
import type { Model } from '../core/analyze.js';
import { type Size, sum, type TypedNode } from '../core/graph.js';
import { networkTotals } from '../core/totals.js';

/** `25,610,152`; `?` where it is not known. */
export const exactly: (size: Size) => string = formatExact;

/** `25.6 M` */
export function roughly(size: Size): string {
  if (size === null) return '?';
  const [scale, letter] =
    size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
  const scaled = size / scale;
  return `${letter === '' || scaled >= 100 ? Math.round(scaled) : Number(scaled.toFixed(1))}${letter && ` ${letter}`}`;
}

/** Weights and multiply-accumulates of some layers together. */
export const totals = (nodes: readonly TypedNode[]): { parameters: Size; trainable: Size; macs: Size } => ({
  parameters: sum(nodes.map(node => node.weights.total)),
  trainable: sum(nodes.map(node => node.weights.trainable)),
  macs: sum(nodes.map(node => node.macs)),
});

/** `1,024 parameters more` */
export function parameterDifference(before: Model, after: Model): string {
  const [was, is] = [before, after].map(model => networkTotals(model).parameters);
  if (was == null || is == null) return 'parameters unknown';
  if (was === is) return 'as many parameters';
  return `${exactly(Math.abs(is - was))} parameters ${is > was ? 'more' : 'fewer'}`;
}
