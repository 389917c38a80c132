import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { residual2 } from '../keras/fixtures.js';
import { binaries, textDocuments } from './fake/documents.js';
import { registered } from './fake/vscode.js';
import { asDocument, codesOf, pause, provider as providerOf, start, stop, token } from './harness.js';

beforeEach(start);
afterEach(() => {
  binaries.clear();
  stop();
});

const archive = vscode.Uri.parse('file:///models/net.keras');
const saved = (config: object): Uint8Array =>
  zipSync({ 'config.json': strToU8(JSON.stringify(config)), 'model.weights.h5': new Uint8Array(9) });

async function openDiagram(bytes: Uint8Array): Promise<void> {
  binaries.set(archive.toString(), bytes);
  await vscode.commands.executeCommand('resnetDesigner.openDiagram', archive);
  await pause(100);
}

test('a diagram of an archive is that of the architecture in it, as a document that follows the file', async () => {
  await openDiagram(saved(residual2));
  expect(registered.panels.map(({ title }) => title)).toEqual(['Diagram: net.keras.json']);
  const [document] = textDocuments;
  expect(document!.uri.toString()).toMatch(/^resnet-designer-archive:.*net\.keras\.json/);
  expect(JSON.parse(document!.getText())).toEqual(residual2);
  expect(codesOf(document!)).toEqual([]);
  const provider = registered.contents.get('resnet-designer-archive')!;
  const other = { ...residual2, class_name: 'Model' };
  binaries.set(archive.toString(), saved(other));
  expect(JSON.parse(String(await provider.provideTextDocumentContent(document!.uri)))).toEqual(other);
});

test('nothing is offered that would change an archive', async () => {
  const { layers } = residual2.config as { layers: { class_name: string; config: object }[] };
  const biased = layers.map(layer =>
    layer.class_name === 'Conv2D'
      ? { ...layer, config: { ...layer.config, use_bias: true, activation: 'linear' } }
      : layer,
  );
  await openDiagram(saved({ ...residual2, config: { ...(residual2.config as object), layers: biased } }));
  const [document] = textDocuments;
  const hints = registered.collections.get('resnet-designer')!.byFile.get(document!.uri.toString())!;
  expect(hints.map(({ code }) => (code as { value: string }).value)).toEqual(['bias-before-norm']);
  const actions = await providerOf<vscode.CodeActionProvider>('actions').provideCodeActions(
    asDocument(document!),
    hints[0]!.range as unknown as vscode.Range,
    { diagnostics: hints, only: undefined, triggerKind: 1 } as unknown as vscode.CodeActionContext,
    token,
  );
  expect(actions ?? []).toEqual([]);
});

test('what is no archive says why', async () => {
  await openDiagram(strToU8('PK'));
  expect(registered.panels).toEqual([]);
  expect(registered.messages).toEqual(['net.keras: this archive is damaged']);
});
