import * as vscode from 'vscode';
import { networkName } from '../core/program.js';
import type { Place } from '../core/source.js';
import type {
  HostApi,
  SmokeOutcome,
  SmokeReport,
  TrainingProgress,
  ViewApi,
  ViewModel,
} from '../protocol.js';
import { type Connection, connect } from '../rpc.js';
import { Editing } from './editing.js';
import { fixesOf } from './fixes.js';
import type { Log } from './log.js';
import type { Models } from './models.js';
import { pageOf, pageRoots } from './page.js';
import { workspaceEdit } from './positions.js';
import { reveal } from './reveal.js';
import { save } from './save.js';
import type { SmokeResults } from './smoke-results.js';
import type { SmokeStatus } from './smoke-status.js';
import type { Analysis, Known } from './tracked.js';
import { fileName, shownOf, viewOf } from './view.js';

export interface PanelServices {
  readonly extension: vscode.Uri;
  readonly models: Models;
  readonly smokeResults: SmokeResults;
  readonly smokeStatus: SmokeStatus;
  readonly log: Log;
}

/** The page went away before it had answered: its tab has been closed or hidden. */
export class PageGone extends Error {
  constructor() {
    super('the diagram was closed or hidden meanwhile');
  }
}

/** What is asked of a page that is not up yet. */
interface Waiting {
  readonly run: () => void;
  readonly giveUp: () => void;
}

