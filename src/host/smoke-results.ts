import * as vscode from 'vscode';
import { placeToBlame } from '../core/networks.js';
import type { Check, SmokeReport } from '../protocol.js';
import { manualLink, source } from './diagnostics.js';
import type { Models } from './models.js';
import type { Analysis } from './tracked.js';

/** What smoke tests have found wrong, until the text changes. */
export class SmokeResults implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('resnet-designer-smoke-test');
  /** The files in which the results of a document stand: its own, and those that it includes. */
  private readonly files = new Map<string, readonly vscode.Uri[]>();
  private readonly listener: vscode.Disposable;

  constructor(private readonly models: Models) {
    this.listener = models.onDidChange(uri => this.clear(uri));
  }

  show(uri: vscode.Uri, analysis: Analysis, { checks }: SmokeReport): void {
    this.clear(uri);
    const locator = this.models.locator(uri, analysis);
    const found = checks
      .filter(({ verdict }) => verdict === 'fail')
      .map(check => ({ check, ...locator.location(placeToBlame(analysis.model, check.node)) }));
    const files = [...new Map(found.map(({ uri: file }) => [file.toString(), file])).values()];
    this.files.set(uri.toString(), files);
    for (const file of files) {
      const here = found.filter(({ uri: other }) => other.toString() === file.toString());
      this.collection.set(
        file,
        here.map(({ check, range }) => diagnosticOf(check, range)),
      );
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.collection.dispose();
  }

  private clear(uri: vscode.Uri): void {
    for (const file of this.files.get(uri.toString()) ?? []) this.collection.delete(file);
    this.files.delete(uri.toString());
  }
}

function diagnosticOf({ id, title, message }: Check, range: vscode.Range): vscode.Diagnostic {
  const text = `smoke test, ${title}: ${message}`;
  const diagnostic = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = source;
  diagnostic.code = manualLink(id);
  return diagnostic;
}
