import * as vscode from 'vscode';
import { type Finding, isProblem, type Severity } from '../core/finding.js';
import { type Found, findingsIn } from '../core/networks.js';
import { groupBy } from './group-by.js';
import type { Models } from './models.js';
import type { Locator } from './positions.js';
import { onDidChangeSetting, setting } from './settings.js';
import type { Known } from './tracked.js';

export const source = 'ResNet Designer';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
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
  const updateAll = (): void => {
    for (const [uri] of models.all()) update(uri);
  };
  return vscode.Disposable.from(
    collection,
    models.onDidChange(update),
    onDidChangeSetting('diagnostics.enabled', updateAll),
  );
}

function diagnosticsOf(uri: vscode.Uri, models: Models): Map<string, vscode.Diagnostic[]> | undefined {
  const known = models.get(uri);
  if (!known) return undefined;
  const document = vscode.workspace.textDocuments.find(d => d.uri.toString() === uri.toString());
  const own: [string, vscode.Diagnostic[]] = [uri.toString(), []];
  if (!setting('diagnostics.enabled', document ?? uri)) return new Map([own]);
  const found = placedFindings(uri, known, models).map(({ finding, locator }) => ({
    file: (finding.at.file === undefined ? uri : vscode.Uri.parse(finding.at.file)).toString(),
    diagnostic: diagnosticOf(finding, locator),
  }));
  const byFile = [...groupBy(found, ({ file }) => file)].map(
    ([file, group]): [string, vscode.Diagnostic[]] => [file, group.map(({ diagnostic }) => diagnostic)],
  );
  return new Map([own, ...byFile]);
}

interface Placed {
  readonly finding: Finding;
  readonly locator: Locator;
}

/** What is wrong now; of the networks of a program that have not been read again yet, what was wrong a moment ago. */
function placedFindings(uri: vscode.Uri, { newest, whole }: Known, models: Models): Placed[] {
  const locator = models.locator(uri, newest);
  // What a half-written line leaves unknown is known in a moment.
  const isDue = ({ model, finding }: Found): boolean => !model.program?.isUnfinished || isProblem(finding);
  const placed = findingsIn(newest.networks)
    .filter(isDue)
    .map(({ finding }) => ({ finding, locator }));
  if (!whole || whole.version === newest.version || newest.model.broken !== undefined) return placed;
  const isRead = new Set(newest.networks.map(({ program }) => program?.entry?.entry));
  const unread = whole.networks.filter(({ program }) => !isRead.has(program?.entry?.entry));
  const before = models.locator(uri, whole);
  return [...placed, ...findingsIn(unread).map(({ finding }) => ({ finding, locator: before }))];
}

/** Two models that include the same file find the same mistakes in it. */
function withoutRepeats(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  const keyOf = ({ message, range: { start, end } }: vscode.Diagnostic): string =>
    `${start.line}:${start.character} ${end.line}:${end.character} ${message}`;
  return [...new Map(diagnostics.map(diagnostic => [keyOf(diagnostic), diagnostic])).values()];
}
