import { finding } from '../finding.js';
import { nodeName, type TypedNode } from '../graph.js';
import { isDepthwise } from './kinds.js';
import type { Checked, Rule } from './rule.js';

/** The deepest plain networks that gain from their depth have about this many layers with weights: VGG-19. */
const mostLayers = 20;

export const deepPlainNetwork: Rule = {
  code: 'deep-plain-network',
  title: 'More than 20 layers in a row without a shortcut',
  severity: 'information',
  why:
    'Degradation: beyond about 20 layers a plain network becomes worse with depth, in training as well. A plain network of 34 layers has ' +
    '28.54 % errors on ImageNet (top-1) where one of 18 has 27.94 %; with shortcuts the one of 34 has 25.03 %. Shortcuts around every two ' +
    'or three convolutions let the deeper one learn. Depthwise convolutions do not count.',
  paper: 'He et al. 2015, “Deep Residual Learning”, table 2 and figure 4',
  line: 5,
  bad: `input: [64, 64, 3]
layers:
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - repeat: {times: 24, layers: [
      {conv: {filters: 64, kernel: 3, bias: false, init: heNormal}}, batchNorm, relu]}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [64, 64, 3]
blocks:
  basic:
    residual:
      - conv: {filters: 64, kernel: 3, bias: false, init: heNormal}
      - batchNorm
      - relu
      - conv: {filters: 64, kernel: 3, bias: false, init: heNormal}
    shortcut: identity
    after: [batchNorm, relu]
layers:
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - stage: {block: basic, repeat: 12}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    if (!isPlain(checked)) return;
    const { depth, at: node } = depthOf(checked.graph.nodes);
    if (depth <= mostLayers || !node) return;
    const message = `a plain network of ${depth} layers: beyond about ${mostLayers}, as from \`${nodeName(node)}\` on, deeper ones are worse without shortcuts`;
    yield finding('deep-plain-network', 'information', message, node.at, { nodes: [node.id] });
  },
};

/** Whether no tensor is merged with another one, by whatever layer or function, and all layers are known. */
const isPlain = ({ graph }: Checked): boolean =>
  graph.nodes.every(({ layer, inputs }) => inputs.length <= 1 && layer !== 'unknown');

const counts = new Set(['conv', 'transposedConv', 'separableConv', 'dense']);

/** The layers with weights on the longest way, and the first that is too deep. */
function depthOf(nodes: readonly TypedNode[]): {
  readonly depth: number;
  readonly at: TypedNode | undefined;
} {
  const depths = new Map<string, number>();
  let at: TypedNode | undefined;
  let deepest = 0;
  for (const node of nodes) {
    const depth =
      (depths.get(node.inputs[0] ?? '') ?? 0) + Number(counts.has(node.layer) && !isDepthwise(node));
    depths.set(node.id, depth);
    if (depth > mostLayers) at ??= node;
    deepest = Math.max(deepest, depth);
  }
  return { depth: deepest, at };
}
