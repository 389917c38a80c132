import * as vscode from 'vscode';
import type { Files } from '../core/source.js';

/** The other files that models name: open documents as they are now, saved or not, else what is on the disk. */
export class WorkspaceFiles implements Files, vscode.Disposable {
  private readonly texts = new Map<string, string | undefined>();
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly changed = new vscode.EventEmitter<string>();
  /** A file on the disk, by the name under which it was asked for. */
  readonly onDidChange = this.changed.event;

  read(file: string): string | undefined {
    return openDocument(file)?.getText() ?? this.texts.get(file);
  }

  /** Whether `read` has the answer; otherwise `load` gets it. */
  knows(file: string): boolean {
    return this.texts.has(file) || openDocument(file) !== undefined;
  }

  async load(file: string): Promise<void> {
    this.watch(file);
    this.texts.set(file, await readText(file));
  }

  /** Forgets all files but these. */
  keep(files: ReadonlySet<string>): void {
    for (const file of this.texts.keys()) if (!files.has(file)) this.texts.delete(file);
    for (const [file, watcher] of this.watchers) {
      if (files.has(file)) continue;
      watcher.dispose();
      this.watchers.delete(file);
    }
  }

  dispose(): void {
    this.keep(new Set());
    this.changed.dispose();
  }

  private watch(file: string): void {
    if (this.watchers.has(file) || !hasScheme(file)) return;
    const uri = vscode.Uri.parse(file);
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const forget = (): void => {
      this.texts.delete(file);
      this.changed.fire(file);
    };
    const listeners = [watcher.onDidChange(forget), watcher.onDidCreate(forget), watcher.onDidDelete(forget)];
    this.watchers.set(file, vscode.Disposable.from(watcher, ...listeners));
  }
}

/** An untitled document has no folder, so that what it includes is no URI. */
const hasScheme = (file: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(file);

export const sameFile = (file: string, uri: vscode.Uri): boolean =>
  hasScheme(file) && vscode.Uri.parse(file).toString() === uri.toString();

const openDocument = (file: string): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(document => sameFile(file, document.uri));

async function readText(file: string): Promise<string | undefined> {
  if (!hasScheme(file)) return undefined;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(file)));
  } catch {
    // It is not there, or may not be read: the model says so at the place that names it.
    return undefined;
  }
}
