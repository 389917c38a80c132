import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as vscode from 'vscode';
import type { SmokeReport } from '../../../src/protocol.js';
import { close, disk, openTextDocument, renamed, type TextDocument } from './fake/documents.js';
import { liveThings } from './fake/live.js';
import { Uri } from './fake/values.js';
import { happened, registered, shown } from './fake/vscode.js';
import { WebviewPanel } from './fake/webview.js';
import { codesOf, diagnosticsOf, openText, pause, positionOf, retype, start, stop } from './harness.js';
import { PageEnd } from './page-end.js';
import { broken, clean, unfinished } from './samples.js';

beforeEach(start);
afterEach(stop);

const openDiagram = (document: TextDocument) =>
  vscode.commands.executeCommand('resnetDesigner.openDiagram', document.uri as unknown as vscode.Uri);

async function openPage(document: TextDocument): Promise<{ panel: WebviewPanel; page: PageEnd }> {
  await openDiagram(document);
  const panel = registered.panels.at(-1)!;
  return { panel, page: new PageEnd(panel) };
}

describe('lifetime', () => {
  test('ten panels opened and closed leave nothing behind', async () => {
    const documents = await Promise.all(
      Array.from({ length: 10 }, (_, i) => openText(`${i}.resnet.yaml`, clean)),
    );
    const before = liveThings();
    for (const document of documents) {
      const { page } = await openPage(document);
      await page.host.ready();
    }
    await pause();
    expect(registered.panels).toHaveLength(10);
    expect(liveThings().length).toBeGreaterThan(before.length);
    for (const panel of registered.panels) panel.dispose();
    expect(liveThings()).toEqual(before);
  });

  test('a panel opened and closed 200 times leaves nothing behind', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const before = liveThings();
    for (let i = 0; i < 200; i++) {
      const { panel, page } = await openPage(document);
      await page.host.ready();
      page.connection.close();
      panel.dispose();
    }
    await pause();
    expect(liveThings()).toEqual(before);
  });

  test('a stopped extension leaves nothing behind', async () => {
    stop();
    const before = liveThings();
    start();
    const { page } = await openPage(await openText('a.resnet.yaml', broken));
    await page.host.ready();
    stop();
    expect(liveThings()).toEqual(before);
  });

  test('a document has one panel, which is shown again', async () => {
    const document = await openText('a.resnet.yaml', clean);
    await openDiagram(document);
    registered.panels[0]!.setVisible(false);
    await openDiagram(document);
    expect(registered.panels).toHaveLength(1);
    expect(registered.panels[0]!.visible).toBe(true);
  });

  test('a panel comes back after a reload', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const panel = new WebviewPanel('resnetDesigner.diagram');
    const serializer = registered.serializers.get('resnetDesigner.diagram')!;
    await serializer.deserializeWebviewPanel(panel, { document: document.uri.toString() });
    expect((await new PageEnd(panel).host.ready())?.file).toBe('a.resnet.yaml');
    panel.dispose();
  });
});

describe('a document with another name', () => {
  const titles = (): string[] => registered.panels.map(panel => panel.title);

  test('keeps its panel when the file is renamed', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { panel } = await openPage(document);
    const newUri = document.uri.with({ path: '/models/b.resnet.yaml' });
    renamed.fire({ files: [{ oldUri: document.uri, newUri }] });
    close(document);
    disk.set(newUri.toString(), broken);
    expect(titles()).toEqual(['Diagram: b.resnet.yaml']);
    expect(await new PageEnd(panel).host.ready()).toMatchObject({ file: 'b.resnet.yaml' });
  });

  test('keeps its panel when it is saved for the first time', async () => {
    const uri = Uri.from({ scheme: 'untitled', path: '/models/new.resnet.yaml' });
    const untitled = await openTextDocument(uri);
    await retype(untitled, clean);
    await (await openPage(untitled)).page.host.ready();
    close(untitled);
    await openText('saved.resnet.yaml', clean);
    await pause(500);
    expect(titles()).toEqual(['Diagram: saved.resnet.yaml']);
  });

  test('loses its panel when it is thrown away unsaved', async () => {
    const uri = Uri.from({ scheme: 'untitled', path: '/models/new.resnet.yaml' });
    const untitled = await openTextDocument(uri);
    await retype(untitled, clean);
    const { panel } = await openPage(untitled);
    let isGone = false;
    panel.onDidDispose(() => {
      isGone = true;
    });
    close(untitled);
    await pause(500);
    expect(isGone).toBe(true);
  });
});

