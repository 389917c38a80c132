import { formatBytes } from '../../../src/core/analyses/format.js';
import { outputBytes } from '../../../src/core/analyses/memory.js';
import { type Overlay, total } from './overlay.js';

/** What training keeps of one input: every layer's output in 32-bit numbers. */
export const activationMemory: Overlay = {
  id: 'activation-memory',
  title: 'activation memory',
  scale: 'log',
  values: ({ graph }) => new Map(graph.nodes.map(node => [node.id, outputBytes(node)])),
  combine: total,
  format: formatBytes,
};
