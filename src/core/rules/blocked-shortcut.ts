import { type Finding, finding } from '../finding.js';
import { nodeName, type TypedNode } from '../graph.js';
import { layers } from '../layers/index.js';
import { blocksOf, isPreactivated, type ResidualBlock } from './blocks.js';
import { isActivation, isNorm, isPassive, withoutActivation } from './kinds.js';
import type { Rule } from './rule.js';
import { type Wiring, wiringOf } from './wiring.js';

export const blockedShortcut: Rule = {
  code: 'blocked-shortcut',
  title: 'A layer on the shortcut path of a pre-activation network',
  severity: 'warning',
  why:
    'In v2 the sum passes from block to block untouched, so that signal and gradient reach every layer directly. Whatever stands on ' +
    'that path multiplies once for each block: batch norm after the addition gives 8.17 % errors instead of 6.61 % (ResNet-110, ' +
    'CIFAR-10), and dropout on the shortcut keeps the network from learning at all.',
  paper: 'He et al. 2016, “Identity Mappings in Deep Residual Networks”, section 3 and tables 1 and 2',
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
    after: [relu]
layers:
  - stage: {block: v2, repeat: 3}
  - batchNorm
  - globalAveragePool
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
layers:
  - stage: {block: v2, repeat: 3}
  - batchNorm
  - relu
  - globalAveragePool
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const blocks = blocksOf(checked).filter(isPreactivated);
    const starts = new Map(blocks.map(block => [block.split.id, block]));
    for (const block of blocks) {
      const between = afterAddition(block, starts, wiring);
      for (const node of [...onShortcut(block), ...between]) yield blocked(node, block);
    }
  },
};

/** Whatever an identity shortcut has on it; a projection has its reasons, and perhaps a norm. */
const onShortcut = ({ unit, shortcut }: ResidualBlock): TypedNode[] =>
  unit.kind === 'projection' ? [] : shortcut.filter(isInTheWay);

/** The layers between an addition and the next block, which the next shortcut cannot pass by. */
function afterAddition(
  { merge }: ResidualBlock,
  starts: ReadonlyMap<string, ResidualBlock>,
  wiring: Wiring,
): TypedNode[] {
  const between: TypedNode[] = [];
  for (
    let node = wiring.next(merge);
    node && (isInTheWay(node) || isPassive(node));
    node = wiring.next(node)
  ) {
    between.push(node);
    if (starts.has(node.id)) return between.filter(isInTheWay);
  }
  return [];
}

/** Stochastic depth and noise-free identities leave the path as it is. */
const isInTheWay = (node: TypedNode): boolean =>
  isNorm(node) ||
  isActivation(node) ||
  (layers[node.layer].category === 'regularisation' && node.layer !== 'dropPath');

const blocked = (node: TypedNode, { merge }: ResidualBlock): Finding =>
  finding(
    'blocked-shortcut',
    'warning',
    `\`${nodeName(node)}\` stands on the shortcut path: in a pre-activation network nothing should`,
    node.at,
    {
      nodes: [node.id],
      related: [{ message: 'the addition of this block', at: merge.at }],
      proposals: [
        {
          title: `Remove \`${nodeName(node)}\` from the shortcut path`,
          change: isActivation(node) ? withoutActivation(node) : { kind: 'remove', node: node.id },
        },
      ],
    },
  );
