import type * as vscode from 'vscode';
import type { Model } from '../core/analyze.js';
import type { Lines } from './positions.js';

/** One version of a document with all that is known of it. */
export interface Analysis {
  readonly version: number;
  readonly lines: Lines;
  readonly model: Model;
}

/** What views show of a document. */
export interface Known {
  readonly newest: Analysis;
  /** The newest that can be drawn: the same, unless the text is unfinished or broken. */
  readonly drawable?: Analysis;
}

/** One open document, and when it is analysed next. */
export class Tracked {
  known: Known | undefined;
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
