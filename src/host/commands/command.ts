import type * as vscode from 'vscode';
import type { Archives } from '../archives.js';
import type { Models } from '../models.js';
import type { Panels } from '../panels.js';
import type { Reports } from '../reports.js';

export interface CommandServices {
  readonly extension: vscode.Uri;
  readonly archives: Archives;
  readonly models: Models;
  readonly panels: Panels;
  readonly reports: Reports;
}

/** A command as package.json declares it. */
export interface Command {
  readonly id: string;
  readonly title: string;
  run(services: CommandServices, ...args: readonly unknown[]): Promise<void>;
}
