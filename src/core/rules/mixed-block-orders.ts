import { type Finding, finding } from '../finding.js';
import { blocksOf, isBottleneck, isPostactivated, isPreactivated, type ResidualBlock } from './blocks.js';
import { counted } from './gather.js';
import { isStrided } from './kinds.js';
import type { Rule } from './rule.js';

export const mixedBlockOrders: Rule = {
  code: 'mixed-block-orders',
  title: 'Residual blocks of different orders in one network',
  severity: 'warning',
  why:
    'In v1 an activation follows the addition; in v2 norm and activation stand before the weights, and nothing touches the shortcut. ' +
    'One v1 block among v2 blocks cuts the clean path through all of them; one v2 block among v1 blocks adds what has not been normalised. ' +
    'Bottlenecks that have their stride partly in the 1×1 (v1) and partly in the 3×3 convolution (v1.5) are a hint.',
  paper: 'He et al. 2016, “Identity Mappings in Deep Residual Networks”, section 4.1',
  line: 11,
  bad: `input: [32, 32, 16]
blocks:
  v1:
    residual:
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
    after: [relu]
    shortcut: identity
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
  - v1
  - stage: {block: v2, repeat: 3}
  - batchNorm
  - relu
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
  - stage: {block: v2, repeat: 7}
  - batchNorm
  - relu
`,
  *check(checked) {
    const blocks = blocksOf(checked);
    const post = blocks.filter(isPostactivated);
    const pre = blocks.filter(isPreactivated);
    yield* mixture(
      { blocks: post, name: 'post-activation (v1)' },
      { blocks: pre, name: 'pre-activation (v2)' },
      'warning',
    );
    const bottlenecks = blocks.filter(isBottleneck);
    const stridedAt = (index: number): readonly ResidualBlock[] =>
      bottlenecks.filter(({ convolutions }) => isStrided(convolutions[index]!));
    yield* mixture(
      { blocks: stridedAt(0), name: 'v1, with the stride in the 1×1 convolution' },
      { blocks: stridedAt(1), name: 'v1.5, with the stride in the 3×3 convolution' },
      'hint',
    );
  },
};

interface Order {
  readonly blocks: readonly ResidualBlock[];
  readonly name: string;
}

/** What there is less of is reported; of two orders that are as frequent, the second. */
function* mixture(first: Order, second: Order, severity: Finding['severity']): Generator<Finding> {
  if (first.blocks.length === 0 || second.blocks.length === 0) return;
  const [few, many] = first.blocks.length < second.blocks.length ? [first, second] : [second, first];
  const total = few.blocks.length + many.blocks.length;
  const message = `this block is ${few.name}; ${many.blocks.length} of ${counted(total, 'block')} are ${many.name}`;
  for (const { merge } of few.blocks)
    yield finding('mixed-block-orders', severity, message, merge.at, {
      nodes: [merge.id],
      related: [{ message: `a block that is ${many.name}`, at: many.blocks[0]!.merge.at }],
    });
}
