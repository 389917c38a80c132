import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { useWorkbench } from './harness';

/** The source document's first network: input, 18 layers, output. */
const NODES = 20;

describe('a model file, seen and mended', () => {
  const workbench = useWorkbench({
    folder: 'examples',
    // Closing an editor asks nothing.
    settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 },
  });
  const example = (name: string): string => readFileSync(join('examples', name), 'utf8');
  const view = (selector: string, options?: { hasText: string | RegExp }): Locator =>
    workbench().webview().locator(selector, options);

  /** Shows a file in one editor, alone, with its diagram beside it. */
  async function openDiagram(name: string): Promise<void> {
    await workbench().runCommand('View: Close All Editors');
    await workbench().openFile(name);
    await workbench().runCommand('ResNet Designer: Open Diagram');
    await view('g.node').first().waitFor();
  }

  it('draws every layer of a small network', async () => {
    await openDiagram('source-resnet-v1.resnet.yaml');
    // What is out of sight is not drawn.
    await view('[aria-label^="Show the whole network"], [title^="Show the whole network"]').first().click();
    await view('[data-id="block2.shortcut.conv"]').waitFor({ state: 'attached' });
    assert.equal(await view('g.node').count(), NODES);
    assert.equal(await view('.edge.wrong').count(), 0);
    const addition = view('[data-id="block2.add"]');
    assert.match((await addition.getAttribute('aria-label'))!, /addition/i);
  });

  it('marks the box of the line at the cursor', async () => {
    await workbench().page.locator('.view-line', { hasText: 'flatten' }).first().click();
    await view('[data-id="flatten1"].highlighted').waitFor({ state: 'attached' });
  });

  for (const theme of ['light', 'high contrast', 'dark'] as const) {
    it(`draws in the ${theme} theme`, async () => {
      await workbench().setTheme(theme);
      await workbench().screenshot(`diagram ${theme}`);
    });
  }

  it('draws a mismatch in red, in step with the text', async () => {
    await openDiagram('resnet-50.resnet.yaml');
    assert.equal(await view('.edge.wrong').count(), 0);
    await workbench().openFile('resnet-50.resnet.yaml');
    await workbench().replaceText(
      example('resnet-50.resnet.yaml').replace('shortcut: projection', 'shortcut: identity'),
    );
    await workbench().waitForProblems('Errors: 1');
    await view('.edge.wrong').first().waitFor({ state: 'attached' });
    await view('g.node.wrong').first().waitFor({ state: 'attached' });
    await view('.callout', { hasText: '56×56×256' }).first().waitFor();
    await workbench().screenshot('diagram mismatch');
  });

  it('mends it from the diagram', async () => {
    await view('.callout')
      .first()
      .getByText(/projection shortcut/)
      .click();
    await workbench().waitForProblems('No Problems');
    await view('.edge.wrong').first().waitFor({ state: 'detached' });
    await workbench().page.locator('.view-line', { hasText: 'shortcut: projection' }).first().waitFor();
  });
});