/** One diagram panel of one document. A hidden panel is told nothing: its page is gone, and asks when it is back. */
export class DiagramPanel implements vscode.Disposable {
  private connection: Connection<ViewApi> | undefined;
  private isUp = false;
  private shown: Known | undefined;
  private whenUp: Waiting[] = [];
  private readonly listeners: vscode.Disposable;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly uri: vscode.Uri,
    private readonly services: PanelServices,
    onDidDispose: () => void,
  ) {
    const { extension, models } = services;
    panel.title = `Diagram: ${fileName(uri)}`;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'diagram-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'diagram-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extension) };
    this.connect();
    panel.webview.html = pageOf(panel.webview, extension, uri);
    let wasVisible = panel.visible;
    this.listeners = vscode.Disposable.from(
      models.onDidChange(changed => {
        if (changed.toString() === uri.toString()) this.update();
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible !== wasVisible) this.connect();
        wasVisible = panel.visible;
      }),
      panel.onDidDispose(() => {
        this.dispose();
        onDidDispose();
      }),
    );
  }

  /** The newest text that it knows of. */
  get text(): string | undefined {
    return this.shown?.newest.lines.text;
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  show(): void {
    this.panel.reveal(undefined, true);
  }

  /** Marks the nodes at the editor's cursor. */
  highlight(nodes: readonly string[]): void {
    if (this.isUp) this.tell(view => view.highlight(nodes));
  }

  /** Answers when the test has ended; rejects with `PageGone` where the page goes away before. */
  runSmokeTest(): Promise<SmokeOutcome | undefined> {
    return this.ask(view => view.runSmokeTest());
  }

  cancelSmokeTest(): void {
    if (this.isUp) this.tell(view => view.cancelSmokeTest());
  }

  startSmokeTest(): void {
    this.runSmokeTest().catch(error => this.complain(error));
  }

  openExport(): void {
    this.ask(view => view.openExport()).catch(error => this.complain(error));
  }

  /** Lets go of the panel, whose tab stays: after a restart of the extension host it is given back. */
  dispose(): void {
    this.disconnect();
    this.listeners.dispose();
    for (const { giveUp } of this.whenUp.splice(0)) giveUp();
  }

  /** Shows the panel and asks something of its page, as soon as it is there. */
  private ask<T>(call: (view: ViewApi) => Promise<T>): Promise<T> {
    this.show();
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new PageGone());
      const run = (): void => {
        const { connection } = this;
        if (!connection) giveUp();
        else
          call(connection.remote).then(resolve, error =>
            connection === this.connection ? reject(error) : giveUp(),
          );
      };
      if (this.isUp) run();
      else this.whenUp.push({ run, giveUp });
    });
  }

  private update(): void {
    const known = this.services.models.get(this.uri);
    if (!known) return;
    this.shown = known;
    if (this.isUp) this.tell(view => view.show(viewOf(this.uri, known)));
  }

  private connect(): void {
    this.disconnect();
    const { webview } = this.panel;
    this.connection = connect<ViewApi, HostApi>(
      {
        post: message => void webview.postMessage(message),
        listen: receive => {
          const listener = webview.onDidReceiveMessage(receive);
          return () => listener.dispose();
        },
      },
      {
        ready: () => this.ready(),
        reveal: place => this.reveal(place),
        choose: async entry => this.services.models.choose(this.uri, entry),
        fixes: (version, finding) => this.fixes(version, finding),
        applyFix: (version, finding, fix) => this.applyFix(version, finding, fix),
        change: (version, change) => this.edit(version, editing => editing.change(change)),
        insertLayer: (version, item) => this.edit(version, editing => editing.insertLayer(item)),
        setShortcut: (version, merge) => this.edit(version, editing => editing.setShortcut(merge)),
        save: (name, content) => save(this.uri, name, content),
        copy: async text => vscode.env.clipboard.writeText(text),
        smokeTestProgress: async progress => this.smokeTestProgress(progress),
        smokeTestEnded: (version, report) => this.smokeTestEnded(version, report),
      },
    );
  }

  private disconnect(): void {
    this.isUp = false;
    this.services.smokeStatus.show(this.uri, undefined);
    this.connection?.close();
    this.connection = undefined;
  }

  /** Calls the page; that it went away meanwhile is no fault. */
  private tell(call: (view: ViewApi) => Promise<void>): void {
    const { connection } = this;
    if (!connection) return;
    call(connection.remote).catch(error => {
      if (connection === this.connection) this.complain(error);
    });
  }

  private complain(error: unknown): void {
    if (!(error instanceof PageGone))
      void this.services.log.report('The diagram could not be updated', error);
  }

  private async ready(): Promise<ViewModel | undefined> {
    const known = await this.services.models.load(this.uri);
    // The page gets this answer before anything else is asked of it.
    setTimeout(() => {
      this.isUp = true;
      for (const { run } of this.whenUp.splice(0)) run();
    });
    this.shown = known;
    return known && viewOf(this.uri, known);
  }

  private async reveal(place: Place): Promise<void> {
    const known = this.services.models.get(this.uri);
    if (!known) return;
    const location = this.services.models.locator(this.uri, shownOf(known)).location(place);
    await reveal(location, this.panel.viewColumn);
  }

  private async fixes(version: number, finding: number): Promise<readonly string[]> {
    return this.provedFixes(version, finding).map(fix => fix.title);
  }

  private async applyFix(version: number, finding: number, fix: number): Promise<boolean> {
    const chosen = this.provedFixes(version, finding)[fix];
    const newest = this.newestOf(version);
    if (!chosen || !newest) return false;
    return vscode.workspace.applyEdit(
      workspaceEdit(chosen.edits, this.services.models.locator(this.uri, newest)),
    );
  }

  private async edit(
    version: number,
    run: (editing: Editing) => Promise<string | undefined>,
  ): Promise<string | undefined> {
    const newest = this.newestOf(version);
    return newest
      ? run(new Editing(this.services.models, this.uri, newest))
      : 'the text has changed meanwhile';
  }

  private provedFixes(version: number, finding: number): ReturnType<typeof fixesOf> {
    const newest = this.newestOf(version);
    const found = newest?.model.findings[finding];
    return newest && found ? fixesOf(newest, found, this.services.models) : [];
  }

  /** The analysis of a version, as long as it is the text's own. */
  private newestOf(version: number): Analysis | undefined {
    const newest = this.services.models.get(this.uri)?.newest;
    const document = vscode.workspace.textDocuments.find(d => d.uri.toString() === this.uri.toString());
    return newest?.version === version && document?.version === version ? newest : undefined;
  }

  private smokeTestProgress(progress: TrainingProgress | undefined): void {
    const name = this.shown && networkName(shownOf(this.shown).model);
    this.services.smokeStatus.show(this.uri, progress && { name: name || fileName(this.uri), ...progress });
  }

  private async smokeTestEnded(version: number, report: SmokeReport): Promise<void> {
    const newest = this.newestOf(version);
    if (newest) this.services.smokeResults.show(this.uri, newest, report);
  }
}
