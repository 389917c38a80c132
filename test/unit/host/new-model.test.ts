import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { zoo, zooTitle } from '../../../src/core/zoo/index.js';
import { disk, textDocuments } from './fake/documents.js';
import { Uri } from './fake/values.js';
import { registered, workspace } from './fake/vscode.js';
import { codesOf, pause, provider, start, stop, token } from './harness.js';

beforeEach(start);
afterEach(() => {
  workspace.workspaceFolders = undefined;
  stop();
});

async function choose(label: string): Promise<string[]> {
  registered.picks.push(label);
  await vscode.commands.executeCommand('resnetDesigner.newModel');
  await pause(100);
  return textDocuments.map(({ uri }) => uri.toString());
}

test('every known network has a title and a comment of its own', () => {
  const titles = zoo.map(zooTitle);
  expect(new Set(titles).size).toBe(zoo.length);
});

test('in a folder, the new document has a free name there', async () => {
  workspace.workspaceFolders = [{ uri: Uri.parse('file:///models') }];
  disk.set('file:///models/resnet18.resnet.yaml', '');
  expect(await choose('ResNet-18')).toEqual(['untitled:///models/resnet18-2.resnet.yaml']);
  expect(textDocuments[0]!.getText()).toContain('name: ResNet-18');
  expect(await choose('ResNet-18')).toContain('untitled:///models/resnet18-3.resnet.yaml');
});

test('without a folder it has none, and is one of ours by its language', async () => {
  expect(await choose('ResNet-18')).toEqual(['untitled:Untitled-1']);
  const [document] = textDocuments;
  expect(codesOf(document!)).toEqual([]);
  const lenses = await provider<vscode.CodeLensProvider>('lenses').provideCodeLenses(
    document as never,
    token,
  );
  expect(lenses!.length).toBeGreaterThan(4);
});

test('nothing happens where nothing is chosen', async () => {
  expect(await choose('no such network')).toEqual([]);
});
