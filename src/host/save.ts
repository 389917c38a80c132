import * as vscode from 'vscode';
import { fileOf } from './archives.js';

/** Asks where to write a file, beside the model at first; false where the user has thought better of it. */
export async function save(beside: vscode.Uri, name: string, content: string | Uint8Array): Promise<boolean> {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const folder = beside.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : undefined;
  const proposed = folder
    ? vscode.Uri.joinPath(folder, name)
    : fileOf(beside).with({ path: beside.path.replace(/[^/]*$/, name) });
  const target = await vscode.window.showSaveDialog({
    defaultUri: proposed,
    filters: { [ending.toUpperCase()]: [ending] },
  });
  if (!target) return false;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(target, bytes);
  return true;
}
