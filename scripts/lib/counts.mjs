import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

const total = { passed: 0, failed: 0 };

/**
 * Runs tests that leave a JSON report and adds up what it counts. An exit code of 0 proves nothing: VS Code also
 * gives it when the extension host dies before the tests begin. So a missing or empty report is a failure.
 */
export async function counted(report, runTests, read = counts => counts) {
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const failure = await runTests().then(
    () => undefined,
    error => error,
  );
  if (!existsSync(report)) throw failure ?? new Error('the tests ended too early: they left no report');
  const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')));
  total.passed += passed;
  total.failed += failed;
  if (failure) throw failure;
  if (failed > 0) throw new Error(`${failed} tests failed`);
  if (passed === 0) throw new Error('no test ran');
}

export const summary = () => `${total.passed} passed, ${total.failed} failed`;
