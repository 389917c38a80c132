import type { TypedNode } from '../graph.js';
import { counted, gathered } from './gather.js';
import { isConvolution, isNorm, isRectifier } from './kinds.js';
import type { Checked, Rule } from './rule.js';
import { wiringOf } from './wiring.js';

/** He et al.'s network that does not learn from Xavier's start has 30 layers. */
const fewestLayers = 30;

export const heInitialisation: Rule = {
  code: 'he-initialisation',
  title: 'Many layers with ReLU, without norm, that start as Glorot and Bengio have it',
  severity: 'hint',
  why:
    'A ReLU halves the variance, and `glorotUniform` does not make up for it: after 30 layers the variance of the signal is 2³⁰ times smaller, and the ' +
    'network does not start to learn. `heNormal` keeps the variance; batch norm makes the start nearly irrelevant.',
  paper: 'He et al. 2015, “Delving Deep into Rectifiers”, section 2.2 and figure 3',
  line: 4,
  bad: `input: [80, 80, 3]
layers:
  - conv: {filters: 64, kernel: 3, id: early}
  - repeat: {times: 32, layers: [{conv: {filters: 64, kernel: 3, activation: relu}}]}
  - add: {with: early}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [80, 80, 3]
layers:
  - conv: {filters: 64, kernel: 3, id: early}
  - repeat: {times: 32, layers: [{conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}}]}
  - add: {with: early}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    if (checked.graph.nodes.some(isNorm)) return;
    const layers = glorotLayers(checked);
    if (layers.length < fewestLayers) return;
    yield* gathered(layers, {
      code: 'he-initialisation',
      severity: 'hint',
      message: nodes =>
        `${counted(nodes.length, 'layer')} with ReLU and without norm start as \`${nodes[0]!.parameters.init}\`: \`heNormal\` keeps the signal from fading`,
      fix: {
        title: () => 'Start the layers before a ReLU with `heNormal`',
        change: ({ id }) => ({ kind: 'set-parameter', node: id, parameter: 'init', value: 'heNormal' }),
      },
    });
  },
};

/** What a ReLU follows. PyTorch starts in a way of its own, which its layers do not say. */
function glorotLayers(checked: Checked): TypedNode[] {
  const wiring = wiringOf(checked);
  return checked.graph.nodes.filter(node => {
    const { init, expects } = node.parameters;
    if (!isConvolution(node) && node.layer !== 'dense') return false;
    if (expects !== undefined || typeof init !== 'string' || !init.startsWith('glorot')) return false;
    const next = wiring.next(node);
    return (
      isRectifier(node) ||
      (next !== undefined && isRectifier(next) && node.parameters.activation === undefined)
    );
  });
}
