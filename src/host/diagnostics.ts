import * as vscode from 'vscode';
import type { Finding, Severity } from '../core/finding.js';
import { groupBy } from './group-by.js';
import type { Models } from './models.js';
import type { Locator } from './positions.js';

export const source = 'ResNet Designer';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** A code as the editor shows it behind a message: a link to a heading of the manual. */
export const manualLink = (code: string): { value: string; target: vscode.Uri } => ({
  value: code,
  target: vscode.Uri.parse(`command:resnetDesigner.openManual?${encodeURIComponent(JSON.stringify([code]))}`),
});

export function diagnosticOf(found: Finding, locator: Locator): vscode.Diagnostic {
  const { code, severity, message, at, related, unused } = found;
  const diagnostic = new vscode.Diagnostic(locator.range(at), message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = manualLink(code);
  diagnostic.relatedInformation = related.map(
    r => new vscode.DiagnosticRelatedInformation(locator.location(r.at), r.message),
  );
  if (unused) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** Shows the findings of every model; those about an included file stand in that file. */
export function registerDiagnostics(models: Models): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('resnet-designer');
  const byModel = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();

  const update = (uri: vscode.Uri): void => {
    const before = byModel.get(uri.toString());
    const now = diagnosticsOf(uri, models);
    if (now) byModel.set(uri.toString(), now);
    else byModel.delete(uri.toString());
    for (const file of new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])])) {
      const all = [...byModel.values()].flatMap(files => files.get(file) ?? []);
      collection.set(vscode.Uri.parse(file), withoutRepeats(all));
    }
  };
  return vscode.Disposable.from(collection, models.onDidChange(update));
}

function diagnosticsOf(uri: vscode.Uri, models: Models): Map<string, vscode.Diagnostic[]> | undefined {
  const known = models.get(uri);
  if (!known) return undefined;
  const locator = models.locator(uri, known.newest);
  const byFile = groupBy(known.newest.model.findings, ({ at }) =>
    (at.file === undefined ? uri : vscode.Uri.parse(at.file)).toString(),
  );
  const own = [uri.toString(), []] as const;
  return new Map([own, ...byFile].map(([file, found]) => [file, found.map(f => diagnosticOf(f, locator))]));
}

/** Two models that include the same file find the same mistakes in it. */
function withoutRepeats(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  const keyOf = ({ message, range: { start, end } }: vscode.Diagnostic): string =>
    `${start.line}:${start.character} ${end.line}:${end.character} ${message}`;
  return [...new Map(diagnostics.map(diagnostic => [keyOf(diagnostic), diagnostic])).values()];
}
