import { EventEmitter } from './live.js';
import { type Uri, ViewColumn } from './values.js';

export class Webview {
  html = '';
  options = {};
  readonly cspSource = 'https://webview.test';
  /** What the host has sent to the page. */
  readonly sent: unknown[] = [];
  readonly fromPage = new EventEmitter<unknown>('webview messages');
  readonly onDidReceiveMessage = this.fromPage.event;

  asWebviewUri(uri: Uri): Uri {
    return uri;
  }

  async postMessage(message: unknown): Promise<boolean> {
    // As VS Code sends it.
    this.sent.push(JSON.parse(JSON.stringify(message)));
    return true;
  }
}

export class WebviewPanel {
  readonly webview = new Webview();
  readonly stateChanged = new EventEmitter<void>('panel state');
  readonly disposed = new EventEmitter<void>('panel disposal');
  readonly onDidChangeViewState = this.stateChanged.event;
  readonly onDidDispose = this.disposed.event;
  title = '';
  iconPath: unknown;
  visible = true;
  active = false;
  readonly viewColumn = ViewColumn.Two;
  private isGone = false;

  constructor(readonly viewType: string) {}

  reveal(): void {
    this.setVisible(true);
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    this.stateChanged.fire();
  }

  dispose(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.disposed.fire();
    this.webview.fromPage.dispose();
    this.stateChanged.dispose();
    this.disposed.dispose();
  }
}
