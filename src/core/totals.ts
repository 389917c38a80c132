import type { Model } from './analyze.js';
import { type Size, sum } from './graph.js';

/** Parameters and multiply-accumulates of a whole network; null where a layer is not known. */
export interface NetworkTotals {
  readonly parameters: Size;
  readonly trainable: Size;
  readonly macs: Size;
}

/** As the network's own framework counts: weights that no layer uses are weights, too. */
export function networkTotals({
  graph: { nodes },
  program,
}: Pick<Model, 'graph' | 'program'>): NetworkTotals {
  const { totals } = program ?? {};
  return {
    parameters: totals ? totals.total : sum(nodes.map(node => node.weights.total)),
    trainable: totals ? totals.trainable : sum(nodes.map(node => node.weights.trainable)),
    macs: sum(nodes.map(node => node.macs)),
  };
}
