import { costOf } from '../../../src/core/analyses/cost.js';
import { formatCount } from '../figures.js';
import { type Overlay, total } from './overlay.js';

/** Multiply-accumulates for one input. */
export const macs: Overlay = {
  id: 'macs',
  title: 'MACs',
  scale: 'log',
  values: ({ graph }) => new Map(graph.nodes.map(node => [node.id, costOf(node).macs])),
  combine: total,
  format: formatCount,
};
