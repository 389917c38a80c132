import * as vscode from 'vscode';

/** The output channel for what is our fault, never the user's. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('ResNet Designer', { log: true });

  /** Writes an exception down and, unless quiet, shows that it happened. */
  async report(what: string, error: unknown, { quiet = false } = {}): Promise<void> {
    this.channel.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (quiet) return;
    const reason = error instanceof Error ? error.message : String(error);
    const answer = await vscode.window.showErrorMessage(`${what}: ${reason}`, 'Show Log');
    if (answer) this.channel.show();
  }

  dispose(): void {
    this.channel.dispose();
  }
}
