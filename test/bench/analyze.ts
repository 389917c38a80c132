import * as tf from '@tensorflow/tfjs';
import { analyze, type Model } from '../../src/core/analyze.js';
import { tfjsJson } from '../../src/core/exporters/keras-json.js';
import { ms, printTable, repeated, zooText } from './report.js';

const deepest = zooText('cifar-resnet1202-B');
const networks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['resnet18', 'resnet152-v1.5', 'cifar-resnet110-B'].map(id => [id, zooText(id)])),
  'cifar-resnet1202-B': deepest,
  // Deeper than anybody trains, to see how the time grows.
  'cifar-resnet2402-B': deepest.replaceAll('repeat: 200', 'repeat: 400'),
  'cifar-resnet4802-B': deepest.replaceAll('repeat: 200', 'repeat: 800'),
};

/** An edit → its findings, beside TensorFlow.js's build of the same model, which finds a wrong shape by throwing. */
export async function benchAnalyze(): Promise<void> {
  await tf.setBackend('cpu');
  const rows: string[][] = [];
  for (const [id, text] of Object.entries(networks)) {
    let edit = 0;
    // Another comment each time, so that nothing can be remembered from the text before.
    const check = (): Model => analyze({ uri: 'bench.resnet.yaml', text: `${text}# ${edit++}\n` })!;
    const model = check();
    const layers = model.graph.nodes.length;
    const own = repeated(layers > 2000 ? 15 : 60, check);
    // Of deeper ones only the growth is asked.
    const rival = layers > 5_000 ? undefined : await build(model);
    rows.push([
      id,
      String(layers),
      ms(own),
      ((own / layers) * 1000).toFixed(1),
      rival === undefined ? '–' : ms(rival),
      rival === undefined ? '–' : `${(rival / own).toFixed(0)}×`,
    ]);
  }
  const head = ['network', 'layers', 'edit → findings ms', 'µs a layer', 'TensorFlow.js build ms', 'faster'];
  printTable('Checking (goal: at most 5 ms for ResNet-152, growth linear in layers)', head, rows);
}

/** TensorFlow.js's own way from the same description to a checked model; weights are made too, as it offers no other way. */
async function build(model: Model): Promise<number> {
  const exported = tfjsJson.export(model.graph);
  if (!('text' in exported)) return Number.NaN;
  const topology = JSON.parse(exported.text);
  const start = performance.now();
  const built = await tf.models.modelFromJSON(topology.modelTopology ?? topology);
  const time = performance.now() - start;
  built.dispose();
  return time;
}
