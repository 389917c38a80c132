import * as vscode from 'vscode';
import { allFormats } from './formats.js';
import { DiagramPanel, type PanelServices } from './panel.js';
import { viewType } from './view-type.js';

const patience = 500;

/** At most one diagram panel for each document. */
export class Panels implements vscode.Disposable {
  private readonly panels = new Map<string, DiagramPanel>();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly registrations: vscode.Disposable;

  constructor(private readonly services: PanelServices) {
    this.registrations = vscode.Disposable.from(
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.move(oldUri, newUri);
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        const panel = this.get(document.uri);
        if (document.isUntitled && panel) this.follow(panel);
      }),
    );
  }

  get(uri: vscode.Uri): DiagramPanel | undefined {
    return this.panels.get(uri.toString());
  }

  /** The document of the panel that has the focus. */
  get active(): vscode.Uri | undefined {
    return [...this.panels.values()].find(panel => panel.isActive)?.uri;
  }

  /** Shows a document's panel beside its editor, which keeps the focus. */
  open(uri: vscode.Uri): DiagramPanel {
    const known = this.get(uri);
    if (known) {
      known.show();
      return known;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    return this.add(vscode.window.createWebviewPanel(viewType, 'Diagram', column), uri);
  }

  /** Takes a panel that VS Code has kept over a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const uri = documentOf(state);
    const entry = entryOf(state);
    if (uri && entry !== undefined) this.services.models.choose(uri, entry);
    if (uri && !this.get(uri)) this.add(panel, uri);
    else panel.dispose();
  }

  dispose(): void {
    this.registrations.dispose();
    for (const timer of this.timers) clearTimeout(timer);
    for (const panel of this.panels.values()) panel.dispose();
  }

  /** VS Code closes an unsaved document a moment before it opens the file that this has become. */
  private follow(panel: DiagramPanel): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.move(panel.uri, savedAs(panel));
    }, patience);
    this.timers.add(timer);
  }

  /** A document has another name now, or is gone for good. */
  private move(from: vscode.Uri, to: vscode.Uri | undefined): void {
    const moved = this.get(from);
    if (!moved) return;
    moved.dispose();
    this.panels.delete(from.toString());
    if (to && !this.get(to)) this.add(moved.panel, to);
    else moved.panel.dispose();
  }

  private add(panel: vscode.WebviewPanel, uri: vscode.Uri): DiagramPanel {
    const added = new DiagramPanel(panel, uri, this.services, () => this.panels.delete(uri.toString()));
    this.panels.set(uri.toString(), added);
    return added;
  }
}

/** The file that an unsaved document has become, if it has been saved. */
const savedAs = ({ uri, text }: DiagramPanel): vscode.Uri | undefined =>
  vscode.workspace.textDocuments.find(
    other =>
      !other.isUntitled &&
      vscode.languages.match(allFormats, other) > 0 &&
      (other.uri.path === uri.path || other.getText() === text),
  )?.uri;

/** The network of a program that a page has shown. */
function entryOf(state: unknown): string | undefined {
  const entry = (state as { readonly entry?: unknown } | undefined)?.entry;
  return typeof entry === 'string' ? entry : undefined;
}

/** The document that a page has kept in its state. */
function documentOf(state: unknown): vscode.Uri | undefined {
  const document = (state as { readonly document?: unknown } | undefined)?.document;
  return typeof document === 'string' ? vscode.Uri.parse(document) : undefined;
}
