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

async function openCopy({ id, text }: ZooEntry): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const document = folder ? await named(await freeName(folder.uri, id), text) : await nameless(text);
  await vscode.window.showTextDocument(document);
}

/** Saving writes it where its name says. */
async function named(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

/** Without a folder there is no place for a file: saving asks for one. */
const nameless = (content: string): Thenable<vscode.TextDocument> =>
  vscode.workspace.openTextDocument({ language, content });

/** A name in a folder that no file and no open document has. */
async function freeName(folder: vscode.Uri, id: string): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const uri = vscode.Uri.joinPath(folder, `${id}${n === 1 ? '' : `-${n}`}.resnet.yaml`);
    const isOpen = vscode.workspace.textDocuments.some(document => document.uri.path === uri.path);
    if (!isOpen && !(await exists(uri))) return uri;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
