import { finding } from '../finding.js';
import { nodeName, type TypedNode } from '../graph.js';
import { activationOf, isPassive, withoutActivation } from './kinds.js';
import type { Rule } from './rule.js';
import { wiringOf } from './wiring.js';

const keepsValues = (node: TypedNode): boolean =>
  isPassive(node) || node.layer === 'flatten' || node.layer === 'reshape';

export const softmaxTwice: Rule = {
  code: 'softmax-twice',
  title: 'A softmax of a softmax',
  severity: 'warning',
  why:
    'Probabilities lie between 0 and 1, so a second softmax gives each of 10 classes between 0.085 and 0.232: the loss cannot ' +
    'come near 0, and its gradients are small.',
  line: 6,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
  - softmax
`,
  good: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - globalAveragePool
  - dense: {units: 10}
  - softmax
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    for (const second of checked.graph.nodes) {
      if (second.layer !== 'softmax' && second.layer !== 'logSoftmax') continue;
      const first = wiring.back(wiring.before(second), keepsValues);
      if (!first || activationOf(first) !== 'softmax') continue;
      const message = `\`${nodeName(second)}\` is applied to probabilities: \`${nodeName(first)}\` ends in a softmax already`;
      yield finding('softmax-twice', 'warning', message, second.at, {
        nodes: [second.id],
        related: [{ message: 'the first softmax is here', at: first.at }],
        proposals: [
          { title: `Remove the second softmax, \`${nodeName(second)}\``, change: withoutActivation(second) },
        ],
      });
    }
  },
};
