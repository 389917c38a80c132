import * as vscode from 'vscode';
import type { Command } from './command.js';

/** Opens the README, at a heading if one is given. */
export const openManual: Command = {
  id: 'resnetDesigner.openManual',
  title: 'Open Manual',
  async run({ extension }, heading) {
    const uri = vscode.Uri.joinPath(extension, 'README.md');
    const fragment = typeof heading === 'string' ? heading : '';
    const commands = await vscode.commands.getCommands(true);
    if (commands.includes('markdown.showPreview')) {
      await vscode.commands.executeCommand('markdown.showPreview', uri.with({ fragment }));
    } else {
      await showText(uri, fragment);
    }
  },
};

/** Without VS Code's Markdown extension, the text at that heading. */
async function showText(uri: vscode.Uri, heading: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const lines = document.getText().split(/\r?\n/);
  const line = Math.max(
    0,
    lines.findIndex(text => text.startsWith('#') && slugOf(text) === heading),
  );
  const editor = await vscode.window.showTextDocument(document);
  editor.revealRange(document.lineAt(line).range, vscode.TextEditorRevealType.AtTop);
}

/** `## Smoke tests` → `smoke-tests` */
const slugOf = (line: string): string => line.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-');