describe('what a panel shows', () => {
  test('is the model, and the newer one after an edit', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { page } = await openPage(document);
    const view = await page.host.ready();
    await pause();
    const advice = [{ code: 'bias-before-norm', severity: 'hint' }];
    expect(view).toMatchObject({ file: 'a.resnet.yaml', version: 1, model: { findings: advice } });
    await retype(document, broken);
    expect(page.views.at(-1)).toMatchObject({
      version: 2,
      model: { findings: [{ code: 'shortcut-mismatch' }] },
    });
  });

  test('stays, with the reason, while the text is broken', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { page } = await openPage(document);
    await page.host.ready();
    await pause();
    await retype(document, unfinished);
    expect(page.views.at(-1)).toMatchObject({ version: 1, model: { graph: { name: 'small' } } });
    expect(page.views.at(-1)!.stale).toBeTruthy();
  });

  test('is nothing new while it is hidden, and the newest when it is shown', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { panel, page } = await openPage(document);
    await page.host.ready();
    await pause();
    panel.setVisible(false);
    await retype(document, broken);
    expect(page.views).toEqual([]);
    panel.setVisible(true);
    expect(await new PageEnd(panel).host.ready()).toMatchObject({ version: 2 });
  });

  test('is nothing for a file that is gone', async () => {
    const panel = new WebviewPanel('resnetDesigner.diagram');
    const serializer = registered.serializers.get('resnetDesigner.diagram')!;
    await serializer.deserializeWebviewPanel(panel, { document: 'file:///models/gone.resnet.yaml' });
    expect(await new PageEnd(panel).host.ready()).toBeUndefined();
    panel.dispose();
  });

  test('has every style sheet that there is', async () => {
    const { panel } = await openPage(await openText('a.resnet.yaml', clean));
    const linked = [...panel.webview.html.matchAll(/href="[^"]*\/(media\/[\w-]+\.css)"/g)].map(
      ([, path]) => path!,
    );
    const media = new URL('../../../media/', import.meta.url);
    const there = readdirSync(media).filter(name => name.endsWith('.css'));
    expect(linked.sort()).toEqual(there.map(name => `media/${name}`).sort());
  });

  test('has no place for foreign scripts', async () => {
    const { panel } = await openPage(await openText('a.resnet.yaml', clean));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panel.webview.html)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    expect(panel.webview.html).toMatch(/data-document="file:\/\/\/models\/a.resnet.yaml"/);
  });
});

describe('what a panel asks for', () => {
  test('fixes are listed and applied, unless the text has changed', async () => {
    const document = await openText('a.resnet.yaml', broken);
    const { page } = await openPage(document);
    const { version } = (await page.host.ready())!;
    const titles = await page.host.fixes(version, 0);
    expect(titles[0]).toContain('projection');
    expect(await page.host.applyFix(version, 0, 0)).toBe(true);
    await pause(100);
    expect(document.getText()).toBe(clean);
    expect(await page.host.applyFix(version, 0, 0)).toBe(false);
    expect(await page.host.fixes(version, 0)).toEqual([]);
  });

  test('a change is written into the text, unless that has changed', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { page } = await openPage(document);
    const { version } = (await page.host.ready())!;
    const change = { kind: 'set-parameter', node: 'stem', parameter: 'bias', value: false } as const;
    expect(await page.host.change(version, { ...change, node: 'nobody' })).toMatch(/change it in the text/);
    expect(document.getText()).toBe(clean);
    expect(await page.host.change(version, change)).toBeUndefined();
    await pause(100);
    expect(document.getText()).toContain('bias: false');
    expect(await page.host.change(version, change)).toMatch(/has changed meanwhile/);
  });

  test('a place is shown in an editor, which leaves the focus to the panel', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { page } = await openPage(document);
    const view = (await page.host.ready())!;
    const stem = view.model.graph.nodes.find(node => node.id === 'stem')!;
    await page.host.reveal(stem.at);
    const { uri, options, selection } = shown.at(-1)!;
    expect(String(uri)).toBe(document.uri.toString());
    expect(options).toMatchObject({ viewColumn: 1, preserveFocus: true });
    expect(selection!.start.line).toBe(positionOf(document, 'id: stem').line);
  });

  test('failed checks are marked at their layers until the text changes', async () => {
    const document = await openText('a.resnet.yaml', clean);
    const { page } = await openPage(document);
    const { version } = (await page.host.ready())!;
    const check = {
      id: 'gradient-arrives',
      title: 'Gradients',
      verdict: 'fail',
      message: 'none arrives',
      node: 'stem',
    } as const;
    const passed = { ...check, id: 'first-loss', verdict: 'pass' } as const;
    const report = { checks: [check, passed] } as unknown as SmokeReport;
    await page.host.smokeTestEnded(version, report);
    const collection = 'resnet-designer-smoke-test';
    expect(codesOf(document, collection)).toEqual(['gradient-arrives']);
    const { range, code } = diagnosticsOf(document, collection)[0]!;
    expect(range.start.line).toBe(positionOf(document, 'id: stem').line);
    expect(JSON.parse((code as { target: vscode.Uri }).target.query)).toEqual(['gradient-arrives']);
    await retype(document, `${clean}# changed\n`);
    expect(codesOf(document, collection)).toEqual([]);
    await page.host.smokeTestEnded(version, report);
    expect(codesOf(document, collection)).toEqual([]);
  });
});

