import * as vscode from 'vscode';
import type { TrainingProgress } from '../protocol.js';

export interface Running extends TrainingProgress {
  /** The network. */
  readonly name: string;
}

/** An item in the status bar while smoke tests run; a click shows the diagram of the one that it tells of. */
export class SmokeStatus implements vscode.Disposable {
  private item: vscode.StatusBarItem | undefined;
  private readonly running = new Map<string, { readonly uri: vscode.Uri; readonly now: Running }>();

  /** How far the test of a document is; undefined where none runs. */
  show(uri: vscode.Uri, now: Running | undefined): void {
    if (now) this.running.set(uri.toString(), { uri, now });
    else this.running.delete(uri.toString());
    this.update();
  }

  dispose(): void {
    this.item?.dispose();
    this.item = undefined;
    this.running.clear();
  }

  private update(): void {
    const newest = [...this.running.values()].at(-1);
    if (!newest) {
      this.item?.dispose();
      this.item = undefined;
      return;
    }
    const { uri, now } = newest;
    this.item ??= vscode.window.createStatusBarItem(
      'resnetDesigner.smokeTest',
      vscode.StatusBarAlignment.Left,
    );
    this.item.name = 'ResNet Designer: Smoke Test';
    this.item.text = `$(beaker) Smoke test of ${now.name}: ${now.phase}, step ${now.step} of ${now.steps}`;
    this.item.tooltip = 'Show the diagram in which it runs';
    this.item.command = {
      command: 'resnetDesigner.openDiagram',
      title: 'Open Diagram',
      arguments: [uri],
    };
    this.item.show();
  }
}
