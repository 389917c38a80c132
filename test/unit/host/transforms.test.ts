import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { zoo } from '../../../src/core/zoo/index.js';
import type { WorkspaceEdit } from './fake/values.js';
import { registered } from './fake/vscode.js';
import { codesOf, openText, pause, start, stop } from './harness.js';

beforeEach(start);
afterEach(() => {
  vi.restoreAllMocks();
  stop();
});

const zooText = (id: string): string => zoo.find(entry => entry.id === id)!.text;

/** Runs a command on a text, and answers the text after it, and whether every edit was shown first. */
async function run(command: string, text: string, pick?: string) {
  const applied = vi.spyOn(vscode.workspace, 'applyEdit');
  const document = await openText('net.resnet.yaml', text);
  await pause(150);
  if (pick !== undefined) registered.picks.push(pick);
  await vscode.commands.executeCommand(`resnetDesigner.${command}`, document.uri);
  await pause(150);
  const edits = applied.mock.calls.flatMap(([edit]) => (edit as unknown as WorkspaceEdit).all);
  return { document, edits, isShown: edits.every(({ metadata }) => metadata?.needsConfirmation) };
}

test('shortcuts are inserted in the way that is picked, and shown first', async () => {
  const { document, edits, isShown } = await run(
    'insertShortcuts',
    zooText('vgg16'),
    '3 convolutions a block, v1',
  );
  expect(edits.length).toBeGreaterThan(0);
  expect(isShown).toBe(true);
  expect(document.getText()).toContain('  - residual_block: {filters: 256}\n');
  expect(codesOf(document)).toEqual([]);
});

test('shortcuts are removed, and shown first', async () => {
  const { document, isShown } = await run('removeShortcuts', zooText('resnet34'));
  expect(isShown).toBe(true);
  expect(document.getText()).toContain('shortcut: none');
});

test('nothing changes where nothing is picked', async () => {
  const { edits } = await run('insertShortcuts', zooText('vgg16'), 'no such way');
  expect(edits).toEqual([]);
});

test('it is said why nothing can be done', async () => {
  const { edits } = await run('removeShortcuts', zooText('vgg16'));
  expect(edits).toEqual([]);
  expect(registered.messages).toEqual([
    'Nothing is changed: no block of this file has a shortcut that is added.',
  ]);
});
