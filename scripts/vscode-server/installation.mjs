import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = '24';

export const serverRoot = dirname(fileURLToPath(import.meta.url));
export const vscodeRoot = join(serverRoot, 'node_modules', 'code-server', 'lib', 'vscode');
export const serverMain = join(vscodeRoot, 'out', 'server-main.js');

export const readProduct = () => JSON.parse(readFileSync(join(vscodeRoot, 'product.json'), 'utf8'));

/** The server needs a newer Node than the project does: the current one, or else the one from npm. */
export function serverNode() {
  if (process.versions.node.startsWith(`${NODE_MAJOR}.`)) return process.execPath;
  const platform = `node-${process.platform}-${process.arch}`;
  const node = join(serverRoot, 'node_modules', platform, 'bin', 'node');
  if (existsSync(node)) return node;
  throw new Error(
    `The bundled VS Code server needs Node ${NODE_MAJOR}, and npm has none for ${platform}. ` +
      `Run this with Node ${NODE_MAJOR}, or install desktop VS Code and its 'code' command.`,
  );
}
