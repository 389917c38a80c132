import { type Finding, finding } from '../finding.js';
import { formatShape, type TypedNode } from '../graph.js';
import { isWeighted } from '../residual.js';
import { blocksOf, isPreactivated, type ResidualBlock } from './blocks.js';
import { isActivation, isNorm, isPassive } from './kinds.js';
import type { Rule } from './rule.js';
import { type Wiring, wiringOf } from './wiring.js';

export const missingFinalNorm: Rule = {
  code: 'missing-final-norm',
  title: 'A pre-activation network without norm and ReLU after its last block',
  severity: 'warning',
  why:
    'A v2 block gives a bare sum: the norm and ReLU that a sum needs stand at the start of the next block, and after the last one there is ' +
    'none. Without them the classifier gets values that grow with the number of blocks. Where only the ReLU is missing, it is a hint.',
  paper: 'He et al. 2016, “Identity Mappings in Deep Residual Networks”, appendix',
  line: 11,
  bad: `input: [32, 32, 16]
blocks:
  v2:
    residual:
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
    shortcut: identity
layers:
  - stage: {block: v2, repeat: 3}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [32, 32, 16]
blocks:
  v2:
    residual:
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
    shortcut: identity
layers:
  - stage: {block: v2, repeat: 3}
  - batchNorm
  - relu
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const last = blocksOf(checked).at(-1);
    if (!last || !isPreactivated(last)) return;
    const found = untilWeights(last, wiring);
    if (found) yield* missing(last, found);
  },
};

interface Way {
  readonly nodes: readonly TypedNode[];
  /** Where the values are used: the classifier, or nothing more where the network ends. */
  readonly end: TypedNode | undefined;
}

/** What follows the last addition up to a classifier; undefined where the network goes on in another way. */
function untilWeights({ merge }: ResidualBlock, wiring: Wiring): Way | undefined {
  const nodes: TypedNode[] = [];
  let node = wiring.next(merge);
  while (node && !isWeighted(node)) {
    if (!isNorm(node) && !isActivation(node) && !isPassive(node) && !isReducing(node)) return undefined;
    nodes.push(node);
    node = wiring.next(node);
  }
  return node?.layer === 'dense' ? { nodes, end: node } : undefined;
}

const isReducing = ({ layer }: TypedNode): boolean => /pool|^flatten$|^reshape$/i.test(layer);

function* missing({ merge }: ResidualBlock, { nodes, end }: Way): Generator<Finding> {
  const [hasNorm, hasActivation] = [nodes.some(isNorm), nodes.some(isActivation)];
  if (hasNorm && hasActivation) return;
  const what = hasNorm ? 'activation' : hasActivation ? 'norm' : 'norm and activation';
  const message = `after the last pre-activation block ${what} ${hasNorm || hasActivation ? 'is' : 'are'} missing: its bare sum, ${formatShape(merge.output)}, goes to the classifier`;
  yield finding('missing-final-norm', hasNorm ? 'hint' : 'warning', message, merge.at, {
    nodes: [merge.id],
    related: end ? [{ message: 'the classifier is here', at: end.at }] : [],
  });
}
