import * as vscode from 'vscode';
import type { CommandServices } from './command.js';

/**
 * The model that a command is about: the file that was clicked, else the one in the active editor or diagram. Says so
 * where there is none.
 */
export async function targetOf(clicked: unknown, services: CommandServices): Promise<vscode.Uri | undefined> {
  const { models, panels } = services;
  const uri =
    clicked instanceof vscode.Uri ? clicked : (panels.active ?? vscode.window.activeTextEditor?.document.uri);
  if (uri && (await models.load(uri))) return uri;
  const answer = await vscode.window.showInformationMessage(
    uri ? 'This file is no network that ResNet Designer can read.' : 'Open a network first.',
    'New Model…',
  );
  if (answer) await vscode.commands.executeCommand('resnetDesigner.newModel');
  return undefined;
}
