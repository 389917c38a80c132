import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

/** As the bundler has it: a model file is its text. */
const yamlAsText: Plugin = {
  name: 'yaml-as-text',
  transform: (code, id) => (id.endsWith('.yaml') ? `export default ${JSON.stringify(code)};` : undefined),
};

export default defineConfig({
  plugins: [yamlAsText],
  resolve: { alias: { vscode: fileURLToPath(new URL('test/unit/host/fake/vscode.ts', import.meta.url)) } },
  test: { include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 },
});
