import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

/** As the bundler has it: a model file is its text, and so is a network in Python. */
const asText: Plugin = {
  name: 'as-text',
  transform: (code, id) => (/\.(yaml|py)$/.test(id) ? `export default ${JSON.stringify(code)};` : undefined),
};

export default defineConfig({
  plugins: [asText],
  resolve: { alias: { vscode: fileURLToPath(new URL('test/unit/host/fake/vscode.ts', import.meta.url)) } },
  test: { include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 },
});
