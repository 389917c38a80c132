import * as vscode from 'vscode';
import type { Models } from './models.js';

/** Tells the menus whether the active editor holds one of our files: some formats are only known by what is in them. */
export function registerContext(models: Models): vscode.Disposable {
  const update = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const isModel = uri !== undefined && models.get(uri) !== undefined;
    void vscode.commands.executeCommand('setContext', 'resnetDesigner.isModel', isModel);
  };
  update();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(update),
    models.onDidChange(update),
  );
}
