import { type Finding, finding } from '../finding.js';
import { nodeName, type TypedNode } from '../graph.js';
import { activationOf, isActivation, isRectifier, withoutActivation } from './kinds.js';
import type { Rule } from './rule.js';
import { wiringOf } from './wiring.js';

/** Dropping values, or nothing at all, leaves the sign of all others. */
const keepsSigns = ({ layer }: TypedNode): boolean =>
  ['identity', 'dropout', 'spatialDropout', 'dropPath'].includes(layer);

const isSoftmax = (name: string | undefined): boolean => name === 'softmax' || name === 'logSoftmax';
const isSigmoid = (name: string | undefined): boolean => name === 'sigmoid' || name === 'hardSigmoid';

export const doubleActivation: Rule = {
  code: 'double-activation',
  title: 'An activation right after an activation',
  severity: 'warning',
  why:
    'A second ReLU changes nothing, and any other function of an activation wastes a part of its range: a sigmoid after a ReLU ' +
    'never falls below 0.5. Usually an `activation` of a layer and a layer of its own say the same.',
  line: 4,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - relu
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    for (const second of checked.graph.nodes) {
      if (!isActivation(second) || isSoftmax(second.layer)) continue;
      const first = wiring.back(wiring.before(second), keepsSigns);
      const name = first && activationOf(first);
      if (first && name !== undefined && !isSoftmax(name)) yield doubled(first, second);
    }
  },
};

const doubled = (first: TypedNode, second: TypedNode): Finding =>
  finding(
    'double-activation',
    'warning',
    `\`${nodeName(second)}\` follows ${isActivation(first) ? '' : `the \`${activationOf(first)}\` of `}\`${nodeName(first)}\`: ${effect(first, second)}`,
    second.at,
    {
      nodes: [second.id],
      related: [{ message: `\`${activationOf(first)}\` is applied here`, at: first.at }],
      proposals: [
        {
          title: `Remove the second activation, \`${nodeName(second)}\``,
          change: withoutActivation(second),
        },
        {
          title: `Remove the first activation, \`${activationOf(first)}\` of \`${nodeName(first)}\``,
          change: withoutActivation(first),
        },
      ],
    },
  );

function effect(first: TypedNode, second: TypedNode): string {
  if (isRectifier(first) && second.layer === 'relu') return 'of what is not negative it changes nothing';
  if (isRectifier(first) && isSigmoid(second.layer)) return 'of what is not negative it is never below 0.5';
  return 'one of the two is enough';
}
