import { type ReceptiveField, receptiveFields } from '../analyses/receptive-field.js';
import { finding } from '../finding.js';
import { nodeName, type TypedNode } from '../graph.js';
import { counted } from './gather.js';
import { isConvolution, isPointwise, mapOf } from './kinds.js';
import type { Checked, Rule } from './rule.js';
import { wiringOf } from './wiring.js';

export const unproductiveLayer: Rule = {
  code: 'unproductive-layer',
  title: 'Layers that already see the whole image on the shortest way',
  severity: 'hint',
  why:
    'A convolution puts together what lies side by side. Where even the shortest way to it has seen the whole image, nothing new is left ' +
    'to put together: trained networks do not get better from there on, and such layers can go, or the image be larger. A shortcut keeps ' +
    'the shortest way short, which is why residual networks of the same depth are not concerned.',
  paper: 'Richter et al. 2021, “Should You Go Deeper?”',
  line: 10,
  bad: `input: [32, 32, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu, init: heNormal}
  - maxPool: {kernel: 2}
  - conv: {filters: 32, kernel: 3, activation: relu, init: heNormal}
  - maxPool: {kernel: 2}
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - maxPool: {kernel: 2}
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  good: `input: [48, 48, 3]
layers:
  - conv: {filters: 16, kernel: 3, activation: relu, init: heNormal}
  - maxPool: {kernel: 2}
  - conv: {filters: 32, kernel: 3, activation: relu, init: heNormal}
  - maxPool: {kernel: 2}
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - maxPool: {kernel: 2}
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - conv: {filters: 64, kernel: 3, activation: relu, init: heNormal}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`,
  *check(checked) {
    const image = imageOf(checked);
    if (!image) return;
    const wiring = wiringOf(checked);
    const fields: ReadonlyMap<string, ReceptiveField>[] = [];
    let late = checked.graph.nodes.filter(isWindow);
    for (const [axis, size] of image.entries()) {
      if (late.length === 0) return;
      const field = receptiveFields(checked.graph, axis);
      fields.push(field);
      late = late.filter(({ inputs: [before = ''] }) => seesAll(field.get(before), size));
    }
    const [first] = late;
    if (!first) return;
    const before = wiring.before(first);
    const seen = fields.map(field => field.get(before?.id ?? '')?.min ?? 0).join('×');
    const more = late.length > 1 ? `, and ${counted(late.length - 1, 'layer')} after it` : '';
    const message = `\`${nodeName(first)}\`${more} cannot see more: even the shortest way to it has seen ${seen} of the image’s ${image.join('×')} pixels`;
    yield finding('unproductive-layer', 'hint', message, first.at, { nodes: late.map(({ id }) => id) });
  },
};

/** Height and width of the network's only image. */
function imageOf({ graph }: Checked): readonly number[] | undefined {
  const [image, ...others] = graph.nodes.filter(({ layer }) => layer === 'input');
  const map = image && others.length === 0 ? mapOf(image.output, graph.nodes) : undefined;
  return map?.spatial.every(size => size !== null) ? (map.spatial as readonly number[]) : undefined;
}

const isWindow = (node: TypedNode): boolean => isConvolution(node) && !isPointwise(node);

const seesAll = (field: ReceptiveField | undefined, size: number): boolean =>
  field !== undefined && field.min >= size;
