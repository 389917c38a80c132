import { product, type Shape } from '../graph.js';
import { defineLayer, type Weight } from './layer.js';
import type { Parameter } from './parameters.js';

const output = {
  kind: 'tensorShape',
  doc: 'The shape of its output, as the front end computed it.',
  internal: true,
} as const satisfies Parameter;

export const operation = defineLayer({
  title: 'Operation',
  category: 'shape',
  doc: 'A function of a framework that is no layer here, such as `matmul`. The front end says the shape of its output.',
  parameters: {
    function: { kind: 'text', doc: 'What the framework calls it.', internal: true },
    output,
    weights: { kind: 'integer', min: 0, default: 0, doc: 'How many trained numbers it has.', internal: true },
    kept: {
      kind: 'integer',
      min: 0,
      default: 0,
      doc: 'How many numbers it keeps untrained.',
      internal: true,
    },
    sees: {
      kind: 'choice',
      of: ['whole', 'unknown'],
      doc: 'How much of its input one position of the output sees, where that is not the same position alone.',
      internal: true,
    },
    macs: {
      kind: 'tensorShape',
      doc: 'Factors of its multiply-accumulates for one input; none unless told.',
      internal: true,
    },
  },
  arity: 'many',
  output: (_, p) => p.output ?? null,
  macs: (_, __, p) => (p.macs ? product(p.macs) : 0),
  weights: (_, p): readonly Weight[] => [
    ...(p.weights > 0 ? [{ name: 'weights', shape: [p.weights], trainable: true }] : []),
    ...(p.kept > 0 ? [{ name: 'kept', shape: [p.kept], trainable: false }] : []),
  ],
  label: p => ({ text: p.function ?? 'Operation' }),
});

export const variable = defineLayer({
  title: 'Variable',
  category: 'input',
  doc: 'A tensor that the network keeps, such as a class token or a table of positions. It has the shape that it was made with.',
  parameters: {
    output,
    trainable: { kind: 'boolean', default: true, doc: 'Whether training changes it.', internal: true },
  },
  arity: 0,
  output: (_, p): Shape => p.output ?? null,
  weights: (_, p) => [
    { name: 'variable', shape: p.output ? [product(p.output)] : null, trainable: p.trainable },
  ],
  label: () => ({ text: 'Variable' }),
});
