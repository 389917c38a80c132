import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

const EXTENSION = 'resnet-designer.resnet-designer';
const PATIENCE = 20_000;

/** A file of `examples`, changed, opened in the folder of the test. */
export async function open(
  name: string,
  change: (text: string) => string = text => text,
): Promise<vscode.TextDocument> {
  const extension = vscode.extensions.getExtension(EXTENSION)!;
  const example = vscode.Uri.joinPath(extension.extensionUri, 'examples', name);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(example));
  const folder = vscode.workspace.workspaceFolders![0]!.uri;
  const copy = vscode.Uri.joinPath(folder, name.replace('.', `-${Date.now()}.`));
  await vscode.workspace.fs.writeFile(copy, new TextEncoder().encode(change(text)));
  const document = await vscode.workspace.openTextDocument(copy);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks until the answer satisfies, or for as long as one is patient. */
export async function eventually<T>(
  ask: () => T | Thenable<T>,
  satisfies: (answer: T) => boolean,
  patience = PATIENCE,
): Promise<T> {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer) || Date.now() > until) return answer;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

export const codeOf = ({ code }: vscode.Diagnostic): unknown =>
  typeof code === 'object' ? code.value : code;
/** What the editor counts as a problem: advice, severity `Hint`, it only marks with dots. */
export const problemsOf = (document: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);

export const diagnosticsOf = (document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> =>
  eventually(
    () => problemsOf(document),
    found => found.length === count,
  );

export function lineOf(document: vscode.TextDocument, text: string): number {
  const line = document
    .getText()
    .split('\n')
    .findIndex(l => l.includes(text));
  assert.notEqual(line, -1, `${text} is not in the file`);
  return line;
}

export const positionOf = (document: vscode.TextDocument, text: string): vscode.Position =>
  document.positionAt(document.getText().indexOf(text) + 1);

export const whole = (document: vscode.TextDocument): vscode.Range =>
  new vscode.Range(0, 0, document.lineCount, 0);

export async function hintsOf(document: vscode.TextDocument): Promise<Map<number, string>> {
  const hints = await eventually(
    () =>
      vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        whole(document),
      ),
    found => found.length > 0,
  );
  const text = ({ label }: vscode.InlayHint): string =>
    typeof label === 'string' ? label : label.map(part => part.value).join('');
  return new Map(hints.map(hint => [hint.position.line, text(hint).trim()]));
}

export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await eventually(
    () =>
      vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionOf(document, text),
      ),
    found => found.length > 0,
  );
  return hovers.flatMap(hover => hover.contents.map(c => (typeof c === 'string' ? c : c.value))).join('\n');
}

export const lensesOf = async (
  document: vscode.TextDocument,
  satisfies: (lenses: readonly vscode.CodeLens[]) => boolean,
): Promise<vscode.CodeLens[]> =>
  (await eventually(
    () =>
      vscode.commands.executeCommand<vscode.CodeLens[] | undefined>(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      ),
    found => satisfies(found ?? []),
  )) ?? [];
