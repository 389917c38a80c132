import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { example, lineOf } from './examples';
import { useWorkbench } from './harness';

const SMOKE_LIMIT = 180_000;

describe('the Test Explorer', () => {
  const workbench = useWorkbench({ folder: 'examples' });
  const row = (label: string): Locator =>
    workbench().page.locator('.test-explorer .monaco-list-row', { hasText: label });
  const status = (): Locator => workbench().page.locator('.statusbar-item', { hasText: 'Smoke test of' });

  async function expand(label: string): Promise<void> {
    await row(label).locator('.monaco-tl-twistie.collapsed').click();
  }

  async function run(label: string): Promise<void> {
    await row(label).hover();
    await row(label).locator('[aria-label^="Run Test"]').click();
  }

  it('lists the model files of the folder, without opening one', async () => {
    await workbench().page.locator('.activitybar [aria-label^="Testing"]').first().click();
    for (const file of [
      'dead-branch.resnet.yaml',
      'resnet.keras.json',
      'resnet_cifar.py',
      'source_resnet.py',
    ])
      await row(file).waitFor();
    await workbench().screenshot('test explorer files');
  });

  it('opens a file out into its networks', async () => {
    await expand('source_resnet.py');
    await row('model_v1').waitFor();
    await row('model_v2').waitFor();
    await expand('dead-branch.resnet.yaml');
    await row('dead branch').waitFor();
    await workbench().screenshot('test explorer networks');
  });

  it('runs a smoke test in the diagram, and the status bar tells how far it is', async () => {
    await run('dead branch');
    await workbench().webview().locator('.training').waitFor();
    await status().waitFor();
    await workbench().screenshot('test explorer running');
    await row('dead branch').locator('.codicon-testing-failed-icon').waitFor({ timeout: SMOKE_LIMIT });
    await status().waitFor({ state: 'detached' });
    await workbench().screenshot('test explorer failed');
  }).timeout(2 * SMOKE_LIMIT);

  it('leads from the failure to the guilty line', async () => {
    await row('dead branch').click();
    const peek = workbench().page.locator('.test-output-peek');
    await peek.getByText('Every weight gets a gradient').first().waitFor();
    await workbench().page.locator('.monaco-editor .view-line', { hasText: 'rescale: {scale: 0}' }).waitFor();
    await workbench().screenshot('test explorer message');
    const text = await workbench().page.locator('.line-numbers').allTextContents();
    assert.ok(text.includes(String(lineOf('dead-branch.resnet.yaml', 'rescale: {scale: 0}'))));
  });

  it('marks a network with errors as not tried', async () => {
    await expand('mismatch.resnet.yaml');
    await run('broken shortcut');
    await row('broken shortcut').locator('.codicon-testing-error-icon').waitFor();
  });

  it('lists a file that comes later, and cancels its test, which ends in the diagram, too', async () => {
    const slow = example('dead-branch.resnet.yaml')
      .replace('name: dead branch', 'name: slow net')
      .replace('[16, 16, 3]', '[64, 64, 3]');
    writeFileSync(join(workbench().folder, 'slow.resnet.yaml'), slow);
    await row('slow.resnet.yaml').waitFor();
    await expand('slow.resnet.yaml');
    await run('slow net');
    await status().waitFor({ timeout: SMOKE_LIMIT });
    await workbench().page.locator('.sidebar [aria-label^="Cancel Test Run"]').first().click();
    await row('slow net').locator('.codicon-testing-skipped-icon').waitFor();
    await workbench()
      .webview()
      .locator('.training-banner', { hasText: /^Cancelled after \d+ steps/ })
      .waitFor();
    await status().waitFor({ state: 'detached' });
    await workbench().screenshot('test explorer cancelled');
  }).timeout(2 * SMOKE_LIMIT);
});
