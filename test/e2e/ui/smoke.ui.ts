import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useWorkbench } from './harness';

describe('workbench', () => {
  const workbench = useWorkbench({ folder: 'test/e2e/fixtures/workspace' });

  it('shows a file of the folder', async () => {
    await workbench().openFile('hello.yaml');
    await workbench().page.locator('.view-line', { hasText: 'greeting: hello' }).waitFor();
    assert.match(await workbench().page.title(), /hello\.yaml - workspace/);
  });

  it('edits and saves it', async () => {
    await workbench().replaceText('greeting: hello\n  - {a: [1, 2], b: "c"}\nlast: true\n');
    await workbench().save();
    const saved = readFileSync(join(workbench().folder, 'hello.yaml'), 'utf8');
    assert.equal(saved, 'greeting: hello\n  - {a: [1, 2], b: "c"}\nlast: true\n');
  });

  it('activates the extension for a network', async () => {
    await workbench().openFile('tiny.resnet.yaml');
    await workbench().runCommand('Developer: Show Running Extensions');
    await workbench()
      .page.locator('.runtime-extensions-editor', { hasText: /resnet.designer/i })
      .waitFor();
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
