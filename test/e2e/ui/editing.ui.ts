import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { example } from './examples';
import { useWorkbench } from './harness';

const NAME = 'source-resnet-v1.resnet.yaml';

describe('editing by design', () => {
  const workbench = useWorkbench({
    folder: 'examples',
    settings: { 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 },
  });
  const view = (selector: string, options?: { hasText: string | RegExp }): Locator =>
    workbench().webview().locator(selector, options);
  const field = (name: string): Locator => view(`.properties [data-field="${name}"]`);
  const saved = (name: string): string => readFileSync(join(workbench().folder, name), 'utf8');

  /** Waits until the file holds what is expected. */
  async function becomes(name: string, change: (text: string) => string): Promise<void> {
    const expected = change(example(name));
    for (let i = 0; i < 100 && saved(name) !== expected; i++) await workbench().page.waitForTimeout(100);
    assert.equal(saved(name), expected);
  }

  /** Shows a box's properties; a block is clicked at its name. */
  async function open(name: string, box: string): Promise<void> {
    await workbench().runCommand('View: Close All Editors');
    await workbench().openFile(name);
    await workbench().runCommand('ResNet Designer: Open Diagram');
    await view('[title^="Show the whole network"]').first().click();
    await view(`[data-id="${box}"]`).click({ position: { x: 24, y: 10 } });
    await view('.properties').waitFor();
  }

  async function undo(name: string): Promise<void> {
    await workbench().focusEditor();
    await workbench().page.keyboard.press('ControlOrMeta+Z');
    await becomes(name, text => text);
  }

  it('changes a figure of a layer, and undo takes it back to the byte', async () => {
    await open(NAME, 'conv1');
    await workbench().screenshot('properties');
    await field('filters').locator('input').fill('24');
    await workbench().page.keyboard.press('Enter');
    await becomes(NAME, text =>
      text.replace('filters: 16, kernel: 3, activation', 'filters: 24, kernel: 3, activation'),
    );
    await view('.properties dd', { hasText: '32×32×24' }).waitFor();
    await undo(NAME);
  });

  it('says what a field must hold, and changes nothing', async () => {
    await view('[data-id="conv1"]').click();
    await field('kernel').locator('input').fill('three');
    await workbench().page.keyboard.press('Enter');
    await field('kernel').getByText('It must be a whole number').waitFor();
    assert.equal(saved(NAME), example(NAME));
    await workbench().screenshot('properties complaint');
  });

  it('puts in a layer that is chosen, and takes one out', async () => {
    await open(NAME, 'flatten1');
    await view('.properties [title^="Insert a layer"]').click();
    await workbench().choose('dropout');
    await becomes(NAME, text =>
      text.replace(/( *- )flatten.*\n/, line => `${line}${line.match(/^ *- /)![0]}dropout\n`),
    );
    await view('[data-id="dropout"], [data-id="dropout1"]').first().click();
    await view('.properties [title="Remove"]').click();
    await becomes(NAME, text => text);
  });

  it('sets the shortcut of a block, with what each costs', async () => {
    await open(NAME, 'block2');
    await view('.properties').getByText('Shortcut…').click();
    await workbench()
      .page.locator('.quick-input-list .monaco-list-row', { hasText: 'fewer' })
      .first()
      .waitFor();
    await workbench().screenshot('choosing a shortcut');
    await workbench().choose('pad');
    await becomes(NAME, text => text.replace('shortcut: auto', 'shortcut: pad'));
    await undo(NAME);
  });

  it('sets how often a stage repeats', async () => {
    const name = 'resnet-50.resnet.yaml';
    await open(name, 'stage2');
    await field('repeat').locator('input').fill('6');
    await workbench().page.keyboard.press('Enter');
    await becomes(name, text => text.replace('repeat: 4', 'repeat: 6'));
    await workbench().screenshot('properties of a stage');
    await undo(name);
  });
});
