import { formatShape } from '../graph.js';
import { defineLayer } from './layer.js';

export const input = defineLayer({
  title: 'Input',
  category: 'input',
  doc: 'What the network is given: its shape without the batch, as height × width × channels.',
  parameters: {
    shape: { kind: 'tensorShape', doc: 'The shape without the batch; null where a size is not known.' },
  },
  arity: 0,
  output: (_, p) => p.shape ?? null,
  label: p => ({ text: 'Input', detail: p.shape && formatShape(p.shape) }),
});
