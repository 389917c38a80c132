import { type Finding, finding } from '../finding.js';
import { formatShape, nodeName, type TypedNode } from '../graph.js';
import { blocksOf, isBottleneck } from './blocks.js';
import { isActivation, isNorm, isPassive, isStrided, numbersOf } from './kinds.js';
import type { Rule } from './rule.js';
import { type Wiring, wiringOf } from './wiring.js';

export const skippedInput: Rule = {
  code: 'skipped-input',
  title: 'A strided 1×1 convolution that skips most of its input',
  severity: 'warning',
  why:
    'With stride 2 a 1×1 convolution looks at one pixel in four. Where nothing else takes its input, three quarters of what the layer ' +
    'before has computed are thrown away. A projection beside a branch that sees all of it is not meant, and a bottleneck has a page of its own.',
  paper: 'He T. et al. 2019, “Bag of Tricks for Image Classification”, section 4.1',
  line: 5,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3}
  - relu
  - conv: {filters: 32, kernel: 1, stride: 2}
  - relu
`,
  good: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3}
  - relu
  - conv: {filters: 32, kernel: 3, stride: 2}
  - relu
`,
  *check(checked) {
    const wiring = wiringOf(checked);
    const bottlenecks = blocksOf(checked).filter(isBottleneck);
    const spokenOf = new Set(bottlenecks.flatMap(({ convolutions }) => convolutions.map(({ id }) => id)));
    const outputs = new Set(checked.graph.outputs);
    for (const node of checked.graph.nodes) {
      const source = skips(node) ? wiring.back(wiring.before(node), isPointByPoint) : undefined;
      if (!source || source.layer === 'input') continue;
      const takers = takersOf(source, wiring, outputs);
      if (takers.every(taker => skips(taker) && !spokenOf.has(taker.id))) yield skipped(node, source);
    }
  },
};

/** Layers that make each pixel from the same one of their input. */
const isPointByPoint = (node: TypedNode): boolean => isNorm(node) || isActivation(node) || isPassive(node);

/** Who uses the pixels that a layer gives, behind layers that pass on each of them; the layer itself where it is an output. */
function takersOf(node: TypedNode, wiring: Wiring, outputs: ReadonlySet<string>): TypedNode[] {
  const takers: TypedNode[] = [];
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (outputs.has(next.id)) takers.push(next);
    for (const consumer of wiring.consumers(next)) (isPointByPoint(consumer) ? open : takers).push(consumer);
  }
  return takers;
}

/** Whether a 1×1 convolution steps over pixels. */
const skips = (node: TypedNode): boolean =>
  (node.layer === 'conv' || node.layer === 'depthwiseConv') &&
  numbersOf(node, 'kernel').every(size => size === 1) &&
  isStrided(node);

/** The share of the pixels that a 1×1 convolution looks at. */
const shareSeen = (node: TypedNode): number =>
  numbersOf(node, 'stride').reduce((share, step) => share / step, 1);

const shares = new Map([
  [0.5, 'half'],
  [0.25, 'a quarter'],
]);

const skipped = (node: TypedNode, source: TypedNode): Finding => {
  const share = shareSeen(node);
  const seen = shares.get(share) ?? `${Math.round(share * 100)} %`;
  return finding(
    'skipped-input',
    'warning',
    `\`${nodeName(node)}\` looks at ${seen} of its ${formatShape(source.output)} input; nothing takes the rest`,
    node.at,
    {
      nodes: [node.id],
      related: [{ message: `\`${nodeName(source)}\` computes it`, at: source.at }],
    },
  );
};
