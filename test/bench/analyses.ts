import { analyses, runAnalysis } from '../../src/core/analyses/index.js';
import { diffNetworks } from '../../src/core/diff/diff.js';
import { structuralHash } from '../../src/core/structure/hashes.js';
import { deepResNet, modelOf, zooModel } from './networks.js';
import { ms, printTable, repeated, zooText } from './report.js';

/** Every analysis over a network whose shapes are known. */
export function benchAnalyses(): void {
  const networks = [
    ['resnet152-v1.5', zooModel('resnet152-v1.5')],
    ['cifar-resnet1202-B', zooModel('cifar-resnet1202-B')],
    // Deeper than anybody trains, to see how the time grows.
    ['cifar-resnet2402-B', deepResNet(400)],
  ] as const;
  const rows = networks.map(([id, model]) => {
    const each = analyses.map(analysis => repeated(20, () => runAnalysis(analysis, model)));
    return [
      id,
      String(model.graph.nodes.length),
      ...each.map(ms),
      ms(each.reduce((sum, time) => sum + time, 0)),
    ];
  });
  const head = ['network', 'layers', ...analyses.map(({ id }) => id), 'all ms'];
  printTable('Analyses (goal: at most 30 ms for ResNet-152, 200 ms for ResNet-1202)', head, rows);
  benchDiff();
}

/** The structural hash, and a comparison in which every convolution has changed, so that little is found at once. */
function benchDiff(): void {
  const rows = ['resnet152-v1.5', 'cifar-resnet1202-B'].map(id => {
    const model = zooModel(id);
    const wide = modelOf(zooText(id).replaceAll(/(filters|width): (\d+)/g, '$1: 3$2'));
    return [
      id,
      String(model.graph.nodes.length),
      ms(repeated(10, () => structuralHash(model.graph))),
      ms(repeated(5, () => diffNetworks(model, model))),
      ms(repeated(5, () => diffNetworks(model, wide))),
    ];
  });
  printTable(
    'Structure',
    ['network', 'layers', 'hash ms', 'diff with itself ms', 'with a wider one ms'],
    rows,
  );
}
