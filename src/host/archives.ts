import * as vscode from 'vscode';
import { isArchive, readArchive, type Unpacked } from '../core/frontends/keras-json/archive.js';
import { archiveScheme as scheme } from './formats.js';

/** VS Code hands over whole files only. */
const largest = 1_000_000_000;

/** The document that shows an archive's architecture: its name says that it is Keras's JSON, its query where the archive is. */
const textIn = (archive: vscode.Uri): vscode.Uri =>
  archive.with({ scheme, path: `${archive.path}.json`, query: archive.scheme });

const archiveOf = (text: vscode.Uri): vscode.Uri =>
  text.with({ scheme: text.query, path: text.path.replace(/\.json$/, ''), query: '' });

/** Where a document lies: one that shows what is in an archive lies where the archive does. */
export const fileOf = (uri: vscode.Uri): vscode.Uri => (uri.scheme === scheme ? archiveOf(uri) : uri);

/** Shows the architectures in `.keras` files, which are binary, as documents that cannot be changed and follow the file. */
export class Archives implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** What has just been read for a document that is about to be opened. */
  private readonly fresh = new Map<string, string>();
  private readonly registrations: vscode.Disposable;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.keras');
    this.registrations = vscode.Disposable.from(
      this.changed,
      watcher,
      watcher.onDidChange(archive => this.changed.fire(textIn(archive))),
      watcher.onDidCreate(archive => this.changed.fire(textIn(archive))),
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    );
  }

  /** The document for a file: of an archive the one that shows its architecture, or why there is none. */
  async documentFor(uri: vscode.Uri): Promise<{ readonly uri: vscode.Uri } | { readonly problem: string }> {
    if (!isArchive(uri.path) || uri.scheme === scheme) return { uri };
    const unpacked = await unpack(uri);
    if ('problem' in unpacked) return unpacked;
    const text = textIn(uri);
    this.fresh.set(text.toString(), unpacked.text);
    return { uri: text };
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.fresh.get(uri.toString());
    this.fresh.delete(uri.toString());
    if (known !== undefined) return known;
    const unpacked = await unpack(archiveOf(uri));
    if ('problem' in unpacked) throw new Error(unpacked.problem);
    return unpacked.text;
  }

  dispose(): void {
    this.registrations.dispose();
    this.fresh.clear();
  }
}

async function unpack(archive: vscode.Uri): Promise<Unpacked> {
  const { size } = await vscode.workspace.fs.stat(archive);
  if (size > largest) return { problem: 'this file is too large to be read: more than 1 GB' };
  const bytes = await vscode.workspace.fs.readFile(archive);
  return readArchive({ size: bytes.length, read: (start, end) => bytes.subarray(start, end) });
}
