import type * as vscode from 'vscode';
import type { Model } from '../core/analyze.js';
import type { Lines } from './positions.js';

/** One version of a document with all that is known of it. */
export interface Analysis {
  readonly version: number;
  readonly lines: Lines;
  /** The network that stands for the file: the only one, the likeliest, or the one that was chosen. */
  readonly model: Model;
  /** All networks of the file, this one among them: a program can make several. */
  readonly networks: readonly Model[];
}

/** What views show of a document. */
export interface Known {
  readonly newest: Analysis;
  /** The newest that can be drawn: the same, unless the text is unfinished or broken. */
  readonly drawable?: Analysis;
  /** The newest of those in which every network has been read: others of a program follow after the one that is shown. */
  readonly whole?: Analysis;
}

/** One open document, and when it is analysed next. */
export class Tracked {
  known: Known | undefined;
  /** Files that were asked for, even where nothing came of it yet. */
  dependencies: ReadonlySet<string> = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next: Promise<void> = Promise.resolve();
  private finish: (() => void) | undefined;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly run: (tracked: Tracked) => Promise<void>,
  ) {}

  /** Analyses after a delay that starts anew with every call. */
  schedule(delay: number): void {
    clearTimeout(this.timer);
    if (!this.finish) this.next = new Promise(resolve => (this.finish = resolve));
    this.timer = setTimeout(() => void this.start(), delay);
  }

  /** Waits until what is scheduled has been done. */
  async settled(): Promise<void> {
    let next: Promise<void>;
    do {
      next = this.next;
      await next;
    } while (next !== this.next);
  }

  get isScheduled(): boolean {
    return this.timer !== undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.finish?.();
    this.finish = undefined;
  }

  private async start(): Promise<void> {
    this.timer = undefined;
    await this.run(this);
    // A change meanwhile has scheduled another run, which will finish for this one, too.
    if (this.isScheduled) return;
    this.finish?.();
    this.finish = undefined;
  }
}
