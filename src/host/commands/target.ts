import * as vscode from 'vscode';
import type { CommandServices } from './command.js';

/**
 * The model that a command is about: the file that was clicked, else the one in the active editor or diagram. Says so
 * where there is none.
 */
export async function targetOf(clicked: unknown, services: CommandServices): Promise<vscode.Uri | undefined> {
  const { archives, models, panels } = services;
  const uri =
    clicked instanceof vscode.Uri ? clicked : (panels.active ?? vscode.window.activeTextEditor?.document.uri);
  const document = uri && (await archives.documentFor(uri));
  if (document && 'problem' in document) {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    void vscode.window.showInformationMessage(`${name}: ${document.problem}`);
    return undefined;
  }
  if (document && (await models.load(document.uri))) return document.uri;
  const answer = await vscode.window.showInformationMessage(
    uri ? 'This file is no network that ResNet Designer can read.' : 'Open a network first.',
    'New Model…',
  );
  if (answer) await vscode.commands.executeCommand('resnetDesigner.newModel');
  return undefined;
}
