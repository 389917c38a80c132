import * as vscode from 'vscode';
import { insertions } from '../../core/transforms/index.js';
import { transformNetwork } from '../transforms.js';
import type { Command } from './command.js';

/** Makes a plain network residual, in the way that is picked. */
export const insertShortcuts: Command = {
  id: 'resnetDesigner.insertShortcuts',
  title: 'Insert Shortcuts…',
  run: (services, uri) =>
    transformNetwork(services, uri, insertions, choices =>
      vscode.window.showQuickPick(choices, {
        title: 'Insert Shortcuts',
        placeHolder: 'The residual blocks to make; the changes are shown before they are made',
      }),
    ),
};
