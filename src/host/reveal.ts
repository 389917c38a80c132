import * as vscode from 'vscode';

let last: vscode.Location | undefined;

/** Whether a selection is the one that was last made from a diagram. */
export const wasRevealed = (uri: vscode.Uri, selection: vscode.Range): boolean =>
  last !== undefined && last.uri.toString() === uri.toString() && last.range.isEqual(selection);

/** Shows and selects a place in an editor of its file, never on top of the panel that asks; the panel keeps the focus. */
export async function reveal(
  location: vscode.Location,
  panelColumn: vscode.ViewColumn | undefined,
): Promise<void> {
  const { uri, range } = location;
  const viewColumn = columnOf(uri, panelColumn) ?? freeColumn(panelColumn);
  const editor = await vscode.window.showTextDocument(uri, { viewColumn, preserveFocus: true });
  last = location;
  // The cursor at the start keeps the beginning of a long line in sight.
  editor.selection = new vscode.Selection(range.end, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the file is open already: in sight, or behind another tab. */
function columnOf(uri: vscode.Uri, except: vscode.ViewColumn | undefined): vscode.ViewColumn | undefined {
  const same = (other: vscode.Uri): boolean => other.toString() === uri.toString();
  const visible = vscode.window.visibleTextEditors.find(
    ({ document, viewColumn }) => viewColumn !== undefined && viewColumn !== except && same(document.uri),
  );
  if (visible) return visible.viewColumn;
  const holdsIt = ({ input }: vscode.Tab): boolean => input instanceof vscode.TabInputText && same(input.uri);
  return vscode.window.tabGroups.all.find(group => group.viewColumn !== except && group.tabs.some(holdsIt))
    ?.viewColumn;
}

const freeColumn = (panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn =>
  panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
