import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './project.mjs';

/** Bundles the end-to-end tests: those inside VS Code, and those that look at it from outside. */
export async function bundleTests() {
  await bundle('extension', { format: 'cjs', outExtension: { '.js': '.cjs' } });
  await bundle('ui', { format: 'esm', outExtension: { '.js': '.mjs' } });
}

async function bundle(kind, options) {
  const folder = `test/e2e/${kind}`;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { [kind]: `${folder}/index.ts` },
    outdir: 'dist/test',
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    packages: 'external',
    sourcemap: true,
    metafile: true,
    plugins: [keepScripts],
    ...options,
  });
  const forgotten = readdirSync(resolve(root, folder), { recursive: true })
    .filter(file => file.endsWith(`.${kind === 'ui' ? 'ui' : 'e2e'}.ts`))
    .filter(file => !(`${folder}/${file}` in metafile.inputs));
  if (forgotten.length > 0) throw new Error(`not listed in ${folder}/index.ts: ${forgotten.join(', ')}`);
}

/** The scripts find their files by where they are, so that they cannot move into a bundle. */
const keepScripts = {
  name: 'keep-scripts',
  setup({ onResolve }) {
    onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(resolve(resolveDir, path)).href,
      external: true,
    }));
  },
};
