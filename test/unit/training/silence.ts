import { beforeAll, expect, test } from 'vitest';
import type { TypedGraph } from '../../../src/core/graph.js';
import { runSmokeTest } from '../../../webview/training/trainer.js';
import { startBackend } from './backend.js';

/** One seed is quick; `SMOKE_SEEDS=5` takes that many. */
const seeds = Array.from({ length: Number(process.env.SMOKE_SEEDS ?? 1) }, (_, i) => i + 1);

/** Nothing fires on these networks. */
export function expectSilence(
  networks: readonly (readonly [name: string, network: () => TypedGraph])[],
): void {
  beforeAll(startBackend);
  const cases = networks.flatMap(([name, network]) => seeds.map(seed => [name, seed, network] as const));
  test.each(cases)('%s, seed %i', { timeout: 120_000 }, async (_, seed, network) => {
    const hooks = { progress: () => {}, isCancelled: () => false };
    const report = await runSmokeTest({ graph: network(), seed }, 'wasm', hooks);
    expect(report.checks.filter(check => check.verdict === 'fail')).toEqual([]);
    expect(report).toMatchObject({ verdict: 'pass', summary: 'learns' });
  });
}
