import * as assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { leastContrast, overlap, styleOf } from './appearance';
import { example, lineOf } from './examples';
import { useWorkbench } from './harness';

/** The source document's first network: input, 18 layers, output. */
const NODES = 20;
const SMOKE_LIMIT = 180_000;

/** What must be seen in every theme, with the contrast that WCAG 2.2 asks of graphics (1.4.11) and of text (1.4.3). */
const SEEN = [
  { selector: '.edge:not(.shortcut) .line', property: 'stroke', least: 3 },
  { selector: '.edge.shortcut .line', property: 'stroke', least: 3 },
  { selector: '.edge-label text', property: 'fill', least: 4.5 },
  { selector: 'g.node .label', property: 'fill', least: 4.5 },
] as const;

describe('a model file, seen, mended and trained', () => {
  const workbench = useWorkbench({
    folder: 'examples',
    // Closing an editor asks nothing.
    settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 },
  });
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
    const addition = view('[data-id="block2.add"] [role="treeitem"]');
    assert.match((await addition.getAttribute('aria-label'))!, /addition/i);
  });

  it('goes to a box’s line', async () => {
    await view('[data-id="block2.shortcut.conv"]').click();
    const card = (await view('.properties').boundingBox())!;
    for (const name of ['.legend', '.zoom'])
      assert.ok(!overlap(card, (await view(name).boundingBox())!), `the properties cover ${name}`);
    await workbench().waitForLine(lineOf('source-resnet-v1.resnet.yaml', 'shortcut: auto'));
  });

  it('marks the box of the line at the cursor', async () => {
    await workbench().goToLine(lineOf('source-resnet-v1.resnet.yaml', 'flatten'));
    await view('[data-id="flatten1"].highlighted').waitFor({ state: 'attached' });
  });

  for (const theme of ['light', 'high contrast', 'dark'] as const) {
    it(`draws in the ${theme} theme`, async () => {
      await workbench().setTheme(theme);
      for (const { selector, property, least } of SEEN) {
        const contrast = await leastContrast(view(selector), property);
        assert.ok(contrast >= least, `${selector} has a contrast of ${contrast.toFixed(2)}`);
      }
      const pressed = view('.zoom .pressed');
      assert.notEqual(
        await styleOf(pressed),
        await styleOf(view('.zoom vscode-button:not(.pressed)').last()),
      );
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
    await view('.callout').first().hover();
    await view('.callout')
      .first()
      .getByText(/projection shortcut/)
      .click();
    await workbench().waitForProblems('No Problems');
    await view('.edge.wrong').first().waitFor({ state: 'detached' });
    await workbench().page.locator('.view-line', { hasText: 'shortcut: projection' }).first().waitFor();
  });

  it('keeps the last good picture while the text is unfinished, and says why', async () => {
    await openDiagram('densenet.resnet.yaml');
    await workbench().openFile('densenet.resnet.yaml');
    await workbench().replaceText(`${example('densenet.resnet.yaml')}  - dense: {units: `);
    await view('.stale').first().waitFor({ state: 'attached' });
    assert.ok((await view('g.node').count()) > 0);
    await workbench().screenshot('diagram stale');
    await workbench().replaceText(example('densenet.resnet.yaml'));
    await view('.stale').first().waitFor({ state: 'detached' });
  });

  it('trains the source document’s network: it learns', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    await openDiagram('source-resnet-v1.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Run Smoke Test');
    await view('.training-banner.good', { hasText: /learns/i }).waitFor({ timeout: SMOKE_LIMIT });
    await workbench().screenshot('smoke test learns');
  });

  it('names the dead branch, in the panel and at its line', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    await openDiagram('dead-branch.resnet.yaml');
    await view('.toolbar').getByText('Smoke test').click();
    await view('.training-banner.bad', { hasText: /no gradient/i }).waitFor({ timeout: SMOKE_LIMIT });
    await view('.training', { hasText: 'dead' }).waitFor();
    // The layer to blame is the one that lets nothing through.
    await view('[data-id="rescale1"].error, [data-id="rescale1"].warning').waitFor({ state: 'attached' });
    const line = lineOf('dead-branch.resnet.yaml', 'rescale:');
    await workbench().page.locator('.squiggly-warning').first().waitFor({ state: 'attached' });
    await workbench().runCommand('View: Focus First Editor Group');
    await workbench().runCommand('Go to Next Problem (Error, Warning, Info)');
    await workbench().waitForLine(line);
    await workbench().screenshot('smoke test dead branch');
  });

  it('can be cancelled', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    await openDiagram('source-resnet-v2.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Run Smoke Test');
    await view('.training').getByText('Cancel', { exact: true }).click();
    await view('.training-banner', { hasText: /cancelled/i }).waitFor();
  });

  it('says that a network is too large for a quick test, and offers a smaller one', async () => {
    await openDiagram('resnet-50.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Run Smoke Test');
    await view('.training-banner', { hasText: /too large/i }).waitFor();
    await view('.training-actions')
      .getByText(/shrink|smaller/i)
      .first()
      .waitFor();
    await workbench().screenshot('smoke test too large');
  });
});
