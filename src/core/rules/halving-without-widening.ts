import { formatShape, type Size } from '../graph.js';
import type { FeatureMap } from '../layers/spatial.js';
import { blocksOf, type ResidualBlock } from './blocks.js';
import { gathered } from './gather.js';
import type { Rule } from './rule.js';

export const halvingWithoutWidening: Rule = {
  code: 'halving-without-widening',
  title: 'A block that halves the size and does not widen',
  severity: 'hint',
  why:
    'Half the height and width is a quarter of the values; twice the filters keep the cost of each layer, and half of the values. ' +
    'Without them the network becomes narrow where its features should become rich.',
  paper: 'He et al. 2015, “Deep Residual Learning”, section 3.3, rule (ii)',
  line: 10,
  bad: `input: [32, 32, 16]
blocks:
  basic:
    parameters: {filters: 16, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 3, bias: false}
    shortcut: pad
    after: [batchNorm, relu]
layers:
  - stage: {block: basic, repeat: 3}
  - stage: {block: basic, repeat: 3, stride: 2}
`,
  good: `input: [32, 32, 16]
blocks:
  basic:
    parameters: {filters: 16, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride, bias: false}
      - batchNorm
      - relu
      - conv: {filters: $filters, kernel: 3, bias: false}
    shortcut: pad
    after: [batchNorm, relu]
layers:
  - stage: {block: basic, repeat: 3}
  - stage: {block: basic, repeat: 3, filters: 32, stride: 2}
`,
  *check(checked) {
    const narrow = blocksOf(checked).filter((block, i, all) => isNarrow(block, all[i + 1]));
    const blocks = new Map(narrow.map(block => [block.merge.id, block]));
    yield* gathered(
      narrow.map(({ merge }) => merge),
      {
        code: 'halving-without-widening',
        severity: 'hint',
        message: ([first, ...others]) => {
          const { split, merge, input } = blocks.get(first!.id)!;
          const more = others.length === 0 ? '' : `, as ${others.length} more do`;
          return `the block makes ${formatShape(merge.output)} of ${formatShape(split.output)}${more}: with ${input!.channels! * 2} filters the cost of a layer would stay`;
        },
      },
    );
  },
};

/** From a size to its half or less in every direction with the same channels, unless the next block widens at once. */
function isNarrow({ input, output }: ResidualBlock, next: ResidualBlock | undefined): boolean {
  if (!input || !output || input.channels === null || input.channels !== output.channels) return false;
  const then = next?.output?.channels ?? null;
  return isHalved(input, output) && (then === null || then <= input.channels);
}

const isHalved = (input: FeatureMap, output: FeatureMap): boolean =>
  input.spatial.every((size, axis) => isHalf(size, output.spatial[axis] ?? null));

const isHalf = (from: Size, to: Size): boolean =>
  from !== null && to !== null && from > 1 && to <= Math.ceil(from / 2);
