import * as assert from 'node:assert/strict';
import { useWorkbench } from './harness';

describe('a plain network, made residual', () => {
  const workbench = useWorkbench({ folder: 'examples' });

  it('shows the changes, makes them, and draws the shortcuts', async () => {
    await workbench().runCommand('ResNet Designer: New Model…', 'VGG-16');
    await workbench().page.locator('.tab.active', { hasText: 'vgg16' }).waitFor();
    await workbench().runCommand('ResNet Designer: Open Diagram');
    const view = workbench().webview();
    await view.locator('g.node').first().waitFor();
    assert.equal(await view.locator('.edge.shortcut').count(), 0);
    await workbench().runCommand('ResNet Designer: Insert Shortcuts…', '2 convolutions a block, v1');
    const page = workbench().page;
    await page
      .locator('.monaco-diff-editor .view-line', { hasText: /shortcut:.auto/ })
      .first()
      .waitFor();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Make the Changes' }).waitFor();
    await workbench().screenshot('insert shortcuts preview');
    await workbench().choose('Make the Changes');
    await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    await view.locator('.edge.shortcut').first().waitFor({ state: 'attached' });
    await workbench().screenshot('insert shortcuts');
  });
});
