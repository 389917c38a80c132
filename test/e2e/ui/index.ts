import { runSuites, type Suite } from '../suites';

/** A suite that is not listed here fails the build of the tests. */
const suites: readonly Suite[] = [
  () => import('./smoke.ui'),
  () => import('./diagram.ui'),
  () => import('./start.ui'),
];

/** Those that also run with the packaged extension, to see what working from the sources hides. */
const packaged: readonly Suite[] = [() => import('./diagram.ui')];

await runSuites(process.env.E2E_VSIX ? packaged : suites).catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
