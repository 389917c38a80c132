import { costOf } from '../../../src/core/analyses/cost.js';
import { formatCount } from '../figures.js';
import { type Overlay, total } from './overlay.js';

export const parameters: Overlay = {
  id: 'parameters',
  title: 'parameters',
  scale: 'log',
  values: ({ graph }) => new Map(graph.nodes.map(node => [node.id, costOf(node).parameters])),
  combine: total,
  format: formatCount,
};
