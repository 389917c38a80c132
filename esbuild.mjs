import { cp, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');
const require = createRequire(import.meta.url);
const { version } = require('./package.json');

const shared = {
  bundle: true,
  sourcemap: true,
  minify: !watch,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.yaml': 'text', '.py': 'text' },
};
const browser = { ...shared, platform: 'browser', target: 'es2022', format: 'iife' };
// jsonc-parser's main file asks for its parts in a way that no bundler follows; its module does not.
const node = { ...shared, platform: 'node', target: 'node20', mainFields: ['module', 'main'] };

/**
 * The reader of Python, with the tables of its grammar, takes as long to evaluate as all the rest together: it is when
 * the first Python model is read, and not before.
 */
const lazyPython = {
  name: 'lazy-python',
  setup(build) {
    const folder = path.resolve('src/core/frontends/python');
    const namespace = 'lazy-python';
    build.onResolve({ filter: /^\.\/python\/index\.js$/ }, () => ({ path: folder, namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({
      resolveDir: folder,
      contents: `
        import { pythonFile } from './claims.ts';
        const whole = () => require('./index.ts').python;
        export const python = new Proxy(pythonFile, {
          get: (light, key) => (key in light ? light[key] : whole()[key]),
        });`,
    }));
  },
};

/** Everything that is built: one line a target. */
const targets = [
  // In Node a file of its own is what is loaded when it is needed; VS Code for the Web takes one file alone.
  {
    ...node,
    entryPoints: ['src/extension.ts', 'src/host/app.ts'],
    outdir: 'dist',
    outbase: 'src',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    external: ['vscode', './host/app.js'],
    plugins: [lazyPython],
  },
  {
    ...browser,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.web.js',
    format: 'cjs',
    external: ['vscode'],
    plugins: [lazyPython],
  },
  {
    ...node,
    entryPoints: ['src/cli.ts'],
    outfile: 'dist/cli.js',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    define: { 'process.env.RESNET_DESIGNER_VERSION': JSON.stringify(version) },
  },
  // Beside the command line, which starts it as a thread for a smoke test alone.
  { ...node, entryPoints: ['src/cli/smoke/worker.ts'], outfile: 'dist/smoke-worker.js', format: 'cjs' },
  { ...browser, entryPoints: ['webview/main.ts'], outfile: 'dist/webview/main.js' },
  {
    ...browser,
    entryPoints: ['webview/diagram/layout-worker.ts'],
    outfile: 'dist/webview/layout-worker.js',
    // elkjs asks for a worker package of Node's that it does without here.
    external: ['web-worker'],
  },
  { ...browser, entryPoints: ['webview/training/worker.ts'], outfile: 'dist/webview/training-worker.js' },
];

/** Files that are shipped as they are: the WASM binaries of TensorFlow.js, the icon font and style sheets. */
async function copyAssets() {
  await mkdir('dist/webview', { recursive: true });
  const wasm = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  for (const file of (await readdir(wasm)).filter(name => name.endsWith('.wasm'))) {
    await cp(path.join(wasm, file), path.join('dist/webview', file));
  }
  const icons = path.dirname(require.resolve('@vscode/codicons/dist/codicon.css'));
  for (const file of ['codicon.css', 'codicon.ttf'])
    await cp(path.join(icons, file), path.join('dist/webview', file));
  await cp(require.resolve('uplot/dist/uPlot.min.css'), 'dist/webview/uplot.css');
}

const contexts = await Promise.all(targets.map(target => context(target)));
await copyAssets();
if (watch) await Promise.all(contexts.map(c => c.watch()));
else {
  await Promise.all(contexts.map(c => c.rebuild()));
  await Promise.all(contexts.map(c => c.dispose()));
}
