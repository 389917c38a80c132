import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where npm has put a development tool. */
export const tool = name => join(root, 'node_modules', '.bin', name);

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

export const packageFile = join(root, `${name}-${version}.vsix`);
