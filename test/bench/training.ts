import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../src/core/analyze.js';
import { tfjsJson } from '../../src/core/exporters/keras-json.js';
import type { TypedGraph } from '../../src/core/graph.js';
import { useWasmBackend } from '../../webview/training/backends/wasm.js';
import { Experiment } from '../../webview/training/experiment.js';
import { median, ms, printTable, zooText } from './report.js';

const binary = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
const networks = [
  { id: 'source-resnet_v1', batch: 32 },
  { id: 'cifar-resnet20-B', batch: 32 },
];

/** One training step of the smoke test, beside `trainOnBatch` of the same model on TensorFlow.js's `cpu` backend. */
export async function benchTraining(): Promise<void> {
  const rows: string[][] = [];
  for (const { id, batch } of networks) {
    const { graph } = analyze({ uri: 'bench.resnet.yaml', text: zooText(id) })!;
    const own = await ownStep(graph, batch);
    const rival = await stockStep(graph, batch);
    rows.push([id, String(batch), ms(own), ms(rival), `${(rival / own).toFixed(0)}×`]);
  }
  printTable('Training (goal: at least 100 times as fast as the stock cpu backend)', head, rows);
}

const head = ['network', 'batch', 'step ms', 'cpu backend ms', 'faster'];

async function ownStep(graph: TypedGraph, size: number): Promise<number> {
  await useWasmBackend({ 'tfjs-backend-wasm-simd.wasm': readFileSync(binary) });
  const experiment = new Experiment(graph, 1, 1e-3);
  const times: number[] = [];
  for (let i = 0; i < 6; i++)
    times.push(await experiment.feed.lend(size, batch => lasting(() => experiment.step(batch))));
  experiment.dispose();
  return median(times.slice(1));
}

/** One step alone: it takes so long that a warm-up changes nothing. */
async function stockStep(graph: TypedGraph, size: number): Promise<number> {
  await tf.setBackend('cpu');
  const exported = tfjsJson.export(graph);
  if (!('text' in exported)) return Number.NaN;
  const topology = JSON.parse(exported.text);
  const model = await tf.models.modelFromJSON(topology.modelTopology ?? topology);
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy' });
  const shapeOf = (shape: tf.Shape): number[] => [size, ...shape.slice(1).map(Number)];
  const x = tf.randomUniform(shapeOf(model.inputs[0]!.shape));
  const y = tf.softmax(tf.randomNormal(shapeOf(model.outputs[0]!.shape)));
  return lasting(() => model.trainOnBatch(x, y));
}

async function lasting(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
