import * as vscode from 'vscode';
import type { App } from './host/app.js';
import { concerns } from './host/formats.js';
import { createSmokeTests } from './host/smoke-tests/controller.js';
import { viewType } from './host/view-type.js';

/**
 * VS Code waits for this, so it only takes the calls. All else is loaded on the first of them, or once a file of ours
 * is open: half a megabyte that every other window does without.
 */
export function activate(context: vscode.ExtensionContext): void {
  const { subscriptions, extension } = context;
  const tests = createSmokeTests(async () => (await load()).smokeTests);
  let app: Promise<App> | undefined;
  const load = (): Promise<App> => {
    app ??= import('./host/app.js').then(({ start }) => start(context, tests));
    return app;
  };
  const consider = (document: vscode.TextDocument): void => {
    // Later, so that other extensions need not wait either.
    if (!app && concerns(document)) setTimeout(load);
  };

  for (const { command } of extension.packageJSON.contributes.commands as { readonly command: string }[]) {
    const run = async (...args: readonly unknown[]): Promise<void> => (await load()).run(command, ...args);
    subscriptions.push(vscode.commands.registerCommand(command, run));
  }
  subscriptions.push(
    tests,
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state) => (await load()).panels.restore(panel, state),
    }),
    vscode.workspace.onDidOpenTextDocument(consider),
    vscode.workspace.onDidChangeTextDocument(({ document }) => consider(document)),
  );
  vscode.workspace.textDocuments.forEach(consider);
}
