import { type Size, sum, type TypedNode } from '../graph.js';
import { counted, gathered } from './gather.js';
import { activationOf, isConvolution } from './kinds.js';
import type { Rule } from './rule.js';
import { type Wiring, wiringOf } from './wiring.js';

export const biasBeforeNorm: Rule = {
  code: 'bias-before-norm',
  title: 'A bias that the batch norm after it takes away',
  severity: 'hint',
  why:
    'Batch norm subtracts the mean of each channel, and with it every constant that was added: the bias is never trained, and β does ' +
    'its work. It only costs parameters and memory.',
  paper: 'Ioffe and Szegedy 2015, “Batch Normalization”, section 3.2',
  line: 3,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3}
  - batchNorm
  - relu
`,
  good: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, bias: false}
  - batchNorm
  - relu
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const biased = checked.graph.nodes.filter(node => isInVain(node, wiring));
    yield* gathered(biased, {
      code: 'bias-before-norm',
      severity: 'hint',
      message: nodes => `the batch norm after it takes the bias away${savedBy(nodes)}`,
      fix: {
        title: ({ length }) =>
          length === 1 ? 'Leave the bias out' : 'Leave the bias out of all layers before a batch norm',
        change: ({ id }) => ({ kind: 'set-parameter', node: id, parameter: 'bias', value: false }),
      },
    });
  },
};

function savedBy(nodes: readonly TypedNode[]): string {
  const biases = sum(nodes.map(biasesOf));
  const saved = biases === null ? 'parameters' : counted(biases, 'parameter');
  return nodes.length === 1
    ? `: ${saved} in vain`
    : `, as in ${counted(nodes.length - 1, 'layer')} more: ${saved} in vain`;
}

/** Nothing stands between the bias and a batch norm, and nothing else takes what it is added to. */
function isInVain(node: TypedNode, wiring: Wiring): boolean {
  if (node.parameters.bias !== true || activationOf(node) !== undefined || node.sharedWith !== undefined)
    return false;
  if (!isConvolution(node) && node.layer !== 'dense') return false;
  return wiring.next(node)?.layer === 'batchNorm';
}

const biasesOf = ({ parameters: { filters, units }, output, layer }: TypedNode): Size => {
  if (typeof filters === 'number') return filters;
  if (typeof units === 'number') return units;
  return layer === 'depthwiseConv' ? (output?.at(-1) ?? null) : null;
};
