import { finding } from '../finding.js';
import { nodeName } from '../graph.js';
import { blocksOf } from './blocks.js';
import { activationOf, isPassive, isRectifier, withoutActivation } from './kinds.js';
import type { Rule } from './rule.js';
import { wiringOf } from './wiring.js';

export const activationBeforeAddition: Rule = {
  code: 'activation-before-addition',
  title: 'A ReLU at the end of the branch, before the addition',
  severity: 'warning',
  why:
    'A residual should be able to take away as well as to add. Behind a ReLU it is never negative, so that the signal can only grow ' +
    'from block to block: a ResNet-110 has 7.84 % errors on CIFAR-10 instead of 6.61 %. The ReLU belongs after the addition (v1), or ' +
    'before the weights (v2).',
  paper: 'He et al. 2016, “Identity Mappings in Deep Residual Networks”, section 4.1 and table 2',
  line: 10,
  bad: `input: [32, 32, 16]
blocks:
  basic:
    residual:
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
    shortcut: identity
layers:
  - stage: {block: basic, repeat: 3}
`,
  good: `input: [32, 32, 16]
blocks:
  basic:
    residual:
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
    shortcut: identity
    after: [relu]
layers:
  - stage: {block: basic, repeat: 3}
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    for (const { unit, merge, convolutions } of blocksOf(checked)) {
      const end = wiring.back(wiring.node(merge.inputs[unit.branch.input]), isPassive);
      if (!end || convolutions.length < 2 || !unit.branch.nodes.includes(end.id) || !isRectifier(end))
        continue;
      const message = `the branch ends in \`${activationOf(end)}\`: what it adds is never negative`;
      yield finding('activation-before-addition', 'warning', message, end.at, {
        nodes: [end.id],
        related: [{ message: 'it is added here', at: merge.at }],
        proposals: [
          {
            title: `Remove the \`${activationOf(end)}\` of \`${nodeName(end)}\` before the addition`,
            change: withoutActivation(end),
          },
        ],
      });
    }
  },
};
