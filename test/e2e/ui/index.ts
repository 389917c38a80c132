import { runSuites, type Suite } from '../suites';

/** A suite that is not listed in this file fails the build of the tests. */
const suites: readonly Suite[] = [
  () => import('./smoke.ui'),
  () => import('./diagram.ui'),
  () => import('./editing.ui'),
  () => import('./python.ui'),
  () => import('./transform.ui'),
  () => import('./reports.ui'),
  () => import('./panel.ui'),
  () => import('./tests.ui'),
  () => import('./start.ui'),
];

/** Those that also run with the packaged extension, to see what working from the sources hides. */
const packaged: readonly Suite[] = [() => import('./diagram.ui')];

/** Not tests: they take the pictures of the README. */
const pictures: readonly Suite[] = [() => import('./pictures.ui')];

function chosen(): readonly Suite[] {
  if (process.env.E2E_PICTURES) return pictures;
  return process.env.E2E_VSIX ? packaged : suites;
}

await runSuites(chosen()).catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
