/**
 * A stand-in for VS Code's module, as far as the host uses it. It counts what is alive, and keeps what was registered
 * so that tests can call it.
 */
import manifest from '../../../../package.json' with { type: 'json' };
import {
  applyEdits,
  binaries,
  changed,
  closed,
  disk,
  opened,
  openTextDocument,
  renamed,
  type TextDocument,
  textDocuments,
} from './documents.js';
import { type Disposable, EventEmitter, track } from './live.js';
import { TestController } from './tests.js';
import {
  type Diagnostic,
  type Range,
  type RelativePattern,
  type Selection,
  Uri,
  type WorkspaceEdit,
} from './values.js';
import { WebviewPanel } from './webview.js';

export { Disposable, EventEmitter } from './live.js';
export { CancellationError, TestMessage } from './tests.js';
export * from './values.js';

type Selector = readonly { readonly language?: string; readonly pattern?: string }[];

/** What the host has registered and shown. */
export const registered = {
  providers: new Map<string, unknown>(),
  commands: new Map<string, (...args: readonly unknown[]) => unknown>(),
  collections: new Map<string, DiagnosticCollection>(),
  serializers: new Map<
    string,
    { deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> }
  >(),
  panels: [] as WebviewPanel[],
  picks: [] as string[],
  /** What was shown beside a document, to be compared with it. */
  compared: [] as string[],
  /** Titles of the lists to pick from. */
  asked: [] as (string | undefined)[],
  /** Texts that are in no file, by their scheme. */
  contents: new Map<string, { provideTextDocumentContent(uri: Uri): unknown }>(),
  /** Where the next file is saved; without one the dialog is cancelled. */
  saveTargets: [] as Uri[],
  /** Which file is opened next; without one the dialog is cancelled. */
  openTargets: [] as Uri[],
  /** Other extensions, by their id. */
  extensions: new Map<string, { readonly isActive: boolean; readonly exports: unknown }>(),
  clipboard: '',
  messages: [] as string[],
  logged: [] as string[],
  settingsRead: new Set<string>(),
  watchers: new Map<string, EventEmitter<Uri>>(),
  testControllers: [] as TestController[],
  /** What the status bar shows of ours. */
  statusItems: new Set<StatusBarItem>(),
};

class DiagnosticCollection {
  readonly byFile = new Map<string, readonly Diagnostic[]>();
  private readonly own = track('diagnostic collection');

  set(uri: Uri, diagnostics: readonly Diagnostic[]): void {
    this.byFile.set(uri.toString(), diagnostics);
  }

  delete(uri: Uri): void {
    this.byFile.delete(uri.toString());
  }

  dispose(): void {
    this.byFile.clear();
    this.own.dispose();
  }
}

