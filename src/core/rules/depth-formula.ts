import { finding } from '../finding.js';
import type { Block, TypedGraph, TypedNode } from '../graph.js';
import type { Place } from '../source.js';
import { blocksOf, isBottleneck, type ResidualBlock } from './blocks.js';
import type { Checked, Rule } from './rule.js';

export const depthFormula: Rule = {
  code: 'depth-formula',
  title: 'Three stages of different numbers of blocks in a network for small images',
  severity: 'hint',
  why:
    'The networks for CIFAR have three stages of n blocks each: 6n + 2 layers with basic blocks (20, 32, 44, 56, 110), 9n + 2 with bottlenecks ' +
    '(29, 56, 110, 164). With other numbers there is no published figure to compare with.',
  paper:
    'He et al. 2015, “Deep Residual Learning”, section 4.2, and He et al. 2016, “Identity Mappings in Deep Residual Networks”, section 5',
  line: 18,
  bad: `input: [32, 32, 3]
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
  - conv: {filters: 16, kernel: 3, bias: false}
  - batchNorm
  - relu
  - stage: {block: basic, repeat: 3, filters: 16}
  - stage: {block: basic, repeat: 3, filters: 32, stride: 2}
  - stage: {block: basic, repeat: 2, filters: 64, stride: 2}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [32, 32, 3]
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
  - conv: {filters: 16, kernel: 3, bias: false}
  - batchNorm
  - relu
  - stage: {block: basic, repeat: 3, filters: 16}
  - stage: {block: basic, repeat: 3, filters: 32, stride: 2}
  - stage: {block: basic, repeat: 3, filters: 64, stride: 2}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    if (!isForSmallImages(checked)) return;
    const blocks = blocksOf(checked);
    const step = stepOf(blocks);
    const stages = stagesOf(blocks);
    const counts = stages.map(({ length }) => length);
    if (step === undefined || stages.length !== 3 || new Set(counts).size === 1) return;
    const n = Math.max(...counts);
    const odd = stages.findLast(({ length }) => counts.filter(count => count === length).length === 1)!;
    const { merge } = odd[0]!;
    if (merge.at.file !== undefined) return;
    const depth = (step / 3) * blocks.length + 2;
    const message =
      `the stages have ${counts[0]}, ${counts[1]} and ${counts[2]} blocks, ${depth} layers: ` +
      `with ${n} in each there are ${step}n + 2 = ${step * n + 2}`;
    yield finding('depth-formula', 'hint', message, stageAt(merge.block, checked.graph) ?? merge.at, {
      nodes: odd.map(block => block.merge.id),
    });
  },
};

const largestImage = 64;
const fewestBlocks = 6;

const isForSmallImages = ({ graph }: Checked): boolean => {
  const [image, ...others] = graph.nodes.filter(({ layer }) => layer === 'input');
  const sizes = image?.output ?? [];
  return (
    others.length === 0 && sizes.length === 3 && sizes.every(size => size !== null && size <= largestImage)
  );
};

/** How many layers more n is worth: 3 stages of one block of 2 or 3 convolutions each; undefined for other blocks. */
function stepOf(blocks: readonly ResidualBlock[]): number | undefined {
  const isDense = ({ layer, parameters }: TypedNode): boolean => layer === 'conv' && parameters.groups === 1;
  if (blocks.length < fewestBlocks || !blocks.every(b => b.convolutions.every(isDense))) return undefined;
  if (blocks.every(isBottleneck)) return 9;
  return blocks.every(({ convolutions }) => convolutions.length === 2) ? 6 : undefined;
}

/** Blocks in a row whose maps have the same size. */
function stagesOf(blocks: readonly ResidualBlock[]): ResidualBlock[][] {
  const stages: ResidualBlock[][] = [];
  let before: string | undefined;
  for (const block of blocks) {
    const size = block.output?.spatial.join('×') ?? '';
    if (size !== before) stages.push([]);
    stages.at(-1)!.push(block);
    before = size;
  }
  return stages;
}

/** Where a stage is written, where the file has a word for it. */
function stageAt(id: string, { blocks }: TypedGraph): Place | undefined {
  const byId = new Map(blocks.map(block => [block.id, block]));
  let block: Block | undefined = byId.get(id);
  while (block && block.kind !== 'stage') block = block.parent === null ? undefined : byId.get(block.parent);
  return block?.at;
}
