import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureServer } from '../ensure.mjs';
import { serverMain, serverNode, vscodeRoot } from './installation.mjs';
import { readLogs } from './logs.mjs';
import { BUILTINS, SETTINGS } from './settings.mjs';

const START_LIMIT = 60_000;
const STOP_LIMIT = 3_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const INTERRUPTED = 130;

/**
 * Starts VS Code's server on a loopback address, with its data in a temporary folder of its own. Both are gone when
 * this process ends, however it ends. The extension host is its grandchild and inherits `env`.
 */
export async function startServer({ port = 0, vsix = [], env = {} } = {}) {
  await ensureServer();
  const home = prepareHome();
  const childEnv = { ...process.env, ...env, ...environment(home) };
  const token = randomUUID();
  writeFileSync(join(home, 'token'), token, { mode: 0o600 });
  for (const file of vsix) install(file, home, childEnv);

  const server = spawn(serverNode(), serverArguments(home, port), {
    detached: true,
    env: childEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise(done => server.once('exit', done));
  const stop = stopper(server, ended, home);
  try {
    const authority = `127.0.0.1:${await listeningPort(server, ended, home)}`;
    return { authority, token, home, ended, stop, logs: () => readLogs(home) };
  } catch (error) {
    await stop();
    throw error;
  }
}

const environment = home => ({
  HOME: join(home, 'home'),
  TMPDIR: home,
  NODE_OPTIONS: '',
  // No marketplace: nothing is asked of the network.
  EXTENSIONS_GALLERY: '{}',
});

/** Unix sockets are made in this folder, whose path must therefore be short. */
function prepareHome() {
  const home = mkdtempSync(join(tmpdir(), 'vsc-'));
  for (const folder of ['data/User', 'home', 'builtin']) mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, 'data/User/settings.json'), JSON.stringify(SETTINGS));
  for (const name of BUILTINS) {
    symlinkSync(join(vscodeRoot, 'extensions', name), join(home, 'builtin', name), 'junction');
  }
  return home;
}

const folders = home => [
  '--accept-server-license-terms',
  ...['--server-data-dir', home],
  ...['--user-data-dir', join(home, 'data')],
  ...['--extensions-dir', join(home, 'extensions')],
];

const serverArguments = (home, port) => [
  serverMain,
  ...['--host', '127.0.0.1', '--port', String(port)],
  ...['--connection-token-file', join(home, 'token')],
  ...folders(home),
  ...['--builtin-extensions-dir', join(home, 'builtin')],
  // Without it, the workbench ignores the extension under development.
  '--enable-smoke-test-driver',
  '--disable-workspace-trust',
  '--disable-telemetry',
  '--disable-experiments',
];

function install(vsix, home, env) {
  const args = [serverMain, ...folders(home), '--install-extension', resolve(vsix)];
  execFileSync(serverNode(), args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** The server picks a free port itself, so that runs side by side do not collide, and prints it. */
async function listeningPort(server, ended, home) {
  const log = createWriteStream(join(home, 'server.log'));
  let output = '';
  const listening = new Promise((found, failed) => {
    const read = chunk => {
      log.write(chunk);
      output = (output + chunk).slice(-4000);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) found(port);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('error', failed);
  });
  const died = ended.then(code => `ended with exit code ${code}`);
  const late = delay(START_LIMIT, `did not come up in ${START_LIMIT / 1000} s`, { ref: false });
  const failure = Promise.race([died, late]).then(why => {
    throw new Error(`the VS Code server ${why}\n${output}`);
  });
  return Promise.race([listening, failure]);
}

function stopper(server, ended, home) {
  const kill = signal => {
    try {
      process.kill(-server.pid, signal);
    } catch {
      // It is gone already.
    }
  };
  const clean = () => {
    kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.on('exit', clean);
  for (const signal of SIGNALS) process.on(signal, interrupted);
  return async () => {
    kill('SIGTERM');
    await Promise.race([ended, delay(STOP_LIMIT, undefined, { ref: false })]);
    process.off('exit', clean);
    for (const signal of SIGNALS) process.off(signal, interrupted);
    clean();
  };
}

const interrupted = () => process.exit(INTERRUPTED);
