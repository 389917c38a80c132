import ELK from 'elkjs/lib/elk.bundled.js';
import type { Model } from '../../src/core/analyze.js';
import { Arranger } from '../../webview/diagram/arrange.js';
import { fromElk, toElk } from '../../webview/diagram/elk.js';
import { Expansion } from '../../webview/diagram/expansion.js';
import { buildHierarchy, type Hierarchy } from '../../webview/diagram/hierarchy.js';
import { type Engine, Layouter } from '../../webview/diagram/layout.js';
import { dagre, plainElk } from './layout-rivals.js';
import { deepResNet, explicitDenseNet, modelOf, zooModel } from './networks.js';
import { ms, printTable, repeated, timed, zooText } from './report.js';

/** Rivals take minutes, or overflow, where edges pass by more layers than this, all edges together. */
const mostPassed = { elk: 5_000, dagre: 50_000 } as const;

/** Layers that the edges of a network pass by, all together. */
function passed({ graph }: Model): number {
  const position = new Map(graph.nodes.map(({ id }, i) => [id, i]));
  return graph.nodes.reduce(
    (sum, { inputs }, i) => inputs.reduce((part, input) => part + i - position.get(input)!, sum),
    0,
  );
}

/** The layout of a whole network, every layer to be seen, beside dagre as Netron sets it and plain ELK. */
export async function benchLayout(): Promise<void> {
  await compare();
  scale();
  edit();
  await askElk();
}

const everyLayer = (hierarchy: Hierarchy, layouter: Layouter): void => {
  const expansion = new Expansion(hierarchy, 'layers', {});
  layouter.layout(new Arranger(hierarchy).open(hierarchy.root, expansion));
};

/** All that lies between a model and its picture. */
const picture = (model: Model, layouter = new Layouter()): void =>
  everyLayer(buildHierarchy(model), layouter);

async function compare(): Promise<void> {
  const networks: (readonly [string, Model])[] = [
    ['ResNet-18', zooModel('resnet18')],
    ['ResNet-50', zooModel('resnet50-v1.5')],
    ['ResNet-152', zooModel('resnet152-v1.5')],
    ['CIFAR ResNet-1202', zooModel('cifar-resnet1202-B')],
    ['DenseNet-121, all edges', explicitDenseNet('DenseNet-121', [6, 12, 24, 16])],
    ['DenseNet-201, all edges', explicitDenseNet('DenseNet-201', [6, 12, 48, 32])],
  ];
  const rows: string[][] = [];
  for (const [name, model] of networks) {
    const hierarchy = buildHierarchy(model);
    const edges = model.graph.nodes.reduce((count, node) => count + node.inputs.length, 0);
    const cold = timed(() => picture(model));
    const warm = repeated(15, () => picture(model));
    const again = new Layouter();
    const known = repeated(15, () => everyLayer(hierarchy, again));
    const netron = passed(model) > mostPassed.dagre ? undefined : timed(() => dagre(hierarchy));
    const elk = passed(model) > mostPassed.elk ? undefined : await lasting(() => plainElk(hierarchy));
    rows.push([
      name,
      String(model.graph.nodes.length),
      String(edges),
      ...[cold, warm, known].map(ms),
      netron === undefined ? '–' : ms(netron),
      netron === undefined ? '–' : `${(netron / cold).toFixed(0)}×`,
      elk === undefined ? '–' : ms(elk),
    ]);
  }
  const head = ['network', 'layers', 'edges', 'cold ms', 'warm', 'known', 'dagre', 'faster', 'plain ELK'];
  printTable('Model → layout (goals: ResNet-1202 at most 60 ms, DenseNet-201 at most 100 ms)', head, rows);
}

function scale(): void {
  const rows = [200, 500, 1000, 1430].map(blocks => {
    const model = deepResNet(blocks);
    const layers = model.graph.nodes.length;
    const time = repeated(5, () => picture(model));
    return [String(layers), ms(time), ((time / layers) * 1000).toFixed(1)];
  });
  printTable('Growth (goal: linear)', ['layers', 'ms', 'µs a layer'], rows);
}

/** A layer more in one place of ResNet-1202: everything between the new model and its layout. */
function edit(): void {
  const text = zooText('cifar-resnet1202-B');
  const versions = [text, text.replace('  - globalAveragePool', '  - dropout\n  - globalAveragePool')].map(
    modelOf,
  );
  const hierarchies = versions.map(version => buildHierarchy(version));
  const layouter = new Layouter();
  let turn = 0;
  const whole = repeated(15, () => picture(versions[turn++ % 2]!, layouter));
  const laidOut = repeated(15, () => everyLayer(hierarchies[turn++ % 2]!, layouter));
  const head = ['an edit of ResNet-1202', 'ms'];
  printTable('Edit (goal: laid out anew in at most 15 ms)', head, [
    ['model → layout', ms(whole)],
    ['layout alone', ms(laidOut)],
  ]);
}

/** What ELK adds where side ways divide and meet: its load, then its answer. */
async function askElk(): Promise<void> {
  const model = modelOf(tangle);
  const hierarchy = buildHierarchy(model);
  const elk = new ELK();
  const load = await lasting(() => elk.layout({ id: 'root', children: [] }));
  const engine: Engine = async piece => {
    const graph = toElk(piece);
    return graph && fromElk(piece, await elk.layout(graph));
  };
  const answer = async (): Promise<number> => {
    const layouter = new Layouter();
    everyLayer(hierarchy, layouter);
    return lasting(() => layouter.refine(engine));
  };
  const cold = await answer();
  for (let i = 0; i < 20; i++) await answer();
  printTable(
    'ELK’s own answer for one tangled piece (goal: at most 40 ms once loaded)',
    ['step', 'ms'],
    [
      ['load', ms(load)],
      ['first answer', ms(cold)],
      ['later answers', ms(await answer())],
    ],
  );
}

const tangle = `input: [32, 32, 16]
layers:
  - conv: {filters: 16, kernel: 3, id: a}
  - conv: {filters: 16, kernel: 3, id: b}
  - conv: {filters: 16, kernel: 3, id: c, from: a}
  - add: {from: [b, c], id: d}
  - conv: {filters: 16, kernel: 3, id: e}
  - conv: {filters: 16, kernel: 3, id: f, from: c}
  - relu: {id: g}
  - add: {from: [e, f, g], id: h}
  - add: {from: [h, b], id: i}
  - relu
`;

async function lasting(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
