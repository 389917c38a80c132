// npm run bench: times of checking, layout and training, each beside rivals measured in the same run.
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { root } from './lib/project.mjs';

process.chdir(root);
const outfile = join(root, 'dist', 'bench.mjs');
await build({
  entryPoints: ['test/bench/index.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  loader: { '.yaml': 'text', '.py': 'text' },
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconst __dirname = import.meta.dirname;",
  },
  external: ['web-worker', 'esbuild', 'playwright-core'],
  mainFields: ['module', 'main'],
});
// A large stack: without it dagre overflows on ResNet-1202, and there would be nothing to compare with.
await once(
  new Worker(outfile, { argv: process.argv.slice(2), resourceLimits: { stackSizeMb: 512 } }),
  'exit',
);
