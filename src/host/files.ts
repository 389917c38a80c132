import * as vscode from 'vscode';
import type { Files } from '../core/source.js';

const isPython = (file: string): boolean => file.endsWith('.py');

/** The other files that models name: open documents as they are now, saved or not, else what is on the disk. */
export class WorkspaceFiles implements Files, vscode.Disposable {
  private readonly texts = new Map<string, string | undefined>();
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly changed = new vscode.EventEmitter<string>();
  /** A file on the disk, by the name under which it was asked for. */
  readonly onDidChange = this.changed.event;

  /** Whether a Python file may be read: imports lead anywhere, and by default nothing outside the workspace is. */
  constructor(private readonly mayImport: (file: string) => boolean = () => false) {}

  read(file: string): string | undefined {
    if (isPython(file) && !this.mayImport(file)) return undefined;
    return openDocument(file)?.getText() ?? this.texts.get(file);
  }

  /** Whether `read` has the answer; otherwise `load` gets it. */
  knows(file: string): boolean {
    return (
      this.texts.has(file) || openDocument(file) !== undefined || (isPython(file) && !this.mayImport(file))
    );
  }

  async load(file: string): Promise<void> {
    this.watch(file);
    this.texts.set(file, await readText(file));
  }

  /** Forgets all files but these. */
  keep(files: ReadonlySet<string>): void {
    for (const file of this.texts.keys()) if (!files.has(file)) this.texts.delete(file);
    const watched = new Set([...files].map(watchOf));
    for (const [watch, watcher] of this.watchers) {
      if (watched.has(watch)) continue;
      watcher.dispose();
      this.watchers.delete(watch);
    }
  }

  dispose(): void {
    this.keep(new Set());
    this.changed.dispose();
  }

  private watch(file: string): void {
    const watch = watchOf(file);
    if (this.watchers.has(watch) || !hasScheme(file)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(file));
    const forget = (uri: vscode.Uri): void => {
      const changed = isPython(file) ? uri.toString() : file;
      if (this.texts.delete(changed)) this.changed.fire(changed);
    };
    const listeners = [watcher.onDidChange(forget), watcher.onDidCreate(forget), watcher.onDidDelete(forget)];
    this.watchers.set(watch, vscode.Disposable.from(watcher, ...listeners));
  }
}

/** An import is looked for in many places: one watcher for the workspace's Python files serves all of them. */
const everyPython = '**/*.py';

const watchOf = (file: string): string => (isPython(file) ? everyPython : file);

function patternOf(file: string): vscode.GlobPattern {
  if (isPython(file)) return everyPython;
  const uri = vscode.Uri.parse(file);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
}

/** An untitled document has no folder, so that what it includes is no URI. */
const hasScheme = (file: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(file);

export const sameFile = (file: string, uri: vscode.Uri): boolean =>
  hasScheme(file) && vscode.Uri.parse(file).toString() === uri.toString();

function openDocument(file: string): vscode.TextDocument | undefined {
  if (!hasScheme(file)) return undefined;
  const name = vscode.Uri.parse(file).toString();
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === name);
}

async function readText(file: string): Promise<string | undefined> {
  if (!hasScheme(file)) return undefined;
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(file)));
  } catch {
    // It is not there, or may not be read: the model says so at the place that names it.
    return undefined;
  }
}
