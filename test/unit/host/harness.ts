import { vi } from 'vitest';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import { activate } from '../../../src/extension.js';
import '../../../src/host/app.js'; // Compiled before a test has to wait for it.
import { close, disk, edit, type TextDocument, textDocuments } from './fake/documents.js';
import { registered, settings } from './fake/vscode.js';

const subscriptions: vscode.Disposable[] = [];
export const extensionUri = vscode.Uri.parse('file:///extension');

/** Activates the extension as VS Code does. */
export function activated(): void {
  const extension = { packageJSON: manifest };
  activate({ subscriptions, extensionUri, extension } as unknown as vscode.ExtensionContext);
}

/** Activates it, and opens and closes a file of ours, so that all of it is there. */
export async function start(): Promise<void> {
  activated();
  const first = await openText('first.resnet.yaml', '');
  await vi.waitUntil(() => registered.providers.size > 0, { timeout: 10_000, interval: 5 });
  close(first);
  disk.clear();
}

/** Ends it as VS Code does, and closes what is open. */
export function stop(): void {
  for (const subscription of subscriptions.splice(0).reverse()) subscription.dispose();
  for (const panel of registered.panels.splice(0)) panel.dispose();
  for (const document of [...textDocuments]) close(document);
  registered.providers.clear();
  disk.clear();
  settings.clear();
  registered.messages.length = 0;
  registered.logged.length = 0;
  registered.testControllers.length = 0;
}

/** Until timers of up to `ms` and what follows from them are done. */
export const pause = (ms = 0): Promise<void> => new Promise(resolve => setTimeout(resolve, ms + 20));

/** A document that is open and analysed. */
export async function openText(name: string, text: string): Promise<TextDocument> {
  const uri = vscode.Uri.parse(`file:///models/${name}`);
  disk.set(uri.toString(), text);
  const document = (await vscode.workspace.openTextDocument(uri)) as unknown as TextDocument;
  await pause();
  return document;
}

/** Changes a document and waits until it is analysed. */
export async function retype(document: TextDocument, text: string): Promise<void> {
  edit(document, text);
  await pause(100);
}

/** What the Problems view shows of a file. */
export const diagnosticsOf = (
  document: TextDocument,
  collection = 'resnet-designer',
): readonly vscode.Diagnostic[] =>
  (registered.collections.get(collection)?.byFile.get(document.uri.toString()) ??
    []) as unknown as vscode.Diagnostic[];

/** What is wrong or remarked; advice, which the editor only marks with dots, has tests of its own. */
export const codesOf = (document: TextDocument, collection?: string): string[] =>
  diagnosticsOf(document, collection)
    .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint)
    .map(({ code }) => (code as { value: string }).value);

/** A registered provider, as its type. */
export const provider = <T>(kind: string): T => registered.providers.get(kind) as T;

export const asDocument = (document: TextDocument): vscode.TextDocument =>
  document as unknown as vscode.TextDocument;

/** Where `|` stands in a text, and the text without it. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** The position of the first character of a piece of a document's text. */
export const positionOf = (document: TextDocument, piece: string, shift = 0): vscode.Position =>
  document.positionAt(document.getText().indexOf(piece) + shift) as unknown as vscode.Position;

export const token = {} as vscode.CancellationToken;
