import { readFileSync } from 'node:fs';
import { analyze } from '../../src/core/analyze.js';
import { useWasmBackend } from '../../webview/training/backends/wasm.js';
import { Experiment } from '../../webview/training/experiment.js';
import { STEPS_PER_SAMPLE } from '../../webview/training/recording.js';
import { median, ms, printTable, zooText } from './report.js';

const binary = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
const head = ['network', 'batch', 'step ms', 'sampled ms', 'if each were', 'as it is'];

/** What sampled steps cost beside the others, which they take turns with: a busy machine slows both down. */
export async function benchStatistics(): Promise<void> {
  await useWasmBackend({ 'tfjs-backend-wasm-simd.wasm': readFileSync(binary) });
  const rows: string[][] = [];
  for (const id of ['source-resnet_v1', 'cifar-resnet20-B']) {
    const { plain, sampled } = await stepTimes(id, 32);
    const share = sampled / plain - 1;
    rows.push([id, '32', ms(plain), ms(sampled), percent(share), percent(share / STEPS_PER_SAMPLE)]);
  }
  const title = `Statistics of every ${STEPS_PER_SAMPLE}th step (goal: at most 8 % of a run)`;
  printTable(title, head, rows);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

async function stepTimes(id: string, size: number): Promise<{ plain: number; sampled: number }> {
  const { graph } = analyze({ uri: 'bench.resnet.yaml', text: zooText(id) })!;
  const experiment = new Experiment(graph, 1, 1e-3);
  const times: [plain: number[], sampled: number[]] = [[], []];
  for (let i = 0; i < 26; i++) {
    await experiment.feed.lend(size, async batch => {
      const start = performance.now();
      await experiment.step(batch, i % 2 === 1);
      times[i % 2]!.push(performance.now() - start);
    });
  }
  experiment.dispose();
  const [plain, sampled] = times.map(each => median(each.slice(1)));
  return { plain: plain!, sampled: sampled! };
}
