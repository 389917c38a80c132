import * as vscode from 'vscode';
import { frontendFor } from '../core/analyze.js';
import type { CompletionItem } from '../core/frontends/frontend.js';
import { nativeFormats, sourceUri } from './formats.js';
import type { Models } from './models.js';
import { Lines } from './positions.js';

const kinds: Readonly<Record<CompletionItem['kind'], vscode.CompletionItemKind>> = {
  layer: vscode.CompletionItemKind.Function,
  parameter: vscode.CompletionItemKind.Property,
  block: vscode.CompletionItemKind.Class,
  value: vscode.CompletionItemKind.EnumMember,
  reference: vscode.CompletionItemKind.Variable,
  key: vscode.CompletionItemKind.Keyword,
};

/** Offers what can stand at the cursor, as the file's front end knows it. */
export function registerCompletion(models: Models): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems(document, position, _token, { triggerCharacter }) {
      const before = document.lineAt(position).text.slice(0, position.character);
      if (isComment(before) || (triggerCharacter === ' ' && !invites(before))) return [];
      return itemsAt(document, position, models);
    },
  };
  return vscode.languages.registerCompletionItemProvider(nativeFormats, provider, '$', ' ', '{', '[');
}

const isComment = (before: string): boolean => /(^|\s)#/.test(before);

/** A space opens the list only where something new begins. */
const invites = (before: string): boolean => /(^\s*(- )+|[:,[{] )$/.test(before);

function itemsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  models: Models,
): vscode.CompletionItem[] {
  const source = { uri: sourceUri(document), text: document.getText() };
  const frontend = frontendFor(source);
  if (!frontend?.complete) return [];
  const lines = new Lines(source.text);
  const reading = frontend.read(source, models.files);
  return frontend
    .complete(source, reading, lines.offset(position))
    .map((item, order) => itemOf(item, order, lines.range(item.span)));
}

function itemOf(
  { label, kind, detail, doc, insert }: CompletionItem,
  order: number,
  range: vscode.Range,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, kinds[kind]);
  item.range = range;
  item.insertText = new vscode.SnippetString(insert);
  item.sortText = String(order).padStart(4, '0');
  if (detail !== undefined) item.detail = detail;
  if (doc !== undefined) item.documentation = new vscode.MarkdownString(doc);
  // Behind `key: ` comes a value, often one of a few.
  if (insert.endsWith(': '))
    item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest a value' };
  return item;
}
