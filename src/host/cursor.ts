import * as vscode from 'vscode';
import { driftBetween } from './drift.js';
import type { Models } from './models.js';
import type { Panels } from './panels.js';
import { wasRevealed } from './reveal.js';
import { setting } from './settings.js';
import type { Analysis } from './tracked.js';
import { usesOf } from './uses.js';
import { shownOf } from './view.js';

const delay = 50;

/** Highlights in the diagram what the cursor of the editor stands on. */
export function registerCursor(models: Models, panels: Panels): vscode.Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const follow = (document: vscode.TextDocument, selection: vscode.Selection): void => {
    const known = models.get(document.uri);
    const panel = panels.get(document.uri);
    if (!known || !panel || !setting('diagram.followCursor')) return;
    const analysis = shownOf(known);
    const back = driftBetween(known.newest.lines.text, analysis.lines.text);
    panel.highlight(nodesAt(analysis, back(known.newest.lines.offset(selection.active))));
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections: [selection] }) => {
      clearTimeout(timer);
      // A click in the diagram has selected this text: what it marks is to stay.
      if (!selection || wasRevealed(document.uri, selection)) return;
      timer = setTimeout(() => follow(document, selection), delay);
    }),
    { dispose: () => clearTimeout(timer) },
  );
}

/** The nodes that the thing at an offset has become: of a stage, all that are in it. */
export function nodesAt(analysis: Analysis, offset: number): string[] {
  const uses = usesOf(analysis);
  const use = uses.at(offset)[0] ?? uses.onLine(analysis.lines, offset);
  return use ? use.nodes.map(({ id }) => id) : [];
}
