import { runSuites } from '../suites';

/** What VS Code calls in its extension host. A suite that is not listed here fails the build of the tests. */
export const run = () =>
  runSuites([
    () => import('./smoke.e2e'),
    () => import('./editor.e2e'),
    () => import('./python.e2e'),
    () => import('./archive.e2e'),
    () => import('./tests.e2e'),
  ]);
