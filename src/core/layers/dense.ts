import { product } from '../graph.js';
import { activationParameter, withActivation } from './activation.js';
import { sizeAt } from './axes.js';
import { bias, biasWeight, checkExpected, expects } from './conv-parameters.js';
import { initializer } from './initializers.js';
import { defineLayer } from './layer.js';

export const dense = defineLayer({
  title: 'Dense',
  category: 'dense',
  doc: 'Multiplies the last axis by a matrix: it becomes `units`; the other axes stay. Flatten or pool a map first.',
  parameters: {
    units: {
      kind: 'integer',
      required: true,
      doc: 'Size of the output: the number of classes in a last layer.',
    },
    bias,
    activation: activationParameter,
    init: initializer,
    expects,
  },
  arity: 1,
  output([input], p, report) {
    if (!input) return null;
    if (input.length === 0)
      report({ code: 'wrong-rank', message: 'needs at least one axis, but gets a scalar' });
    checkExpected(sizeAt(input, -1), p.expects, 'features', report);
    return [...input.slice(0, -1), p.units];
  },
  weights: ([input], p) => [
    { name: 'kernel', shape: [p.expects ?? sizeAt(input, -1), p.units], trainable: true },
    ...biasWeight(p.bias, p.units),
  ],
  macs: ([input], output, p) => product([...(output ?? [null]), p.expects ?? sizeAt(input, -1)]),
  label: p => ({ text: withActivation(`Dense ${p.units}`, p.activation) }),
});
