import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { zoo } from '../../../src/core/zoo/index.js';
import { registered } from './fake/vscode.js';
import { codesOf, openText, pause, start, stop } from './harness.js';

beforeEach(start);
afterEach(() => {
  registered.picks.length = 0;
  stop();
});

const zooText = (id: string): string => zoo.find(entry => entry.id === id)!.text;

/** Runs a command on a text; answers the document after it, and the text that was shown before it was made. */
async function run(command: string, text: string, ...picks: readonly string[]) {
  const document = await openText('net.resnet.yaml', text);
  await pause(150);
  registered.picks.push(...picks);
  registered.asked.length = 0;
  await vscode.commands.executeCommand(`resnetDesigner.${command}`, document.uri);
  await pause(150);
  return { document, shown: registered.compared.splice(0) };
}

const three = '3 convolutions a block, v1';
const yes = 'Make the Changes';

test('shortcuts are inserted in the way that is picked, and shown first', async () => {
  const { document, shown } = await run('insertShortcuts', zooText('vgg16'), three, yes);
  expect(document.getText()).toContain('  - residual_block: {filters: 256}\n');
  expect(shown).toEqual([document.getText()]);
  expect(registered.asked.at(-1)).toBe(`${three}: 3 residual units, 164,608 parameters more`);
  expect(codesOf(document)).toEqual([]);
});

test('shortcuts are removed, and shown first', async () => {
  const { document, shown } = await run('removeShortcuts', zooText('resnet34'), yes);
  expect(document.getText()).toContain('shortcut: none');
  expect(shown).toEqual([document.getText()]);
  expect(registered.asked).toEqual(['Remove shortcuts: no residual units, 175,616 parameters fewer']);
});

test('nothing changes before it is agreed to', async () => {
  const { document, shown } = await run('insertShortcuts', zooText('vgg16'), three, 'Leave It as It Is');
  expect(shown).toHaveLength(1);
  expect(document.getText()).toBe(zooText('vgg16'));
});

test('nothing is shown where nothing is picked', async () => {
  const { shown } = await run('insertShortcuts', zooText('vgg16'), 'no such way');
  expect(shown).toEqual([]);
});

test('it is said why nothing can be done', async () => {
  const { shown } = await run('removeShortcuts', zooText('vgg16'), yes);
  expect(shown).toEqual([]);
  expect(registered.messages).toEqual([
    'Nothing is changed: no block of this file has a shortcut that is added.',
  ]);
});
