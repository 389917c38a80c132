import * as vscode from 'vscode';

/** Texts that are not written yet. */
const scheme = 'resnet-designer-preview';

const make = { label: 'Make the Changes' };
const leave = { label: 'Leave It as It Is' };

/** Shows a document beside what it would become, until it is agreed to or not. */
export async function confirmChange(uri: vscode.Uri, text: string, question: string): Promise<boolean> {
  const becomes = uri.with({ scheme, query: String(Date.now()) });
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: asked => (asked.toString() === becomes.toString() ? text : undefined),
  });
  try {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    await vscode.commands.executeCommand('vscode.diff', uri, becomes, `${name}: what would change`);
    // A message would vanish while the changes are read.
    const options = { title: question, placeHolder: 'The changes are shown below', ignoreFocusOut: true };
    return (await vscode.window.showQuickPick([make, leave], options)) === make;
  } finally {
    await vscode.window.tabGroups.close(tabsOf(becomes));
    provider.dispose();
  }
}

const tabsOf = (uri: vscode.Uri): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
    );
