import * as assert from 'node:assert/strict';
import { useWorkbench } from './harness';

describe('workbench', () => {
  const workbench = useWorkbench({ folder: 'test/e2e/fixtures/workspace' });

  it('shows a file of the folder', async () => {
    await workbench().openFile('hello.yaml');
    await workbench().page.locator('.view-line', { hasText: 'greeting: hello' }).waitFor();
    assert.match(await workbench().page.title(), /hello\.yaml - workspace/);
  });

  it('knows the extension', async () => {
    await workbench().runCommand('Developer: Show Running Extensions');
    await workbench().page.locator('.runtime-extensions-editor', { hasText: /resnet.designer/i }).waitFor();
    await workbench().screenshot('running extensions');
    await workbench().page.keyboard.press('Escape');
  });

  for (const theme of ['light', 'high contrast', 'dark'] as const) {
    it(`changes to the ${theme} theme`, async () => {
      await workbench().setTheme(theme);
      await workbench().screenshot(`theme ${theme}`);
    });
  }
});
