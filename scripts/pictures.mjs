// npm run pictures: takes the README's pictures anew, in the real VS Code.
import { join } from 'node:path';
import { ensureChromium, ensureServer } from './ensure.mjs';
import { bundleTests } from './lib/bundle-tests.mjs';
import { root } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

process.chdir(root);
await runNode(['esbuild.mjs']);
await bundleTests();
await ensureChromium();
await ensureServer();
const env = { ...process.env, E2E_PICTURES: join(root, 'media', 'readme') };
await runNode([join(root, 'dist', 'test', 'ui.mjs')], { cwd: root, env });
