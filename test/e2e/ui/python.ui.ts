import * as assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { example, lineOf } from './examples';
import { useWorkbench } from './harness';

const SMOKE_LIMIT = 180_000;

describe('a Python model, seen, mended and trained', () => {
  const workbench = useWorkbench({
    folder: 'examples',
    settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 },
  });
  const view = (selector: string, options?: { hasText: string | RegExp }): Locator =>
    workbench().webview().locator(selector, options);

  async function openDiagram(name: string, network: string): Promise<void> {
    await workbench().runCommand('View: Close All Editors');
    await workbench().openFile(name);
    // The palette has the command once VS Code has been told what the file is, as the icon above the editor shows.
    await workbench().page.locator('.editor-actions [aria-label*="Open Diagram"]').first().waitFor();
    await workbench().runCommand('ResNet Designer: Open Diagram', network);
    await view('g.node').first().waitFor();
  }

  /** Runs it to its end, also where a busy machine takes longer than the test allows itself. */
  async function runSmokeTest(): Promise<void> {
    await view('.toolbar').getByText('Smoke test').click();
    await view('.training-banner.good, .training-actions').first().waitFor({ timeout: SMOKE_LIMIT });
    const anyway = view('.training-actions').getByText('Run anyway');
    if (await anyway.isVisible()) await anyway.click();
  }

  it('shows hints and lenses in the text', async () => {
    await workbench().openFile('source_resnet.py');
    await workbench().page.locator('.view-line', { hasText: '→ 32×32×16, 32×32×32' }).first().waitFor();
    await workbench().screenshot('python hints');
    await workbench().focusEditor();
    await workbench().page.keyboard.press('ControlOrMeta+End');
    await workbench().page.locator('.codelens-decoration', { hasText: '348 k parameters' }).first().waitFor();
    await workbench().screenshot('python lenses');
  });

  it('asks which network, and draws its blocks by the author’s names', async () => {
    await openDiagram('source_resnet.py', 'model_v1');
    await view('[aria-label^="Show the whole network"], [title^="Show the whole network"]').first().click();
    await view('[data-id="res_block_v1_2.add"]').waitFor({ state: 'attached' });
    assert.equal(await view('.edge.wrong').count(), 0);
    await workbench().screenshot('python diagram');
  });

  it('goes to a box’s line', async () => {
    await view('[data-id="res_block_v1_2.add"]').click();
    await workbench().waitForLine(lineOf('source_resnet.py', 'x = keras.layers.add'));
  });

  it('marks the box of the line at the cursor', async () => {
    await workbench().goToLine(lineOf('source_resnet.py', 'x = Flatten()(x)'));
    await view('[data-id="flatten"].highlighted').waitFor({ state: 'attached' });
  });

  it('shows another network of the file when it is chosen in the panel', async () => {
    await view('.toolbar .networks vscode-dropdown').click();
    await view('.toolbar .networks vscode-option', { hasText: 'model_v2' }).click();
    await view('[data-id="res_block_v2"], [data-id="res_block_v2.add"]')
      .first()
      .waitFor({ state: 'attached' });
    await workbench().screenshot('python diagram v2');
  });

  for (const theme of ['light', 'high contrast', 'dark'] as const) {
    it(`draws in the ${theme} theme`, async () => {
      await workbench().setTheme(theme);
      await workbench().screenshot(`python diagram ${theme}`);
    });
  }

  it('draws a broken shortcut in red, and mends it from the diagram', async () => {
    await openDiagram('source_resnet.py', 'model_v1');
    await workbench().openFile('source_resnet.py');
    // VS Code closes quotes for a person who types them.
    const typed = example('source_resnet.py').replace(/^"""(.*)"""/, '# $1');
    await workbench().replaceText(typed.replace('res_block_v1(x, 16, 32)', 'res_block_v1(x, 32, 32)'));
    await workbench().waitForProblems('Errors: 1');
    await view('.edge.wrong').first().waitFor({ state: 'attached' });
    await view('.callout', { hasText: '32×32×32' }).first().waitFor();
    await workbench().runCommand('Go to Next Problem (Error, Warning, Info)');
    await workbench().waitForLine(lineOf('source_resnet.py', 'x = keras.layers.add'));
    await workbench().page.locator('.squiggly-error').first().waitFor({ state: 'attached' });
    await workbench().screenshot('python mismatch');
    await view('.callout').first().hover();
    await view('.callout')
      .first()
      .getByText(/res_block_v1\(x, 16, 32\)/)
      .click();
    await workbench().waitForProblems('No Problems');
    await view('.edge.wrong').first().waitFor({ state: 'detached' });
  });

  it('writes the comment that says what goes in', async () => {
    await workbench().runCommand('View: Close All Editors');
    await workbench().openFile('resnet_cifar.py');
    await workbench().focusEditor();
    await workbench().page.keyboard.press('ControlOrMeta+End');
    const lens = workbench().page.locator('.codelens-decoration a', { hasText: 'Set input…' });
    await lens.first().click();
    await workbench().choose('(1, 3, 64, 64)');
    await workbench()
      .page.locator('.view-line', { hasText: '# resnet: entry=resnet56() input=(1, 3, 64, 64)' })
      .waitFor();
    await workbench()
      .page.locator('.codelens-decoration', { hasText: 'input 3×64×64' })
      .first()
      .waitFor({ state: 'attached' });
    await lens.first().waitFor({ state: 'detached' });
    await workbench().screenshot('python comment');
    await workbench().focusEditor();
    await workbench().page.keyboard.press('ControlOrMeta+Z');
    await lens.first().waitFor();
  });

  it('trains the source document’s network: it learns', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    await openDiagram('source_resnet.py', 'model_v1');
    await runSmokeTest();
    await view('.training-banner.good', { hasText: /learns/i }).waitFor({ timeout: SMOKE_LIMIT });
    await workbench().screenshot('python smoke test');
  });

  it('draws and trains PyTorch, channels first', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    await openDiagram('resnet_cifar.py', 'ResNet(depth=20)');
    await workbench().screenshot('python torch');
    await runSmokeTest();
    await view('.training-banner.good', { hasText: /learns/i }).waitFor({ timeout: SMOKE_LIMIT });
    await workbench().screenshot('python torch smoke test');
  });
});
