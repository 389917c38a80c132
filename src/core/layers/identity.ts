import { defineLayer } from './layer.js';

export const identity = defineLayer({
  title: 'Identity',
  category: 'shape',
  doc: 'Passes on what it is given. The shape stays.',
  parameters: {},
  arity: 1,
  output: ([input]) => input ?? null,
  label: () => ({ text: 'Identity' }),
});

export const rescale = defineLayer({
  title: 'Rescaling',
  category: 'shape',
  doc: 'Computes x · scale + offset: pixels from 0 to 255 become 0 to 1. The shape stays.',
  parameters: {
    scale: { kind: 'number', default: 1, doc: 'What every value is multiplied by.' },
    offset: { kind: 'number', default: 0, doc: 'What is added to every value.' },
  },
  arity: 1,
  output: ([input]) => input ?? null,
  label: p => ({ text: 'Rescale', detail: `×${Number(p.scale.toPrecision(3))}` }),
});
