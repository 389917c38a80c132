// npm run corpus -- FOLDER: reads public Python models, checked out in FOLDER, and compares with what the frameworks gave.
// npm run corpus -- keras FOLDER: the same of Keras JSON files.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

const [what = 'models', ...rest] = process.argv.slice(2);
const parts = ['models', 'fuzz', 'survey', 'keras'];
const [part, args] = parts.includes(what) ? [what, rest] : ['models', [what, ...rest]];
const outfile = join(root, 'dist', `corpus-${part}.cjs`);
await build({
  absWorkingDir: root,
  entryPoints: [`test/corpus/${part}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  loader: { '.yaml': 'text', '.py': 'text' },
});
try {
  await runNode([outfile, ...args]);
} catch {
  process.exitCode = 1;
}
