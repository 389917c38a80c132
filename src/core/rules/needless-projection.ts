import { formatShape, shapesAgree, type TypedNode } from '../graph.js';
import { blocksOf, type ResidualBlock } from './blocks.js';
import { counted, gathered } from './gather.js';
import { isConvolution, isPointwise, isStrided } from './kinds.js';
import type { Rule } from './rule.js';

export const needlessProjection: Rule = {
  code: 'needless-projection',
  title: 'A projection where the shortcut could be the identity',
  severity: 'hint',
  why:
    'A 1×1 convolution on the shortcut is needed where dimensions change. Elsewhere it brings little in shallow networks and harms deep ones: ' +
    'ResNet-110 with projections everywhere has 12.22 % errors on CIFAR-10 instead of 6.61 %, as the signal is multiplied at every block.',
  paper:
    'He et al. 2015, “Deep Residual Learning”, table 3 (option C), and He et al. 2016, “Identity Mappings in Deep Residual Networks”, table 1',
  line: 9,
  bad: `input: [32, 32, 16]
blocks:
  basic:
    residual:
      - conv: {filters: 16, kernel: 3, bias: false}
      - batchNorm
      - relu
      - conv: {filters: 16, kernel: 3, bias: false}
    shortcut: project-always
    after: [batchNorm, relu]
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
    shortcut: projection
    after: [batchNorm, relu]
layers:
  - stage: {block: basic, repeat: 3}
`,
  *check(checked) {
    const needless = blocksOf(checked).filter(isNeedless);
    const merges = new Map(needless.map(block => [projectionOf(block)!.id, block.merge]));
    yield* gathered(
      needless.map(block => projectionOf(block)!),
      {
        code: 'needless-projection',
        severity: 'hint',
        message: nodes =>
          `${counted(nodes.length, 'projection')} ${nodes.length === 1 ? 'keeps' : 'keep'} the dimensions, here ${formatShape(nodes[0]!.output)}: the identity would do`,
        fix: {
          title: () => 'Project only where shapes differ (`projection`)',
          change: ({ id }) => ({ kind: 'set-shortcut', merge: merges.get(id)!.id, policy: 'projection' }),
        },
      },
    );
  },
};

const projectionOf = ({ shortcut }: ResidualBlock): TypedNode | undefined => shortcut.find(isConvolution);

/** One 1×1 convolution that gives what it takes: dimensions that are not known may change. */
function isNeedless({ unit, split, merge, shortcut }: ResidualBlock): boolean {
  const [projection, ...others] = shortcut.filter(isConvolution);
  if (unit.kind !== 'projection' || !projection || others.length > 0) return false;
  if (!isPointwise(projection) || isStrided(projection)) return false;
  const [from, to] = [split.output, merge.output];
  return from !== null && to !== null && ![...from, ...to].includes(null) && shapesAgree(from, to);
}
