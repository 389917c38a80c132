import * as vscode from 'vscode';
import type { Model } from '../core/analyze.js';
import { othersThan } from '../core/networks.js';
import { driftBetween } from './drift.js';
import { sameFile, WorkspaceFiles } from './files.js';
import { allFormats, sourceUri } from './formats.js';
import { Imports } from './imports.js';
import type { Log } from './log.js';
import { Lines, type Locator, locatorOf } from './positions.js';
import { Reader } from './reader.js';
import { onDidChangeSetting, setting } from './settings.js';
import { type Analysis, type Known, Tracked } from './tracked.js';

/** The only state: what is known of every open document of our formats. */
export class Models implements vscode.Disposable {
  readonly files: WorkspaceFiles;
  private readonly imports: Imports;
  /** Of a file's networks the one that was chosen, by its entry. */
  private readonly chosen = new Map<string, string>();
  private readonly tracked = new Map<string, Tracked>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** A document has a newer analysis, or has none any more. */
  readonly onDidChange = this.changed.event;
  private readonly listeners: vscode.Disposable;
  private hasFailed = false;

  constructor(private readonly log: Log) {
    this.imports = new Imports(log);
    this.files = new WorkspaceFiles(this.imports.allows);
    this.listeners = vscode.Disposable.from(
      this.imports,
      vscode.workspace.onDidOpenTextDocument(document => this.open(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.edit(document);
      }),
      vscode.workspace.onDidCloseTextDocument(document => this.close(document)),
      this.files.onDidChange(file => this.refresh(({ dependencies }) => dependencies.has(file))),
      this.imports.onDidChange(() => this.refresh(({ document }) => isPython(document))),
      onDidChangeSetting('python.enabled', () => this.reopenPython()),
      onDidChangeSetting('rules', () => this.refresh(() => true)),
    );
    for (const document of vscode.workspace.textDocuments) this.open(document);
  }

  /** What is known now. */
  get(uri: vscode.Uri): Known | undefined {
    return this.tracked.get(uri.toString())?.known;
  }

  /** What is known of the text as it is now; waits for it while the user types. */
  async settled(document: vscode.TextDocument): Promise<Known | undefined> {
    const tracked = this.tracked.get(document.uri.toString());
    await tracked?.settled();
    return tracked?.known;
  }

  /** What is known of a file, which is opened for it; undefined where it is gone or none of ours. */
  async load(uri: vscode.Uri): Promise<Known | undefined> {
    const document = await openTextDocument(uri);
    return document && this.settled(document);
  }

  /** What another text would be in the place of a document's, such as an older one; files that it names are those of now. */
  async readInPlace(uri: vscode.Uri, text: string): Promise<Model | undefined> {
    const document = await openTextDocument(uri);
    if (!document) return undefined;
    const roots = isPython(document) ? this.imports.rootsOf(uri) : [];
    const reader = new Reader({ uri: sourceUri(document), text }, this.files, { roots });
    return reader.first(this.chosen.get(uri.toString()));
  }

  /** Every document that is one of ours. */
  *all(): Iterable<readonly [vscode.Uri, Known]> {
    for (const { document, known } of this.tracked.values()) if (known) yield [document.uri, known];
  }

  /** Of a file's networks, shows this one. */
  choose(uri: vscode.Uri, entry: string): void {
    const key = uri.toString();
    if (this.chosen.get(key) === entry) return;
    this.chosen.set(key, entry);
    const tracked = this.tracked.get(key);
    if (!tracked?.known) return;
    const { newest, drawable, whole } = tracked.known;
    const model = newest.networks.find(({ program }) => program?.entry?.entry === entry);
    if (!model) {
      tracked.schedule(0);
      return;
    }
    const showing = (analysis: Analysis): Analysis => ({ ...analysis, model });
    const shown = showing(newest);
    tracked.known = {
      newest: shown,
      drawable: drawable && (drawable === newest ? shown : drawable),
      whole: whole && (whole === newest ? shown : whole),
    };
    this.changed.fire(uri);
  }

  /** Where the places of an analysis are in the newest text that is known. */
  locator(uri: vscode.Uri, analysis: Analysis): Locator {
    const lines = this.get(uri)?.newest.lines ?? analysis.lines;
    const moved = driftBetween(analysis.lines.text, lines.text);
    return locatorOf({ uri, lines, moved, textOf: file => this.files.read(file) });
  }

  dispose(): void {
    this.listeners.dispose();
    for (const tracked of this.tracked.values()) tracked.dispose();
    this.tracked.clear();
    this.files.dispose();
    this.changed.dispose();
  }

  private open(document: vscode.TextDocument): void {
    this.refreshDependents(document.uri);
    if (!isWanted(document)) return;
    const tracked = new Tracked(document, t => this.run(t));
    this.tracked.set(document.uri.toString(), tracked);
    tracked.schedule(0);
  }

  private edit(document: vscode.TextDocument): void {
    this.tracked.get(document.uri.toString())?.schedule(setting('diagnostics.delay'));
    this.refreshDependents(document.uri);
  }

