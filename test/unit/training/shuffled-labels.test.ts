import { gather, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { analyze } from '../../../src/core/analyze.js';
import { type Batch, Feed } from '../../../webview/training/feed.js';
import { seededRandom, shuffled } from '../../../webview/training/random.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';
import { sound } from './planted.js';

beforeAll(startBackend);
afterEach(() => vi.restoreAllMocks());

/** Gives each example of a batch the label of another one. */
function shuffleLabels(): void {
  const random = seededRandom(1);
  const lend = Feed.prototype.lend;
  vi.spyOn(Feed.prototype, 'lend').mockImplementation(function <T>(
    this: Feed,
    examples: number,
    use: (batch: Batch) => Promise<T>,
  ) {
    return lend.call(this, examples, async batch => {
      const order = tensor1d(shuffled(examples, random), 'int32');
      const targets = batch.targets.map((target): Tensor => tidy(() => gather(target, order)));
      const result = await use({ ...batch, targets });
      for (const tensor of [order, ...targets]) tensor.dispose();
      return result;
    }) as Promise<T>;
  });
}

test('shuffled labels are learnt by heart, and the loss of fresh examples does not fall', async () => {
  shuffleLabels();
  const { graph } = analyze({ uri: 'file:///net.resnet.yaml', text: sound.native })!;
  const quiet = { progress: () => {}, isCancelled: () => false };
  const report = await runSmokeTest({ graph, seed: 1, steps: 60 }, 'wasm', quiet);
  expect(report.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([
    'loss-falls',
  ]);
  expect(report.checks.find(({ id }) => id === 'one-batch')!.verdict).toBe('pass');
});
