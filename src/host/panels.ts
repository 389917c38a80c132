import * as vscode from 'vscode';
import { DiagramPanel, type PanelServices } from './panel.js';

const viewType = 'resnetDesigner.diagram';

/** At most one diagram panel for each document. */
export class Panels implements vscode.Disposable {
  private readonly panels = new Map<string, DiagramPanel>();
  private readonly serializer: vscode.Disposable;

  constructor(private readonly services: PanelServices) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const uri = documentOf(state);
        if (uri && !this.get(uri)) this.add(panel, uri);
        else panel.dispose();
      },
    });
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

  dispose(): void {
    this.serializer.dispose();
    for (const panel of this.panels.values()) panel.dispose();
  }

  private add(panel: vscode.WebviewPanel, uri: vscode.Uri): DiagramPanel {
    const added = new DiagramPanel(panel, uri, this.services, () => this.panels.delete(uri.toString()));
    this.panels.set(uri.toString(), added);
    return added;
  }
}

/** The document that a page has kept in its state. */
function documentOf(state: unknown): vscode.Uri | undefined {
  const document = (state as { readonly document?: unknown } | undefined)?.document;
  return typeof document === 'string' ? vscode.Uri.parse(document) : undefined;
}
