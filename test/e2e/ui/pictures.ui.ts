import { join } from 'node:path';
import { lineOf } from './examples';
import { useWorkbench } from './harness';

const SMOKE_LIMIT = 180_000;

/** The README's pictures, as `npm run pictures` takes them. */
describe('pictures', () => {
  const workbench = useWorkbench({
    folder: 'examples',
    settings: {
      'files.autoSave': 'afterDelay',
      'files.autoSaveDelay': 100,
      'editor.minimap.enabled': false,
      'editor.lineNumbersMinChars': 3,
      'editor.fontSize': 13,
    },
  });

  before(() => workbench().runCommand('View: Close Primary Side Bar'));

  async function show(name: string): Promise<void> {
    await workbench().runCommand('View: Close All Editors');
    await workbench().openFile(name);
    await workbench().runCommand('ResNet Designer: Open Diagram');
    await workbench().webview().locator('g.node').first().waitFor();
    await workbench().openFile(name);
  }

  /** Waits until the picture no longer moves. */
  async function settle(): Promise<void> {
    const world = workbench().webview().locator('.world');
    const where = (): Promise<string> => world.evaluate(node => getComputedStyle(node).transform);
    for (let before = '', now = await where(); now !== before; before = now, now = await where())
      await workbench().page.waitForTimeout(500);
  }

  async function take(name: string): Promise<void> {
    await settle();
    await workbench().page.screenshot({ path: join(process.env.E2E_PICTURES!, `${name}.png`) });
  }

  const press = (title: string): Promise<void> =>
    workbench().webview().locator(`[aria-label^="${title}"], [title^="${title}"]`).first().click();

  it('overview', async () => {
    await show('source-resnet-v1.resnet.yaml');
    await workbench().webview().locator('.minimap > g > g').first().waitFor({ state: 'attached' });
    await take('overview');
  });

  it('a whole network', async () => {
    await show('resnet-50.resnet.yaml');
    await press('Show the whole network');
    await take('resnet50');
  });

  it('a mismatch', async () => {
    await show('mismatch.resnet.yaml');
    await workbench().goToLine(lineOf('mismatch.resnet.yaml', 'shortcut: identity #'));
    await workbench().webview().locator('.node.wrong.highlighted').first().waitFor();
    await take('mismatch');
  });

  it('a smoke test', async function () {
    this.timeout(2 * SMOKE_LIMIT);
    await show('source-resnet-v1.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Run Smoke Test');
    await workbench()
      .webview()
      .locator('.training-banner.good', { hasText: /learns/i })
      .waitFor({ timeout: SMOKE_LIMIT });
    await take('smoke-test');
  });
});
