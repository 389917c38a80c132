import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where npm has put a development tool. */
export const tool = name => join(root, 'node_modules', '.bin', name);

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

export const packageFile = join(root, `${name}-${version}.vsix`);
