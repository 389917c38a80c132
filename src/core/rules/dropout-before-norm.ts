import { nodeName } from '../graph.js';
import { gathered } from './gather.js';
import { isActivation } from './kinds.js';
import type { Rule } from './rule.js';
import { wiringOf } from './wiring.js';

const droppers = new Set(['dropout', 'spatialDropout', 'gaussianDropout']);

export const dropoutBeforeNorm: Rule = {
  code: 'dropout-before-norm',
  title: 'Dropout right before batch norm',
  severity: 'hint',
  why:
    'Dropout gives the values another variance in training than in use, and batch norm keeps the one that it saw in training: in use it ' +
    'scales wrongly. Dropout after the last batch norm has no such effect.',
  paper:
    'Li et al. 2018, “Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift”',
  line: 5,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, bias: false}
  - relu
  - dropout: {rate: 0.3}
  - batchNorm
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, bias: false}
  - batchNorm
  - relu
  - globalAveragePool
  - dropout: {rate: 0.3}
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const early = checked.graph.nodes.filter(node => {
      if (!droppers.has(node.layer) || node.parameters.rate === 0) return false;
      let after = wiring.next(node);
      while (after && isActivation(after)) after = wiring.next(after);
      return after?.layer === 'batchNorm';
    });
    yield* gathered(early, {
      code: 'dropout-before-norm',
      severity: 'hint',
      message: ([first, ...others]) =>
        `\`${nodeName(first!)}\`${others.length === 0 ? '' : ` and ${others.length} more`} before a batch norm: the variance that it learns is not the one in use`,
    });
  },
};
