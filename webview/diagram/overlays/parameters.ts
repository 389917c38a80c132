import { formatCount } from '../figures.js';
import { type Overlay, total } from './overlay.js';

export const parameters: Overlay = {
  id: 'parameters',
  title: 'parameters',
  scale: 'log',
  values: ({ graph }) => new Map(graph.nodes.map(({ id, weights }) => [id, weights.total])),
  combine: total,
  format: formatCount,
};
