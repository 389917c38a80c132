// npm start: VS Code with the extension and a network to play with. `--server` takes the bundled VS Code, in a browser,
// even where a desktop one is installed; `--port N` says where it listens.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { step } from './lib/progress.mjs';
import { root } from './lib/project.mjs';
import { findOnPath, run, runNode } from './lib/run.mjs';
import { workbenchAddress } from './vscode-server/address.mjs';
import { startServer } from './vscode-server/server.mjs';

const PLAYGROUND = join(root, 'playground');
const FIRST_FILE = join(PLAYGROUND, 'resnet-50.resnet.yaml');

const { values: flags } = parseArgs({
  options: { server: { type: 'boolean' }, port: { type: 'string', default: '0' } },
});

try {
  await step('Building the extension', () => runNode(['esbuild.mjs'], { cwd: root }));
  preparePlayground();
  const desktop = flags.server ? undefined : findOnPath('code');
  await (desktop ? openDesktop(desktop) : serve(Number(flags.port)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function preparePlayground() {
  if (!existsSync(PLAYGROUND)) cpSync(join(root, 'examples'), PLAYGROUND, { recursive: true });
  console.log(
    'Change what you like in playground/: a copy of examples/ that git ignores. Delete it to start afresh.',
  );
}

async function openDesktop(code) {
  await run(code, [`--extensionDevelopmentPath=${root}`, PLAYGROUND, FIRST_FILE]);
  console.log('VS Code is opening. To have it in a browser instead: npm start -- --server');
}

async function serve(port) {
  process.once('SIGINT', () => process.exit(0));
  const server = await startServer({ port });
  const address = workbenchAddress(server, { folder: PLAYGROUND, file: FIRST_FILE, extension: root });
  console.log(`Open this address in a browser; Ctrl-C ends it.\n\n  ${address}\n`);
  await server.ended;
  throw new Error(`the VS Code server ended\n${server.logs()}`);
}
