import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './lib/progress.mjs';
import { findOnPath, runQuietly } from './lib/run.mjs';
import { serverRoot, vscodeRoot } from './vscode-server/installation.mjs';

const ADVICE =
  'The tests need Chromium or Chrome. Install one (Debian: sudo apt-get install chromium), ' +
  'or set the environment variable CHROMIUM to the path of its executable.';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium, which is installed first when there is none. */
export async function ensureChromium() {
  const found = process.env.CHROMIUM || findBrowser();
  if (found) return found;
  const failure = await installChromium().catch(error => error);
  const installed = findBrowser();
  if (!installed) throw new Error(`${ADVICE}\n${failure?.message ?? ''}`);
  return installed;
}

async function installChromium() {
  if (!findOnPath('apt-get')) return;
  const root = process.getuid() === 0 ? [] : ['sudo', '-n'];
  const apt = args => {
    const [command, ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return runQuietly(command, rest);
  };
  await step('Reading the list of Debian packages', () => apt(['update']));
  await step('Installing Chromium (once)', () =>
    apt(['install', '-y', '--no-install-recommends', 'chromium']),
  );
}

/** Installs VS Code's server beside these scripts when it is missing or its lockfile has changed. */
export async function ensureServer() {
  const stamp = join(serverRoot, 'node_modules', '.installed');
  const wanted = digest(join(serverRoot, 'package-lock.json'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('Installing the VS Code server (460 MB, once)', installServer);
  writeFileSync(stamp, wanted);
}

async function installServer() {
  await runQuietly('npm', [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefix',
    serverRoot,
  ]);
  // The workbench asks the server for libraries below this folder; npm has put them three levels up.
  symlinkSync('../../..', join(vscodeRoot, 'node_modules'));
}

const findBrowser = () => BROWSERS.map(findOnPath).find(Boolean);

const digest = file => createHash('sha256').update(readFileSync(file)).digest('hex');
