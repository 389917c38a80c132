// npm test: every check in order, up to the first that fails. `node scripts/test.mjs unit ui` runs only those.
import { join } from 'node:path';
import { ensureChromium, ensureServer } from './ensure.mjs';
import { counted, summary } from './lib/counts.mjs';
import { step } from './lib/progress.mjs';
import { packageFile, root, tool } from './lib/project.mjs';
import { run, runNode } from './lib/run.mjs';
import { testFromOutside, testInsideVSCode } from './lib/vscode-tests.mjs';

const STEPS = {
  build: ['Building the extension', () => runNode(['esbuild.mjs'])],
  lint: ['Checking style', () => run(tool('biome'), ['ci'])],
  types: ['Checking types', () => run(tool('tsc'), ['-b'])],
  unit: ['Unit tests', unitTests],
  tools: ['Chromium and the VS Code server', installTools],
  e2e: ['Tests inside VS Code', testInsideVSCode],
  ui: ['Tests of the user interface', () => testFromOutside()],
  package: ['Packaging', () => run(tool('vsce'), ['package', '--no-dependencies'])],
  vsix: ['Tests of the package', () => testFromOutside(packageFile)],
};

process.chdir(root);
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !(name in STEPS));
if (unknown.length > 0) throw new Error(`no such step: ${unknown}; there are ${Object.keys(STEPS).join(', ')}`);

try {
  for (const [name, [title, work]] of Object.entries(STEPS)) {
    if (wanted.length === 0 || wanted.includes(name)) await step(title, work);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
console.log(summary());

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
