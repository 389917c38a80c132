import * as vscode from 'vscode';
import type { Model } from '../../core/analyze.js';
import { isNetwork, placeToBlame } from '../../core/networks.js';
import { networkName } from '../../core/program.js';
import type { Models } from '../models.js';
import type { Locator } from '../positions.js';
import type { Known } from '../tracked.js';
import { fileName } from '../view.js';
import { isCandidate, isForeign, modelFiles, modelGlob } from './files.js';

/** The network that a test tries. */
export interface Target {
  readonly uri: vscode.Uri;
  /** Of a program, the expression that makes it. */
  readonly entry: string;
}

/** How long one waits for the last networks of a large program, in milliseconds. */
const patience = 5000;

/** Files and their networks as items of the Test Explorer. A file is analysed when it is opened out, or open anyway. */
export class TestTree implements vscode.Disposable {
  private readonly targets = new WeakMap<vscode.TestItem, Target>();
  private readonly versions = new WeakMap<vscode.TestItem, number>();
  private readonly listener: vscode.Disposable;
  private watcher: vscode.Disposable | undefined;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly models: Models,
  ) {
    this.listener = models.onDidChange(uri => this.follow(uri));
  }

  /** Undefined for a file. */
  targetOf(item: vscode.TestItem): Target | undefined {
    return this.targets.get(item);
  }

  /** Lists the files of the workspace, and those that come later. */
  async find(): Promise<void> {
    this.watcher ??= this.watch();
    const found = await modelFiles();
    const ids = new Set(found.map(String));
    for (const [id, item] of this.controller.items)
      if (!ids.has(id) && !this.models.get(item.uri!)) this.controller.items.delete(id);
    for (const uri of found) this.fileItem(uri);
  }

  /** Lists the networks of a file. */
  async expand(item: vscode.TestItem): Promise<void> {
    if (this.targetOf(item)) return;
    item.busy = true;
    try {
      this.fill(item, await this.loadWhole(item.uri!));
    } finally {
      item.busy = false;
    }
  }

  /** The tests of an item: itself, or those of its file. */
  async testsOf(item: vscode.TestItem): Promise<vscode.TestItem[]> {
    if (this.targetOf(item)) return [item];
    if (item.children.size === 0) await this.expand(item);
    return [...item.children].map(([, child]) => child);
  }

  dispose(): void {
    this.listener.dispose();
    this.watcher?.dispose();
  }

  private watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(modelGlob, false, true, false);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(async uri => {
        if (!isForeign(uri) && (await isCandidate(uri))) this.fileItem(uri);
      }),
      watcher.onDidDelete(uri => this.controller.items.delete(uri.toString())),
    );
  }

  /** An open file shows what is known of it; results of an older text no longer count. */
  private follow(uri: vscode.Uri): void {
    const known = this.models.get(uri);
    if (!known || !isWhole(known) || !isOwn(uri)) return;
    const item = this.controller.items.get(uri.toString()) ?? this.fileItem(uri);
    const { version } = known.newest;
    const before = this.versions.get(item);
    this.fill(item, known);
    if (before !== undefined && before !== version) this.controller.invalidateTestResults(item);
  }

  private fileItem(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.controller.items.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, fileName(uri), uri);
    item.canResolveChildren = true;
    const folder = vscode.workspace.asRelativePath(uri).split('/').slice(0, -1).join('/');
    item.description = folder;
    this.controller.items.add(item);
    return item;
  }

  /** Shows what is known of a file. While its text is unfinished, its tests stay. */
  private fill(item: vscode.TestItem, known: Known | undefined): void {
    const newest = known?.newest;
    const networks = newest?.networks.filter(isNetwork).sort((a, b) => placeOf(a) - placeOf(b)) ?? [];
    if (newest) this.versions.set(item, newest.version);
    if (networks.length === 0) this.fillNothing(item, newest?.model);
    else if (newest) {
      item.error = undefined;
      const locator = this.models.locator(item.uri!, newest);
      item.children.replace(networks.map(model => this.networkItem(item, model, locator)));
    }
  }

  private fillNothing(item: vscode.TestItem, model: Model | undefined): void {
    if (model?.broken !== undefined && item.children.size > 0) return;
    item.children.replace([]);
    // A Python file that looked as if it made a network, and does not, is no model at all.
    if (/\.py$/i.test(item.uri!.path)) this.controller.items.delete(item.id);
    else item.error = model?.broken ?? 'There is no network in it.';
  }

  private networkItem(file: vscode.TestItem, model: Model, locator: Locator): vscode.TestItem {
    const uri = file.uri!;
    const entry = model.program?.entry?.entry ?? '';
    const id = `network ${entry}`;
    const label = networkName(model) || fileName(uri);
    const item = file.children.get(id) ?? this.controller.createTestItem(id, label, uri);
    item.label = label;
    const location = locator.location(placeToBlame(model, undefined));
    if (location.uri.toString() === uri.toString()) item.range = location.range;
    this.targets.set(item, { uri, entry });
    return item;
  }

  /** Waits until all networks of a program are known. */
  private async loadWhole(uri: vscode.Uri): Promise<Known | undefined> {
    const known = await this.models.load(uri);
    if (!known || isWhole(known)) return known;
    await new Promise<void>(resolve => {
      const done = (): void => {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      };
      const timer = setTimeout(done, patience);
      const listener = this.models.onDidChange(changed => {
        const now = this.models.get(uri);
        if (changed.toString() === uri.toString() && (!now || isWhole(now))) done();
      });
    });
    return this.models.get(uri);
  }
}

const placeOf = ({ program }: Model): number => program?.entry?.at.start ?? 0;

/** Whether all networks of the newest text have been read, or it cannot be. */
const isWhole = ({ newest, whole }: Known): boolean => newest.model.broken !== undefined || whole === newest;

/** A file that can be opened again: no older version of one, and no text without a file. */
const isOwn = (uri: vscode.Uri): boolean =>
  !isForeign(uri) && (uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined);
