// npm run bench: how long an edit takes to become findings, beside a rival measured in the same run.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

process.chdir(root);
const outfile = join(root, 'dist', 'bench.cjs');
await build({
  entryPoints: ['test/bench/index.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
});
await runNode([outfile, ...process.argv.slice(2)]);
