import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { startVSCode, type VSCode } from '../../../scripts/vscode-server/workbench.mjs';

const START_LIMIT = 180_000;
const RESULTS = 'test-results';
const EXTENSION = process.env.E2E_VSIX ? { vsix: [process.env.E2E_VSIX] } : { extension: '.' };

const THEMES = {
  dark: { name: 'Dark Modern', file: 'dark_modern' },
  light: { name: 'Light Modern', file: 'light_modern' },
  'high contrast': { name: 'Default High Contrast', file: 'hc_black' },
} as const;

export type Theme = keyof typeof THEMES;

export interface WorkbenchOptions {
  /** The folder to open, from the root of the project; the tests get a copy of it. */
  folder: string;
  settings?: Record<string, unknown>;
}

/** VS Code with our extension and a copy of a folder, as a person sees it. */
export class Workbench {
  private constructor(
    /** For whatever is not below: Playwright's own view of the window. */
    readonly page: Page,
    /** The copy that is open. */
    readonly folder: string,
    private readonly vscode: VSCode,
  ) {}

  static async open({ folder, settings }: WorkbenchOptions): Promise<Workbench> {
    const copy = copyOf(folder);
    const vscode = await startVSCode({ ...EXTENSION, folder: copy, settings });
    const workbench = new Workbench(vscode.page, copy, vscode);
    await vscode.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 120_000 });
    return workbench;
  }

  /** Opens a file of the folder in the editor, by its name or path. */
  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.pick(file, basename(file));
    await this.page.locator('.tab.active', { hasText: basename(file) }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /** Runs a command from the palette, by the title that is shown there. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(title, title);
  }

  /** The page that the extension shows in the visible panel. */
  webview(): FrameLocator {
    const outer = this.page.locator('iframe.webview.ready').filter({ visible: true });
    return outer.contentFrame().frameLocator('iframe#active-frame');
  }

  async setTheme(theme: Theme): Promise<void> {
    const { name, file } = THEMES[theme];
    this.vscode.configure({ 'workbench.colorTheme': name });
    await this.page.locator(`.vscode-theme-defaults-themes-${file}-json`).waitFor();
  }

  /** What the status bar says, such as "Errors: 1, Warnings: 2". */
  async problems(): Promise<string | null> {
    return this.page.locator('#status\\.problems').getAttribute('aria-label');
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
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }

  private async pick(text: string, shown: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    await this.page.keyboard.type(text);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: shown }).waitFor();
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }
}

/**
 * Gives the tests of the surrounding `describe` one VS Code; call the result inside a test.
 * When a test fails, a screenshot and the logs stay behind.
 */
export function useWorkbench(options: WorkbenchOptions): () => Workbench {
  let workbench: Workbench | undefined;
  before(async function () {
    this.timeout(START_LIMIT);
    workbench = await Workbench.open(options);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench?.screenshot(`failed ${this.currentTest.fullTitle()}`);
    console.error(workbench?.logs());
  });
  after(() => workbench?.close());
  return () => workbench!;
}

function copyOf(folder: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'e2e-')), basename(folder));
  cpSync(folder, copy, { recursive: true });
  return copy;
}