test('the smoke test starts when the page is up', async () => {
  const document = await openText('a.resnet.yaml', clean);
  await vscode.commands.executeCommand('resnetDesigner.runSmokeTest', document.uri as unknown as vscode.Uri);
  const page = new PageEnd(registered.panels[0]!);
  await page.host.ready();
  await pause();
  expect(page.smokeTests).toBe(1);
});

test('the cursor is followed, but not where the diagram has put it', async () => {
  const document = await openText('a.resnet.yaml', clean);
  const { page } = await openPage(document);
  await page.host.ready();
  await pause();
  const moveTo = async (piece: string): Promise<void> => {
    const at = positionOf(document, piece) as never;
    happened.selection.fire({
      textEditor: { document },
      selections: [new vscode.Selection(at, at) as never],
    });
    await pause(50);
  };
  await moveTo('id: stem');
  expect(page.highlights.at(-1)).toEqual(['stem']);
  await moveTo('stage: {block: basic, repeat: 2, filters: 16}');
  expect(page.highlights.at(-1)).toContain('stage1.0.conv1');
  await moveTo('filters: $filters');
  expect(page.highlights.at(-1)).toEqual([
    'stage1.0.conv1',
    'stage1.1.conv1',
    'stage2.0.conv1',
    'stage2.1.conv1',
  ]);
  const { at } = (await page.host.ready())!.model.graph.nodes.find(node => node.id === 'stem')!;
  await page.host.reveal(at);
  happened.selection.fire({ textEditor: { document }, selections: [shown.at(-1)!.selection as never] });
  await pause(50);
  expect(page.highlights).toHaveLength(3);
});

test('a document that is closed keeps its panel, and opens again when the page asks', async () => {
  const document = await openText('a.resnet.yaml', clean);
  const { panel, page } = await openPage(document);
  await page.host.ready();
  close(document);
  expect(await new PageEnd(panel).host.ready()).toMatchObject({ file: 'a.resnet.yaml' });
});

describe('export', () => {
  test('is opened in the panel by its command, as soon as the page is there', async () => {
    const document = await openText('a.resnet.yaml', clean);
    await vscode.commands.executeCommand(
      'resnetDesigner.exportDiagram',
      document.uri as unknown as vscode.Uri,
    );
    const page = new PageEnd(registered.panels.at(-1)!);
    await page.host.ready();
    await pause();
    expect(page.exports).toBe(1);
  });

  test('is written where the user says, or nowhere', async () => {
    const { page } = await openPage(await openText('a.resnet.yaml', clean));
    const target = Uri.parse('file:///models/a.svg');
    registered.saveTargets.push(target);
    expect(await page.host.save('a.svg', '<svg/>')).toBe(true);
    expect(disk.get(target.toString())).toBe('<svg/>');
    expect(await page.host.save('b.png', new Uint8Array([1]))).toBe(false);
    expect([...disk.keys()].some(name => name.includes('.png'))).toBe(false);
  });

  test('is copied', async () => {
    const { page } = await openPage(await openText('a.resnet.yaml', clean));
    await page.host.copy('flowchart TB');
    expect(registered.clipboard).toBe('flowchart TB');
  });
});
