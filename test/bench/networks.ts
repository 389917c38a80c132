import { analyze, type Model } from '../../src/core/analyze.js';
import { zooText } from './report.js';

export const modelOf = (text: string): Model => analyze({ uri: 'bench.resnet.yaml', text })!;

export const zooModel = (id: string): Model => modelOf(zooText(id));

/** A DenseNet (Huang et al. 2016) in which every layer is given all that came before it by an edge of its own. */
export function explicitDenseNet(name: string, repeats: readonly number[]): Model {
  const lines = [...head(name), ...repeats.flatMap(stage)];
  return modelOf([...lines, '  - globalAveragePool', '  - dense: {units: 1000}', ''].join('\n'));
}

const head = (name: string): string[] => [
  `name: ${name}`,
  'input: [224, 224, 3]',
  'blocks:',
  '  layer:',
  '    layers:',
  '      - {batchNorm: {}}',
  '      - {relu: {}}',
  '      - conv: {filters: 128, kernel: 1}',
  '      - {batchNorm: {}}',
  '      - {relu: {}}',
  '      - conv: {filters: 32, kernel: 3}',
  'layers:',
  '  - conv: {filters: 64, kernel: 7, stride: 2}',
];

function stage(count: number, number: number): string[] {
  const lines = [`  - maxPool: {kernel: 3, stride: 2, id: s${number}x0}`];
  for (let i = 1; i <= count; i++) {
    lines.push(`  - layer: {id: s${number}x${i}}`);
    const before = Array.from({ length: i + 1 }, (_, k) => `s${number}x${k}`);
    lines.push(`  - concat: {from: [${before.join(', ')}]}`);
  }
  return [...lines, '  - conv: {filters: 128, kernel: 1}'];
}

/** A residual network of so many blocks of seven layers in each of three stages. */
export const deepResNet = (blocks: number): Model =>
  modelOf(zooText('cifar-resnet1202-B').replaceAll('repeat: 200', `repeat: ${blocks}`));
