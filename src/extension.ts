import type * as vscode from 'vscode';
import { registerCommands } from './host/commands/index.js';
import { registerCompletion } from './host/completion.js';
import { registerContext } from './host/context.js';
import { registerCursor } from './host/cursor.js';
import { registerDiagnostics } from './host/diagnostics.js';
import { registerFixes } from './host/fixes.js';
import { registerHints } from './host/hints.js';
import { registerHover } from './host/hover.js';
import { registerLenses } from './host/lenses.js';
import { Log } from './host/log.js';
import { Models } from './host/models.js';
import { registerNavigation } from './host/navigation.js';
import { Panels } from './host/panels.js';
import { registerRename } from './host/rename.js';
import { SmokeResults } from './host/smoke-results.js';
import { registerSymbols } from './host/symbols.js';

export function activate({ subscriptions, extensionUri: extension }: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    subscriptions.push(disposable);
    return disposable;
  };
  const log = own(new Log());
  const models = own(new Models(log));
  const smokeResults = own(new SmokeResults(models));
  const panels = own(new Panels({ extension, models, smokeResults, log }));

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
  own(registerCommands({ extension, models, panels }, log));
}
