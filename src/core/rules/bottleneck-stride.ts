import { nodeName, type TypedNode } from '../graph.js';
import { blocksOf, isBottleneck, type ResidualBlock } from './blocks.js';
import { counted, gathered } from './gather.js';
import { isStrided } from './kinds.js';
import type { Rule } from './rule.js';

export const bottleneckStride: Rule = {
  code: 'bottleneck-stride',
  title: 'A bottleneck that has its stride in a 1×1 convolution',
  severity: 'hint',
  why:
    'With stride 2 the first 1×1 convolution skips three quarters of its input, as the projection beside it does. The 3×3 convolution sees ' +
    'all of it: ResNet-50 v1.5 is about 0.5 % better (top-1, ImageNet) than v1, for 6 % more multiply-accumulates. In the last 1×1 ' +
    'convolution a stride throws away what the 3×3 has just computed.',
  paper:
    'Goyal et al. 2017, “Accurate, Large Minibatch SGD”, footnote 2, and He T. et al. 2019, “Bag of Tricks”, section 4 (ResNet-B)',
  line: 6,
  bad: `input: [56, 56, 256]
blocks:
  bottleneck:
    parameters: {width: 64, filters: 256, stride: 1}
    residual:
      - conv: {filters: $width, kernel: 1, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $width, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 1, bias: false}
      - batchNorm
    shortcut: projection
    after: [relu]
layers:
  - stage: {block: bottleneck, repeat: 4, width: 128, filters: 512, stride: 2}
`,
  good: `input: [56, 56, 256]
blocks:
  bottleneck:
    parameters: {width: 64, filters: 256, stride: 1}
    residual:
      - conv: {filters: $width, kernel: 1, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $width, kernel: 3, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 1, bias: false}
      - batchNorm
    shortcut: projection
    after: [relu]
layers:
  - stage: {block: bottleneck, repeat: 4, width: 128, filters: 512, stride: 2}
`,
  *check(checked) {
    const found = blocksOf(checked).filter(isBottleneck).flatMap(misplaced);
    const middles = new Map(found.map(({ pointwise, middle }) => [pointwise.id, middle]));
    yield* gathered(
      found.map(({ pointwise }) => pointwise),
      {
        code: 'bottleneck-stride',
        severity: 'hint',
        message: nodes =>
          `the stride of the bottleneck stands in a 1×1 convolution${repeats(nodes)}; in \`${nodeName(middles.get(nodes[0]!.id)!)}\`, the larger one, it would skip nothing (v1.5)`,
        fix: {
          title: nodes => `Move the stride to \`${nodeName(middles.get(nodes[0]!.id)!)}\` (v1.5)`,
          change: ({ id }) => ({
            kind: 'move-parameter',
            from: id,
            to: middles.get(id)!.id,
            parameter: 'stride',
          }),
        },
      },
    );
  },
};

/** The 1×1 convolutions of a block that have a stride, each with the larger one that should have it. */
function misplaced({ convolutions: [first, middle, last] }: ResidualBlock): {
  readonly pointwise: TypedNode;
  readonly middle: TypedNode;
}[] {
  return [first!, last!].filter(isStrided).map(pointwise => ({ pointwise, middle: middle! }));
}

const repeats = ({ length }: readonly TypedNode[]): string =>
  length === 1 ? '' : ` (${counted(length, 'block')})`;
