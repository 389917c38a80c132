import { nodeName, type TypedNode } from '../graph.js';
import { blocksOf, isPostactivated } from './blocks.js';
import { counted, gathered } from './gather.js';
import type { Rule } from './rule.js';
import { wiringOf } from './wiring.js';

/** Goyal et al. show it for ResNet-50, which has 16 blocks. */
const fewestBlocks = 16;

export const zeroGamma: Rule = {
  code: 'zero-gamma',
  title: 'Many residual blocks whose last batch norm starts with γ = 1',
  severity: 'hint',
  why:
    'With γ = 0 in the last batch norm of the branch every block starts as the identity: the signal and its gradient pass a deep network ' +
    'undisturbed in the first steps, which makes large batches and learning rates easier. It costs nothing.',
  paper: 'Goyal et al. 2017, “Accurate, Large Minibatch SGD”, section 5.1',
  line: 9,
  bad: `input: [32, 32, 16]
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
  - stage: {block: basic, repeat: 18}
`,
  good: `input: [32, 32, 16]
blocks:
  basic:
    residual:
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm: {gammaInit: zeros}
    shortcut: identity
    after: [relu]
layers:
  - stage: {block: basic, repeat: 18}
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const last = blocksOf(checked)
      .filter(isPostactivated)
      .flatMap(({ unit, merge }) => wiring.node(merge.inputs[unit.branch.input]) ?? []);
    if (last.length < fewestBlocks || !last.every(startsAtOne)) return;
    yield* gathered(last, {
      code: 'zero-gamma',
      severity: 'hint',
      message: nodes =>
        `\`${nodeName(nodes[0]!)}\` ends the branch of ${counted(nodes.length, 'block')}: with \`gammaInit: zeros\` each would start as the identity`,
      fix: {
        title: () => 'Start γ of the last batch norm of each branch at 0',
        change: ({ id }) => ({ kind: 'set-parameter', node: id, parameter: 'gammaInit', value: 'zeros' }),
      },
    });
  },
};

/** PyTorch says it after the layers have been made, in code that is not followed. */
const startsAtOne = ({ layer, parameters }: TypedNode): boolean =>
  layer === 'batchNorm' &&
  parameters.scale === true &&
  parameters.gammaInit === 'ones' &&
  parameters.counted !== false;
