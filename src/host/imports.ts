import * as vscode from 'vscode';
import type { Log } from './log.js';
import { onDidChangeSetting, setting } from './settings.js';
import { sitePackagesOf } from './site-packages.js';

/** Where Python imports may lead: the workspace, and the packages that the user has switched on. */
export class Imports implements vscode.Disposable {
  private packages: readonly string[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  /** Imports may lead elsewhere now. */
  readonly onDidChange = this.changed.event;
  private readonly listeners: vscode.Disposable;

  constructor(private readonly log: Log) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.changed.fire()),
      onDidChangeSetting('python.sitePackages', () => void this.update()),
    );
    if (setting('python.sitePackages')) void this.update();
  }

  /** Whether a file may be read for an import. */
  readonly allows = (file: string): boolean => {
    const uri = vscode.Uri.parse(file);
    return (
      vscode.workspace.getWorkspaceFolder(uri) !== undefined ||
      this.packages.some(folder => file.startsWith(folder)) ||
      isBesideLooseDocument(uri)
    );
  };

  /** The folders under which absolute imports are looked for, the document's own first. */
  rootsOf(document: vscode.Uri): string[] {
    const own = vscode.workspace.getWorkspaceFolder(document);
    const others = vscode.workspace.workspaceFolders?.filter(folder => folder !== own) ?? [];
    return [...[...(own ? [own] : []), ...others].map(({ uri }) => folderOf(uri)), ...this.packages];
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
  }

  private async update(): Promise<void> {
    try {
      this.packages = (await sitePackagesOf(setting('python.sitePackages'))).map(folderOf);
      this.changed.fire();
    } catch (error) {
      void this.log.report('The packages of the Python interpreter were not found', error, { quiet: true });
    }
  }
}

const folderOf = (uri: vscode.Uri): string => uri.toString().replace(/\/?$/, '/');

/** A file that was opened by itself, outside any folder of the workspace, has its own folder for a workspace. */
const isBesideLooseDocument = (uri: vscode.Uri): boolean =>
  vscode.workspace.textDocuments.some(
    ({ uri: open }) =>
      /\.py$/i.test(open.path) &&
      open.scheme === uri.scheme &&
      open.authority === uri.authority &&
      vscode.workspace.getWorkspaceFolder(open) === undefined &&
      uri.path.startsWith(open.path.slice(0, open.path.lastIndexOf('/') + 1)),
  );