const globToRegExp = (glob: string): RegExp =>
  new RegExp(`(^|/)${glob.replace('**/', '').replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);

function register(kind: string, provider: unknown): Disposable {
  registered.providers.set(kind, provider);
  return track(`${kind} provider`, () => registered.providers.delete(kind));
}

export const languages = {
  match: (selector: Selector, document: TextDocument): number =>
    selector.some(
      ({ language, pattern }) =>
        language === document.languageId || (pattern && globToRegExp(pattern).test(document.uri.path)),
    )
      ? 10
      : 0,
  createDiagnosticCollection(name: string): DiagnosticCollection {
    const collection = new DiagnosticCollection();
    registered.collections.set(name, collection);
    return collection;
  },
  setTextDocumentLanguage: async (document: TextDocument): Promise<TextDocument> => document,
  registerInlayHintsProvider: (_: Selector, provider: unknown) => register('hints', provider),
  registerHoverProvider: (_: Selector, provider: unknown) => register('hover', provider),
  registerCompletionItemProvider: (_: Selector, provider: unknown) => register('completion', provider),
  registerCodeActionsProvider: (_: Selector, provider: unknown) => register('actions', provider),
  registerCodeLensProvider: (_: Selector, provider: unknown) => register('lenses', provider),
  registerDocumentSymbolProvider: (_: Selector, provider: unknown) => register('symbols', provider),
  registerDefinitionProvider: (_: Selector, provider: unknown) => register('definition', provider),
  registerReferenceProvider: (_: Selector, provider: unknown) => register('references', provider),
  registerDocumentHighlightProvider: (_: Selector, provider: unknown) => register('highlights', provider),
  registerRenameProvider: (_: Selector, provider: unknown) => register('rename', provider),
};

const configurationChanged = new EventEmitter<{ affectsConfiguration(key: string): boolean }>(
  'configuration',
);
const properties: Readonly<Record<string, { readonly default: unknown }>> =
  manifest.contributes.configuration.properties;

const foldersChanged = new EventEmitter<void>('workspace folders');

/** Settings that differ from their defaults. */
export const settings = new Map<string, unknown>();

export function changeSetting(key: string, value: unknown): void {
  settings.set(key, value);
  configurationChanged.fire({ affectsConfiguration: asked => asked === key });
}

export interface StatusBarItem {
  text: string;
  command?: unknown;
  show(): void;
  dispose(): void;
}

export const StatusBarAlignment = { Left: 1, Right: 2 };
export const TestRunProfileKind = { Run: 1, Debug: 2, Coverage: 3 };

export const tests = {
  createTestController(): TestController {
    const controller = new TestController();
    registered.testControllers.push(controller);
    return controller;
  },
};

const foldersIn = (glob: string): string[] => /\{(.*)\}/.exec(glob)?.[1]?.split(',') ?? [];

export const workspace = {
  /** Files on the disk by one of `{glob,glob}`, but those below one of the folders. */
  async findFiles(glob: string, exclude: string): Promise<Uri[]> {
    const wanted = foldersIn(glob).map(globToRegExp);
    const unwanted = foldersIn(exclude).map(
      folder => new RegExp(`/${folder.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}/`),
    );
    return [...disk.keys()]
      .map(uri => Uri.parse(uri))
      .filter(({ path }) => wanted.some(one => one.test(path)) && !unwanted.some(one => one.test(path)));
  },
  textDocuments,
  async openTextDocument(what: Parameters<typeof openTextDocument>[0]) {
    if (what instanceof Uri && registered.contents.has(what.scheme))
      disk.set(what.toString(), String(await contentOf(what)));
    return openTextDocument(what);
  },
  asRelativePath: ({ path }: Uri): string => path.slice(1),
  onDidOpenTextDocument: opened.event,
  onDidChangeTextDocument: changed.event,
  onDidCloseTextDocument: closed.event,
  onDidRenameFiles: renamed.event,
  registerTextDocumentContentProvider(
    scheme: string,
    provider: { provideTextDocumentContent(uri: Uri): unknown },
  ) {
    registered.contents.set(scheme, provider);
    return track('content provider', () => registered.contents.delete(scheme));
  },
  onDidChangeConfiguration: configurationChanged.event,
  getConfiguration: (section: string) => ({
    get(key: string): unknown {
      const name = `${section}.${key}`;
      registered.settingsRead.add(name);
      return settings.has(name) ? settings.get(name) : properties[name]?.default;
    },
  }),
  workspaceFolders: undefined as readonly { readonly uri: Uri }[] | undefined,
  getWorkspaceFolder: (uri: Uri) =>
    workspace.workspaceFolders?.find(folder => uri.toString().startsWith(`${folder.uri}/`)),
  onDidChangeWorkspaceFolders: foldersChanged.event,
  fs: {
    isWritableFileSystem: (scheme: string): boolean => scheme !== 'git',
    async stat(uri: Uri): Promise<object> {
      const size = binaries.get(uri.toString())?.length ?? disk.get(uri.toString())?.length;
      if (size === undefined) throw new Error('FileNotFound');
      return { size };
    },
    async writeFile(uri: Uri, bytes: Uint8Array): Promise<void> {
      disk.set(uri.toString(), new TextDecoder().decode(bytes));
    },
    async readFile(uri: Uri): Promise<Uint8Array> {
      const bytes = binaries.get(uri.toString());
      if (bytes) return bytes;
      const text = disk.get(uri.toString());
      if (text === undefined) throw new Error('FileNotFound');
      return new TextEncoder().encode(text);
    },
  },
  createFileSystemWatcher(glob: RelativePattern | string) {
    const emitter = new EventEmitter<Uri>('file watcher');
    const name = typeof glob === 'string' ? glob : Uri.joinPath(glob.baseUri, glob.pattern).toString();
    registered.watchers.set(name, emitter);
    const { event } = emitter;
    return { onDidChange: event, onDidCreate: event, onDidDelete: event, dispose: () => emitter.dispose() };
  },
  async applyEdit(edit: WorkspaceEdit): Promise<boolean> {
    applyEdits(edit.all);
    return true;
  },
};

const contentOf = (uri: Uri): unknown => registered.contents.get(uri.scheme)?.provideTextDocumentContent(uri);

/** What the tests make happen in the window. */
export const happened = {
  selection: new EventEmitter<{
    readonly textEditor: { readonly document: TextDocument };
    readonly selections: readonly Selection[];
  }>('selections'),
  activeEditor: new EventEmitter<void>('active editor'),
};

export const window = {
  createStatusBarItem(): StatusBarItem {
    const own = track('status bar item', () => registered.statusItems.delete(item));
    const item: StatusBarItem = {
      text: '',
      show: () => void registered.statusItems.add(item),
      dispose: () => own.dispose(),
    };
    return item;
  },
  activeTextEditor: undefined as { document: TextDocument } | undefined,
  visibleTextEditors: [],
  tabGroups: { all: [], close: async (): Promise<boolean> => true },
  onDidChangeTextEditorSelection: happened.selection.event,
  onDidChangeActiveTextEditor: happened.activeEditor.event,
  createOutputChannel() {
    const own = track('output channel');
    return {
      error: (...parts: readonly string[]) => registered.logged.push(parts.join(' ')),
      dispose: () => own.dispose(),
    };
  },
  /** Picks what the test has chosen by its label. */
  async showQuickPick<T extends { readonly label: string }>(
    items: readonly T[],
    options?: { readonly title?: string },
  ): Promise<T | undefined> {
    registered.asked.push(options?.title);
    const wanted = registered.picks.shift();
    return items.find(({ label }) => label === wanted);
  },
  showOpenDialog: async (): Promise<Uri[]> => registered.openTargets.splice(0, 1),
  showSaveDialog: async (): Promise<Uri | undefined> => registered.saveTargets.shift(),
  async showErrorMessage(message: string): Promise<undefined> {
    registered.messages.push(message);
  },
  async showInformationMessage(message: string): Promise<undefined> {
    registered.messages.push(message);
  },
  async showTextDocument(uri: unknown, options?: unknown): Promise<ShownEditor> {
    const editor: ShownEditor = { uri, options, selection: undefined, revealRange: () => {} };
    shown.push(editor);
    return editor;
  },
  createWebviewPanel(viewType: string): WebviewPanel {
    const panel = new WebviewPanel(viewType);
    registered.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer(
    viewType: string,
    serializer: { deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> },
  ): Disposable {
    registered.serializers.set(viewType, serializer);
    return track('serializer');
  },
};

export const env = {
  clipboard: {
    async writeText(text: string): Promise<void> {
      registered.clipboard = text;
    },
  },
};

export interface ShownEditor {
  readonly uri: unknown;
  readonly options: unknown;
  selection: Range | undefined;
  revealRange(): void;
}

export const shown: ShownEditor[] = [];

export const commands = {
  registerCommand(id: string, run: (...args: readonly unknown[]) => unknown): Disposable {
    registered.commands.set(id, run);
    return track('command', () => registered.commands.delete(id));
  },
  executeCommand: async (id: string, ...args: readonly unknown[]): Promise<unknown> => {
    if (id === 'vscode.diff') registered.compared.push(String(await contentOf(args[1] as Uri)));
    return registered.commands.get(id)?.(...args);
  },
  getCommands: async (): Promise<string[]> => [...registered.commands.keys()],
};

export const extensions = {
  getExtension: (id: string): unknown => registered.extensions.get(id),
};
