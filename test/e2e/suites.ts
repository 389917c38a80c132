import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Loads a file that calls `describe`. */
export type Suite = () => Promise<unknown>;

/** Runs the suites with Mocha and leaves the counts in the file that E2E_REPORT names. */
export async function runSuites(suites: readonly Suite[]): Promise<void> {
  const mocha = new Mocha({ timeout: 120_000, slow: 3_000, color: true, grep: process.env.E2E_GREP });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of suites) await load();
  const { passes, failures, pending } = await run(mocha);
  const report = process.env.E2E_REPORT;
  if (report) writeFileSync(report, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
  if (failures > 0) throw new Error(`${failures} of ${passes + failures} tests failed`);
}

function run(mocha: Mocha): Promise<Mocha.Stats> {
  return new Promise(resolve => {
    const runner = mocha.run(() => resolve(runner.stats!));
  });
}
