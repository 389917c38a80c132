import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { analyze } from '../../../src/core/analyze.js';
import { close, disk, edit } from './fake/documents.js';
import { changeSetting, registered } from './fake/vscode.js';
import { codesOf, diagnosticsOf, openText, pause, retype, start, stop } from './harness.js';
import { broken, clean, unfinished } from './samples.js';

beforeEach(start);
afterEach(stop);

const blocks = clean.slice(clean.indexOf('blocks:'), clean.indexOf('\nlayers:'));
const including = `include: blocks.yaml\n${clean.replace(blocks, '')}`;

describe('diagnostics', () => {
  test('stand at their place with code, related places and a link to the manual', async () => {
    const document = await openText('a.resnet.yaml', broken);
    const [found] = diagnosticsOf(document);
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
    const line = broken.split('\n').findIndex(l => l.includes('shortcut: identity'));
    expect(found!.range).toMatchObject({ start: { line, character: 4 }, end: { line, character: 22 } });
    expect(found!.relatedInformation!.length).toBeGreaterThan(1);
    const { target } = found!.code as { target: vscode.Uri };
    expect(target.path).toBe('resnetDesigner.openManual');
    expect(JSON.parse(target.query)).toEqual(['shortcut-mismatch']);
  });

  test('come after the delay, only for the newest text', async () => {
    const document = await openText('a.resnet.yaml', clean);
    edit(document, broken);
    edit(document, broken.replace('repeat: 2', 'repeat: x'));
    expect(codesOf(document)).toEqual([]);
    edit(document, clean);
    await pause(50);
    edit(document, broken);
    await pause(50);
    expect(codesOf(document)).toEqual([]);
    await pause(100);
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  });

  test('wait as long as the setting says', async () => {
    const document = await openText('a.resnet.yaml', clean);
    changeSetting('resnetDesigner.diagnostics.delay', 0);
    edit(document, broken);
    await pause();
    expect(codesOf(document)).toEqual(['shortcut-mismatch']);
  });

  test('have the severity that the setting gives a code, at once', async () => {
    const document = await openText('a.resnet.yaml', broken);
    changeSetting('resnetDesigner.rules', { 'shortcut-mismatch': 'hint' });
    await pause(150);
    expect(diagnosticsOf(document).map(({ severity }) => severity)).toEqual([vscode.DiagnosticSeverity.Hint]);
    changeSetting('resnetDesigner.rules', { 'shortcut-mismatch': 'off' });
    await pause(150);
    expect(codesOf(document)).toEqual([]);
  });

  test('go when the document is closed', async () => {
    const document = await openText('a.resnet.yaml', broken);
    close(document);
    expect(diagnosticsOf(document)).toEqual([]);
  });

  test('leave other JSON files alone', async () => {
    const document = await openText('config.json', '{"compilerOptions": {}}');
    expect(diagnosticsOf(document)).toEqual([]);
  });
});

describe('included files', () => {
  test('are read before anything is said about them', async () => {
    disk.set('file:///models/blocks.yaml', blocks);
    const said: string[][] = [];
    const uri = vscode.Uri.parse('file:///models/a.resnet.yaml');
    disk.set(uri.toString(), including);
    const collection = registered.collections.get('resnet-designer')!;
    const set = collection.set.bind(collection);
    collection.set = (at, diagnostics) => {
      said.push(diagnostics.map(d => d.message));
      set(at, diagnostics);
    };
    await vscode.workspace.openTextDocument(uri);
    await pause();
    expect(said).toEqual([[]]);
  });

  test('are looked at again when they change on the disk', async () => {
    const document = await openText('a.resnet.yaml', including);
    expect(codesOf(document)).toContain('missing-file');
    disk.set('file:///models/blocks.yaml', blocks);
    registered.watchers
      .get('file:///models/blocks.yaml')!
      .fire(vscode.Uri.parse('file:///models/blocks.yaml') as never);
    await pause(100);
    expect(codesOf(document)).toEqual([]);
  });

  test('count as they are in the editor, saved or not', async () => {
    const other = await openText('blocks.yaml', blocks);
    const document = await openText('a.resnet.yaml', including);
    expect(codesOf(document)).toEqual([]);
    await retype(other, blocks.replace('projection', 'identity'));
    expect(diagnosticsOf(other).map(d => (d.code as { value: string }).value)).toEqual(['shortcut-mismatch']);
    close(other);
    await pause(100);
    expect(codesOf(document)).toEqual([]);
  });
});

test('an exception is written down and shown once, and the next text is analysed', async () => {
  const document = await openText('a.resnet.yaml', clean);
  const getText = document.getText.bind(document);
  document.getText = () => {
    throw new Error('our bug');
  };
  await retype(document, clean);
  await retype(document, clean);
  expect(registered.messages).toEqual(['a.resnet.yaml could not be checked: our bug']);
  expect(registered.logged).toHaveLength(2);
  document.getText = getText;
  await retype(document, broken);
  expect(codesOf(document)).toEqual(['shortcut-mismatch']);
});

test('a broken text is reported, and the last good model is kept for the views', async () => {
  const document = await openText('a.resnet.yaml', clean);
  await retype(document, unfinished);
  expect(codesOf(document)).toContain('syntax');
  expect(analyze({ uri: document.uri.toString(), text: unfinished })!.broken).toBeDefined();
  const hints = (await (registered.providers.get('hints') as vscode.InlayHintsProvider).provideInlayHints(
    document as never,
    new vscode.Range(0, 0, 100, 0),
    {} as never,
  )) as vscode.InlayHint[];
  expect(hints.length).toBeGreaterThan(5);
});
