import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { counted } from './counts.mjs';
import { root } from './project.mjs';
import { runNode } from './run.mjs';

const STAND_IN = join(root, 'scripts', 'vscode-server', 'code');
const FIXTURES = join(root, 'test', 'e2e', 'fixtures', 'workspace');

const report = name => join(root, 'test-results', `${name}.json`);

/** The suites inside VS Code's extension host: in the desktop's where VSCODE_EXECUTABLE names it, else in the server's. */
export async function testInsideVSCode() {
  const copy = mkdtempSync(join(tmpdir(), 'e2e-'));
  cpSync(FIXTURES, copy, { recursive: true });
  const options = {
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE || STAND_IN,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'dist', 'test', 'extension.cjs'),
    extensionTestsEnv: { E2E_REPORT: report('extension') },
    launchArgs: [copy, '--disable-extensions', '--disable-workspace-trust'],
  };
  try {
    await counted(report('extension'), () => runTests(options));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The suites that use VS Code as a person does; with a package, they use that instead of the sources. */
export async function testFromOutside(vsix) {
  const file = report(vsix ? 'package' : 'ui');
  const env = { ...process.env, E2E_REPORT: file, E2E_VSIX: vsix ?? '' };
  await counted(file, () => runNode([join(root, 'dist', 'test', 'ui.mjs')], { cwd: root, env }));
}
