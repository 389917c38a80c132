import { defineLayer } from './layer.js';

export const unknown = defineLayer({
  title: 'Unknown layer',
  category: 'unknown',
  doc: 'A layer that is not known here. Its output has an unknown shape, which fits everything.',
  parameters: {
    class: { kind: 'text', doc: 'What the file calls it.', internal: true },
    output: { kind: 'tensorShape', doc: 'The shape of its output, where the file says it.', internal: true },
  },
  arity: 'many',
  output: (_, p) => p.output ?? null,
  label: p => ({ text: p.class ?? 'Unknown layer' }),
});
