import { defineLayer } from './layer.js';

export const embedding = defineLayer({
  title: 'Embedding',
  category: 'dense',
  doc: 'Looks up a trained vector for each whole number of its input: a new last axis of `units`.',
  parameters: {
    entries: { kind: 'integer', required: true, doc: 'Number of vectors: the greatest input plus 1.' },
    units: { kind: 'integer', required: true, doc: 'Length of each vector.' },
  },
  arity: 1,
  output: ([input], p) => (input ? [...input, p.units] : null),
  weights: (_, p) => [{ name: 'embeddings', shape: [p.entries, p.units], trainable: true }],
  label: p => ({ text: `Embedding ${p.units}`, detail: `of ${p.entries}` }),
});
