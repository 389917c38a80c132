import type * as vscode from 'vscode';
import type { Models } from '../models.js';
import type { Panels } from '../panels.js';

export interface CommandServices {
  readonly extension: vscode.Uri;
  readonly models: Models;
  readonly panels: Panels;
}

/** A command as package.json declares it. */
export interface Command {
  readonly id: string;
  readonly title: string;
  run(services: CommandServices, ...args: readonly unknown[]): Promise<void>;
}
