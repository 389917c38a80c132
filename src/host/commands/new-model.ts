import * as vscode from 'vscode';
import { type ZooEntry, zoo, zooComment, zooTitle } from '../../core/zoo/index.js';
import { language } from '../formats.js';
import type { Command } from './command.js';

/** Opens a known network as a new document, unsaved, as VS Code's own New File does. */
export const newModel: Command = {
  id: 'resnetDesigner.newModel',
  title: 'New Model…',
  async run() {
    const choice = await vscode.window.showQuickPick(choices(), {
      title: 'New Model',
      placeHolder: 'A network to start from',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (choice && 'entry' in choice) await openCopy(choice.entry);
  },
};

type Choice = vscode.QuickPickItem & { readonly entry: ZooEntry };

function choices(): (vscode.QuickPickItem | Choice)[] {
  const groups = [...new Set(zoo.map(entry => entry.group))];
  return groups.flatMap(group => [
    { label: group, kind: vscode.QuickPickItemKind.Separator },
    ...zoo
      .filter(entry => entry.group === group)
      .map(entry => ({ label: zooTitle(entry), description: zooComment(entry), entry })),
  ]);
}

async function openCopy(entry: ZooEntry): Promise<void> {
  const document = await vscode.workspace.openTextDocument(freeUri(entry.id));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), entry.text);
  await vscode.workspace.applyEdit(edit);
  await vscode.languages.setTextDocumentLanguage(document, language);
  await vscode.window.showTextDocument(document);
}

/** A name that no open document has; it becomes the file's when it is saved. */
function freeUri(id: string): vscode.Uri {
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (let n = 1; ; n++) {
    const name = `${id}${n === 1 ? '' : `-${n}`}.resnet.yaml`;
    const uri = vscode.Uri.from({ scheme: 'untitled', path: name });
    if (!open.has(uri.toString())) return uri;
  }
}
