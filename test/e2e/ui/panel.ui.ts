import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { lineOf } from './examples';
import { useWorkbench } from './harness';

describe('around the diagram', () => {
  const workbench = useWorkbench({ folder: 'examples', settings: { 'files.simpleDialog.enable': true } });
  const view = (selector: string, options?: { hasText: string | RegExp }): Locator =>
    workbench().webview().locator(selector, options);

  async function openDiagram(name: string): Promise<void> {
    await workbench().runCommand('View: Close All Editors');
    await workbench().openFile(name);
    await workbench().runCommand('ResNet Designer: Open Diagram');
    await view('g.node').first().waitFor();
  }

  /** The picture's place on the screen, once it has been still for a while. */
  async function settled(): Promise<string> {
    const place = async (): Promise<string> => (await view('.world').getAttribute('transform')) ?? '';
    let before = '';
    let now = await place();
    while (now !== before) {
      await workbench().page.waitForTimeout(1000);
      before = now;
      now = await place();
    }
    return now;
  }

  it('exports a picture that needs nothing but itself', async () => {
    await openDiagram('mismatch.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Export Diagram…');
    await view('.export').waitFor();
    await workbench().screenshot('export card');
    await view('.export vscode-button', { hasText: 'Save' }).click();
    const dialog = workbench().page.locator('.quick-input-widget input[type="text"]');
    await dialog.waitFor();
    await workbench().page.waitForFunction(() =>
      document
        .querySelector<HTMLInputElement>('.quick-input-widget input[type="text"]')
        ?.value.endsWith('.svg'),
    );
    const path = await dialog.inputValue();
    await workbench().page.keyboard.press('Enter');
    await view('.export .status', { hasText: 'Saved' }).waitFor();
    const text = readFileSync(join(workbench().folder, path.slice(path.lastIndexOf('/') + 1)), 'utf8');
    assert.doesNotMatch(text, /var\(|class=|url\(|color-mix|color\(/);
    const page = await workbench().page.context().newPage();
    await page.setContent(text);
    assert.ok((await page.locator('svg text').count()) > 10);
    await page.locator('svg').screenshot({ path: 'test-results/exported.png' });
    await page.close();
    await view('.export [title="Close"]').click();
  });

  it('finds layers by kind, shape and state, also in closed blocks', async () => {
    await openDiagram('resnet-50.resnet.yaml');
    await view('[title^="Find in the network"]').click();
    await workbench().page.keyboard.type('conv 28x28x512');
    const count = view('.search .count');
    await view('.search .count', { hasText: /found/ }).waitFor();
    const found = Number.parseInt((await count.textContent())!, 10);
    assert.equal(found, 5);
    await workbench().page.keyboard.press('Enter');
    await view('.search .count', { hasText: '1 of' }).waitFor();
    await view('[data-id^="stage2."].found.selected').first().waitFor();
    await settled();
    const { y, height } = (await view('.found.selected > .shape').boundingBox())!;
    const card = (await view('.properties').boundingBox())!;
    assert.ok(y > 100 && y + height < card.y, `the match is at ${y}, the card at ${card.y}`);
    await workbench().screenshot('search');
    await workbench().page.keyboard.press('Escape');
    await view('.found').first().waitFor({ state: 'detached' });
  });

  it('goes back to where the reader was, and forward', async () => {
    await view('[title^="Show the whole network"]').click();
    const whole = await settled();
    await view('[title^="Back"]').click();
    assert.notEqual(await settled(), whole);
    await view('[title^="Forward"]').click();
    assert.equal(await settled(), whole);
  });

  it('keeps still while the cursor moves, if the reader wants it so', async () => {
    const goTo = (text: string): Promise<void> => workbench().goToLine(lineOf('resnet-50.resnet.yaml', text));
    await openDiagram('resnet-50.resnet.yaml');
    await view('[title^="Follow the cursor"]').click();
    const before = await settled();
    await goTo('globalAveragePool');
    await view('[data-id="globalAveragePool1"].highlighted').waitFor({ state: 'attached' });
    assert.equal(await settled(), before);
    await view('[title^="Follow the cursor"]').click();
    await goTo('maxPool');
    await goTo('dense: {units');
    assert.notEqual(await settled(), before);
  });

  it('shows a map of what does not fit', async () => {
    await openDiagram('resnet-50.resnet.yaml');
    const map = view('.minimap');
    await map.waitFor();
    const { height } = (await map.boundingBox())!;
    await map.click({ position: { x: 20, y: height * 0.9 } });
    await view('[data-id="globalAveragePool1"]').waitFor();
    await workbench().screenshot('minimap');
  });

  it('colours by a figure, with a legend', async () => {
    await view('.legend vscode-dropdown').click();
    await view('.legend vscode-option', { hasText: 'parameters' }).click();
    await view('[data-id="dense1"].heat').waitFor();
    assert.match(
      (await view('[data-id="dense1"] [role="treeitem"]').getAttribute('aria-label'))!,
      /parameters 2\.05M$/,
    );
    assert.deepEqual(await view('.legend .ends span').allTextContents(), ['256', '2.36M']);
    await workbench().screenshot('overlay');
  });

  it('has no violation that axe knows', async () => {
    await view('[data-id="globalAveragePool1"]').click();
    const violations = await view('body').evaluate(
      async (body, source) => {
        const axe = new Function(`${source}; return window.axe`)();
        const { violations } = await axe.run(body, { rules: { 'page-has-heading-one': { enabled: false } } });
        return violations.map(
          ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html.slice(0, 160))
              .join(' | ')}`,
        );
      },
      readFileSync('node_modules/axe-core/axe.min.js', 'utf8'),
    );
    assert.deepEqual(violations, []);
  });

  it('is usable in a narrow panel', async () => {
    await openDiagram('resnet-50.resnet.yaml');
    await workbench().runCommand('View: Close Primary Side Bar');
    await workbench().page.setViewportSize({ width: 660, height: 900 });
    await workbench().page.waitForTimeout(1000);
    const width = await view('body').evaluate(body => body.clientWidth);
    assert.ok(width < 330, String(width));
    assert.ok(await view('body').evaluate(body => body.scrollWidth <= body.clientWidth));
    const main = (await view('[data-id="conv1"] > .shape').boundingBox())!;
    const panel = (await view('body').boundingBox())!;
    assert.ok(
      main.x > panel.x && main.x + main.width < panel.x + panel.width,
      'the main line stays in the middle',
    );
    for (const control of ['Find in the network', 'Export the diagram', 'Run a smoke test', 'Zoom in'])
      assert.ok(await view(`[title^="${control}"]`).isVisible(), control);
    await view('[title^="Find in the network"]').click();
    await workbench().screenshot('narrow');
    await openDiagram('mismatch.resnet.yaml');
    await workbench().runCommand('Go to Next Problem (Error, Warning, Info)');
    await view('.callout', { hasText: 'Shapes do not match' }).first().waitFor();
    await workbench().screenshot('narrow mismatch');
  });
});
