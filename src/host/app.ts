import type * as vscode from 'vscode';
import { Archives } from './archives.js';
import { runnerOf } from './commands/index.js';
import { registerCompletion } from './completion.js';
import { registerContext } from './context.js';
import { registerCursor } from './cursor.js';
import { registerDiagnostics } from './diagnostics.js';
import { registerFixes } from './fixes.js';
import { registerHints } from './hints.js';
import { registerHover } from './hover.js';
import { registerLenses } from './lenses.js';
import { Log } from './log.js';
import { Models } from './models.js';
import { registerNavigation } from './navigation.js';
import { Panels } from './panels.js';
import { registerRename } from './rename.js';
import { Reports } from './reports.js';
import { SmokeResults } from './smoke-results.js';
import { SmokeStatus } from './smoke-status.js';
import { SmokeTests } from './smoke-tests/smoke-tests.js';
import { registerSymbols } from './symbols.js';

/** What is running, for the parts of VS Code that the extension answers to before it is loaded. */
export interface App {
  readonly panels: Panels;
  readonly smokeTests: SmokeTests;
  /** Runs a command of ours; an exception is shown, never lost. */
  run(command: string, ...args: readonly unknown[]): Promise<void>;
}

/** Starts all features. */
export function start(
  { subscriptions, extensionUri: extension }: vscode.ExtensionContext,
  controller: vscode.TestController,
): App {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    subscriptions.push(disposable);
    return disposable;
  };
  const log = own(new Log());
  const archives = own(new Archives());
  const models = own(new Models(log));
  const smokeResults = own(new SmokeResults(models));
  const smokeStatus = own(new SmokeStatus());
  const panels = own(new Panels({ extension, models, smokeResults, smokeStatus, log }));
  const smokeTests = own(new SmokeTests(controller, { models, panels, log }));
  const reports = own(new Reports(models));

  own(registerDiagnostics(models));
  own(registerHover(models));
  own(registerCompletion(models));
  own(registerHints(models));
  own(registerFixes(models));
  own(registerLenses(models));
  own(registerSymbols(models));
  own(registerNavigation(models));
  own(registerRename(models));
  own(registerCursor(models, panels));
  own(registerContext(models));
  return { panels, smokeTests, run: runnerOf({ extension, archives, models, panels, reports }, log) };
}
