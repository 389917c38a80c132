import * as vscode from 'vscode';
import { analyze, type Model } from '../core/analyze.js';
import type { Source } from '../core/source.js';
import { driftBetween } from './drift.js';
import { sameFile, WorkspaceFiles } from './files.js';
import { allFormats, sourceUri } from './formats.js';
import type { Log } from './log.js';
import { Lines, type Locator, locatorOf } from './positions.js';
import { setting } from './settings.js';
import { type Analysis, type Known, Tracked } from './tracked.js';

/** The only state: what is known of every open document of our formats. */
export class Models implements vscode.Disposable {
  readonly files = new WorkspaceFiles();
  private readonly tracked = new Map<string, Tracked>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** A document has a newer analysis, or has none any more. */
  readonly onDidChange = this.changed.event;
  private readonly listeners: vscode.Disposable;
  private hasFailed = false;

  constructor(private readonly log: Log) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(document => this.open(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.edit(document);
      }),
      vscode.workspace.onDidCloseTextDocument(document => this.close(document)),
      this.files.onDidChange(file => this.refresh(model => model.dependencies.includes(file))),
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

  /** Every document that is one of ours. */
  *all(): Iterable<readonly [vscode.Uri, Known]> {
    for (const { document, known } of this.tracked.values()) if (known) yield [document.uri, known];
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
    if (vscode.languages.match(allFormats, document) === 0) return;
    const tracked = new Tracked(document, t => this.run(t));
    this.tracked.set(document.uri.toString(), tracked);
    tracked.schedule(0);
  }

  private edit(document: vscode.TextDocument): void {
    this.tracked.get(document.uri.toString())?.schedule(setting('diagnostics.delay'));
    this.refreshDependents(document.uri);
  }

  private close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const tracked = this.tracked.get(key);
    this.tracked.delete(key);
    tracked?.dispose();
    if (tracked?.known) this.changed.fire(document.uri);
    this.refreshDependents(document.uri);
  }

  private refreshDependents(uri: vscode.Uri): void {
    this.refresh(({ dependencies }) => dependencies.some(file => sameFile(file, uri)));
  }

  private refresh(concerns: (model: Model) => boolean): void {
    for (const tracked of this.tracked.values()) {
      if (!tracked.known || !concerns(tracked.known.newest.model)) continue;
      tracked.schedule(setting('diagnostics.delay'));
    }
  }

  /** Analyses one document and publishes the result, unless the text has changed meanwhile. */
  private async run(tracked: Tracked): Promise<void> {
    const { document } = tracked;
    try {
      const { version } = document;
      const text = document.getText();
      const model = await this.analyze({ uri: sourceUri(document), text });
      if (document.version !== version || this.tracked.get(document.uri.toString()) !== tracked) return;
      this.publish(tracked, model && { version, model, lines: new Lines(text) });
    } catch (error) {
      this.fail(document, error);
    }
  }

  /** Files that a model names are read before it is shown, so that none is reported as missing too soon. */
  private async analyze(source: Source): Promise<Model | undefined> {
    for (;;) {
      const model = analyze(source, this.files);
      const unread = model?.dependencies.filter(file => !this.files.knows(file)) ?? [];
      if (unread.length === 0) return model;
      await Promise.all(unread.map(file => this.files.load(file)));
    }
  }

  private publish(tracked: Tracked, newest: Analysis | undefined): void {
    const before = tracked.known;
    if (!newest && !before) return;
    tracked.known = newest && {
      newest,
      drawable: newest.model.broken === undefined ? newest : before?.drawable,
    };
    this.files.keep(
      new Set(
        [...this.all()].flatMap(
          ([
            ,
            {
              newest: { model },
            },
          ]) => model.dependencies,
        ),
      ),
    );
    this.changed.fire(tracked.document.uri);
  }

  /** An exception is our bug, never the user's: it is written down each time and shown once. */
  private fail(document: vscode.TextDocument, error: unknown): void {
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    void this.log.report(`${name} could not be checked`, error, { quiet: this.hasFailed });
    this.hasFailed = true;
  }
}

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
