// npm test: every step in order, up to the first that fails. `node scripts/test.mjs build ui` runs only those two.
import { join } from 'node:path';
import { ensureChromium, ensureServer } from './ensure.mjs';
import { bundleTests } from './lib/bundle-tests.mjs';
import { counted, summary } from './lib/counts.mjs';
import { step } from './lib/progress.mjs';
import { packageFile, root, tool } from './lib/project.mjs';
import { run, runNode } from './lib/run.mjs';
import { testFromOutside, testInsideVSCode } from './lib/vscode-tests.mjs';

// The bundles hold what they need, and there is no repository yet that links in the README could lead to.
const PACKAGING = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];

const STEPS = {
  build: ['Building the extension and its tests', build],
  lint: ['Checking style', () => run(tool('biome'), ['ci'])],
  types: ['Checking types', () => run(tool('tsc'), ['-b'])],
  unit: ['Unit tests', unitTests],
  tools: ['Chromium and the VS Code server', installTools],
  e2e: ['Tests inside VS Code', testInsideVSCode],
  ui: ['Tests of the user interface', () => testFromOutside()],
  package: ['Packaging', () => run(tool('vsce'), ['package', ...PACKAGING])],
  vsix: ['Tests of the package', () => testFromOutside(packageFile)],
};
const TESTS = ['unit', 'e2e', 'ui', 'vsix'];

process.chdir(root);
const names = process.argv.slice(2);
process.exitCode = (await runSteps(names.length > 0 ? names : Object.keys(STEPS))) ? 0 : 1;

async function runSteps(names) {
  try {
    for (const name of names) await step(...(STEPS[name] ?? unknown(name)));
  } catch (error) {
    console.error(error.message);
    return false;
  } finally {
    if (names.some(name => TESTS.includes(name))) console.log(summary());
  }
  return true;
}

function unknown(name) {
  throw new Error(`there is no step ${name}, only ${Object.keys(STEPS).join(', ')}`);
}

async function build() {
  await runNode(['esbuild.mjs']);
  await bundleTests();
}

async function unitTests() {
  const report = join(root, 'test-results', 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await counted(
    report,
    () => run(tool('vitest'), ['run', ...reporters]),
    ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
  );
}

async function installTools() {
  await ensureChromium();
  await ensureServer();
}
