import * as vscode from 'vscode';
import type { Command } from './command.js';

/** Opens the README at the heading of a finding's code. */
export const openManual: Command = {
  id: 'resnetDesigner.openManual',
  title: 'Open Manual',
  async run({ extension }, page) {
    const uri = vscode.Uri.joinPath(extension, 'README.md');
    const fragment = typeof page === 'string' ? page : '';
    const commands = await vscode.commands.getCommands(true);
    if (commands.includes('markdown.showPreview')) {
      await vscode.commands.executeCommand('markdown.showPreview', uri.with({ fragment }));
    } else {
      await showText(uri, fragment);
    }
  },
};

/** Without VS Code's Markdown extension, the text at that heading. */
async function showText(uri: vscode.Uri, page: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const lines = document.getText().split(/\r?\n/);
  const line = page === '' ? 0 : Math.max(0, lines.indexOf(`### ${page}`));
  const editor = await vscode.window.showTextDocument(document);
  editor.revealRange(document.lineAt(line).range, vscode.TextEditorRevealType.AtTop);
}