  private close(document: vscode.TextDocument): void {
    this.forget(document);
    this.refreshDependents(document.uri);
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const tracked = this.tracked.get(key);
    this.tracked.delete(key);
    tracked?.dispose();
    if (tracked?.known) this.changed.fire(document.uri);
  }

  private reopenPython(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (!isPython(document)) continue;
      this.forget(document);
      this.open(document);
    }
  }

  private refreshDependents(uri: vscode.Uri): void {
    this.refresh(({ dependencies }) => [...dependencies].some(file => sameFile(file, uri)));
  }

  private refresh(concerns: (tracked: Tracked) => boolean): void {
    for (const tracked of this.tracked.values())
      if (concerns(tracked)) tracked.schedule(setting('diagnostics.delay'));
  }

  /**
   * Analyses one document and publishes the result, unless the text has changed meanwhile. What takes longer, the other
   * networks of a large program, follows in pieces, so that the extension host is never blocked for long.
   */
  private async run(tracked: Tracked): Promise<void> {
    const { document } = tracked;
    try {
      const { version } = document;
      const text = document.getText();
      const isCurrent = (): boolean =>
        document.version === version &&
        this.tracked.get(document.uri.toString()) === tracked &&
        !tracked.isScheduled;
      const roots = isPython(document) ? this.imports.rootsOf(document.uri) : [];
      const reader = new Reader({ uri: sourceUri(document), text }, this.files, {
        roots,
        rules: setting('rules', document),
      });
      const start = performance.now();
      const model = await reader.first(this.chosen.get(document.uri.toString()));
      if (document.version !== version || this.tracked.get(document.uri.toString()) !== tracked) return;
      tracked.dependencies = reader.asked;
      const analysis = model && { version, model, lines: new Lines(text), networks: [model] };
      if (!analysis || model.broken !== undefined || othersThan(model).length === 0) {
        this.publish(tracked, analysis, true);
        return;
      }
      let isWhole = false;
      const rest = this.readOthers(tracked, analysis, reader, { start, isCurrent }).then(() => {
        isWhole = true;
      });
      await Promise.race([rest, pause(patience)]);
      if (isCurrent() && !isWhole) this.publish(tracked, analysis, false);
      rest.catch(error => this.fail(document, error));
    } catch (error) {
      this.fail(document, error);
    }
  }

  private async readOthers(
    tracked: Tracked,
    first: Analysis,
    reader: Reader,
    { start, isCurrent }: { readonly start: number; readonly isCurrent: () => boolean },
  ): Promise<void> {
    const networks = [first.model];
    const show = (): void => {
      tracked.dependencies = reader.asked;
      this.publish(tracked, { ...first, networks: [...networks] }, true);
    };
    let shown = start;
    let begun = performance.now();
    for await (const model of reader.others(first.model)) {
      networks.push(model);
      const now = performance.now();
      const isLong = now - start > longest;
      if (isLong && now - shown > longest) {
        show();
        shown = now;
      }
      // A program with very many networks is read on, but leaves as much time to others as it takes.
      await pause(isLong ? now - begun : 0);
      if (!isCurrent()) return;
      begun = performance.now();
    }
    show();
  }

  private publish(tracked: Tracked, newest: Analysis | undefined, isWhole: boolean): void {
    const before = tracked.known;
    const shown = newest && !isNoModel(newest, before) ? newest : undefined;
    if (!shown && !before) return;
    const isDrawable = shown?.model.broken === undefined;
    tracked.known = shown && {
      newest: shown,
      drawable: isDrawable ? shown : before?.drawable,
      whole: isDrawable && isWhole ? shown : before?.whole,
    };
    this.files.keep(new Set([...this.tracked.values()].flatMap(({ dependencies }) => [...dependencies])));
    this.changed.fire(tracked.document.uri);
  }

  /** An exception is our bug, never the user's: it is written down each time and shown once. */
  private fail(document: vscode.TextDocument, error: unknown): void {
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    void this.log.report(`${name} could not be checked`, error, { quiet: this.hasFailed });
    this.hasFailed = true;
  }
}

/** How long one waits for all networks of a program before the first is shown alone, in milliseconds. */
const patience = 150;
/** After so many milliseconds a program's networks are shown as far as they have been read, and again after as many more. */
const longest = 3000;

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

const isPython = ({ uri }: vscode.TextDocument): boolean => /\.py$/i.test(uri.path);

/** Python files of the past, in a comparison, are left alone. */
const isWanted = (document: vscode.TextDocument): boolean =>
  vscode.languages.match(allFormats, document) > 0 &&
  (!isPython(document) ||
    (setting('python.enabled', document) &&
      vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== false));

/** Most Python files hold no network: there is nothing to say of them, unless they did a moment ago. */
const isNoModel = ({ model }: Analysis, before: Known | undefined): boolean =>
  model.format === 'python' && model.broken !== undefined && before?.drawable === undefined;

/** An unsaved document cannot be opened anew: that would make another one of its name. */
async function openTextDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const known = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (known || uri.scheme === 'untitled') return known;
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // It has been deleted, or is no text.
    return undefined;
  }
}
