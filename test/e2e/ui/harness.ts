import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { startVSCode, type VSCode } from '../../../scripts/vscode-server/workbench.mjs';
import { copyOf, discard, readSettings, type Settings, writeSettings } from './folder';

const START_LIMIT = 120_000;
const WAIT_LIMIT = 60_000;
const RESULTS = 'test-results';
const EXTENSION = process.env.E2E_VSIX ? { vsix: [process.env.E2E_VSIX] } : { extension: '.' };

/** So that what a test writes stays as it is; YAML and our language bring settings of their own. */
const VERBATIM = {
  'editor.autoIndent': 'none',
  '[yaml]': { 'editor.autoIndent': 'none' },
  '[resnet]': { 'editor.autoIndent': 'none' },
  '[python]': { 'editor.autoIndent': 'none' },
};

const THEMES = {
  dark: { name: 'Dark Modern', file: 'dark_modern' },
  light: { name: 'Light Modern', file: 'light_modern' },
  'high contrast': { name: 'Default High Contrast', file: 'hc_black' },
} as const;

export type Theme = keyof typeof THEMES;

export interface WorkbenchOptions {
  /** The folder to open, from the root of the project; the tests get a copy of it. */
  folder: string;
  settings?: Settings;
}

/** VS Code with our extension and a copy of a folder, as a person sees it. */
export class Workbench {
  private constructor(
    private readonly vscode: VSCode,
    /** The copy that is open. */
    readonly folder: string,
  ) {}

  /** For whatever is not below: Playwright's own view of the window. */
  get page(): Page {
    return this.vscode.page;
  }

  static async start({ folder, settings }: WorkbenchOptions): Promise<Workbench> {
    const copy = copyOf(folder);
    writeSettings(copy, { ...VERBATIM, ...settings });
    return new Workbench(await startVSCode({ ...EXTENSION, folder: copy }), copy);
  }

  /** Waits until the folder is there. */
  async ready(): Promise<void> {
    this.page.setDefaultTimeout(WAIT_LIMIT);
    const files = this.page.locator('.explorer-folders-view .monaco-list-row');
    await files.first().waitFor({ timeout: START_LIMIT });
  }

  /** Opens a file of the folder in the editor, by its name or path. */
  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.pick(file, basename(file));
    await this.group()
      .locator('.tab.active', { hasText: basename(file) })
      .waitFor();
    await this.group().locator('.monaco-editor .view-line').first().waitFor();
  }

  /** Writes this instead of all that the active editor holds. */
  async replaceText(text: string): Promise<void> {
    await this.runCommand('View: Focus Active Editor Group');
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Puts the cursor at the start of a line of the first group's editor, by the keyboard: Playwright scrolls what it clicks. */
  async goToLine(line: number): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+G');
    await this.pick(String(line), 'Go to line');
    await this.waitForLine(line);
  }

  /** Waits until the cursor is on a line. */
  async waitForLine(line: number): Promise<void> {
    await this.page.locator('.line-numbers.active-line-number', { hasText: RegExp(`^${line}$`) }).waitFor();
  }

  async focusEditor(): Promise<void> {
    await this.runCommand('View: Focus First Editor Group');
    await this.page.locator('.monaco-editor.focused').waitFor();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.group().locator('.tab.active:not(.dirty)').waitFor();
  }

  /** Runs a command from the palette, by the title that is shown there, and picks from the list that it opens. */
  async runCommand(title: string, choice?: string): Promise<void> {
    await this.page.keyboard.press('F1');
    if (choice === undefined) await this.pick(title, title);
    else {
      await this.enter(title, title);
      await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasNotText: title }).waitFor();
      await this.pick(choice, choice);
    }
  }

  /** Picks from the list that a command has opened, by what is shown there. */
  async choose(shown: string): Promise<void> {
    await this.pick(shown, shown);
  }

  /** The page that the extension shows in the visible panel. */
  webview(): FrameLocator {
    const outer = this.page.locator('iframe.webview.ready').filter({ visible: true });
    return outer.contentFrame().frameLocator('iframe#active-frame');
  }

  /** Changes settings of the folder; VS Code follows in a moment. */
  configure(values: Settings): void {
    writeSettings(this.folder, { ...readSettings(this.folder), ...values });
  }

  async setTheme(theme: Theme): Promise<void> {
    const { name, file } = THEMES[theme];
    this.configure({ 'workbench.colorTheme': name });
    await this.page.locator(`.vscode-theme-defaults-themes-${file}-json`).waitFor();
  }

  /** Waits until the status bar says so: "Errors: 1, Warnings: 2", or "No Problems". */
  async waitForProblems(label: string): Promise<void> {
    await this.page.locator(`#status\\.problems[aria-label="${label}"]`).waitFor();
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(RESULTS, { recursive: true });
    await this.page.screenshot({ path: join(RESULTS, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`) });
  }

  logs(): string {
    return this.vscode.logs();
  }

  async close(): Promise<void> {
    await this.vscode.stop();
    discard(this.folder);
  }

  private group(): Locator {
    return this.page.locator('.editor-group-container.active');
  }

  private async pick(text: string, shown: string): Promise<void> {
    await this.enter(text, shown);
    await this.input().waitFor({ state: 'hidden' });
  }

  private async enter(text: string, shown: string): Promise<void> {
    await this.input().waitFor();
    await this.page.keyboard.type(text);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: shown }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  private input(): Locator {
    return this.page.locator('.quick-input-widget input[type="text"]');
  }
}

/**
 * Gives the tests of the surrounding `describe` one VS Code; call the result inside a test.
 * When something fails, screenshots and the logs stay behind.
 */
export function useWorkbench(options: WorkbenchOptions): () => Workbench {
  let workbench: Workbench | undefined;
  let healthy = false;
  before(async function () {
    this.timeout(2 * START_LIMIT);
    workbench = await Workbench.start(options);
    await workbench.ready();
    healthy = true;
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    healthy = false;
    await workbench?.screenshot(`failed ${this.currentTest.fullTitle()}`);
  });
  after(async function () {
    if (!healthy) {
      await workbench?.screenshot(`at the end of ${this.test?.parent?.title}`);
      console.error(workbench?.logs());
    }
    await workbench?.close();
  });
  return () => workbench!;
}
