import * as vscode from 'vscode';
import { analysisOf, runAnalysis } from '../core/analyses/index.js';
import { analysisText } from '../core/analyses/text.js';
import type { Model } from '../core/analyze.js';
import { diffNetworks } from '../core/diff/diff.js';
import { diffText } from '../core/diff/text.js';
import { networkName } from '../core/program.js';
import { textAtHead } from './git.js';
import type { Models } from './models.js';

/** What a report is about. Files are URIs. */
export type ReportOf =
  | { readonly kind: 'analysis'; readonly file: string; readonly analysis: string }
  /** What has become of `from`, another file or the last commit's version of this one. */
  | { readonly kind: 'comparison'; readonly file: string; readonly from: string | typeof head };

export const head = 'HEAD';

const scheme = 'resnet-designer-report';

/** Tables as documents that nobody can write in; they follow the files that they are about. */
export class Reports implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly open = new Map<string, vscode.Uri>();
  private readonly listeners: vscode.Disposable;

  constructor(private readonly models: Models) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      models.onDidChange(uri => this.refresh(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.open.delete(uri.toString())),
    );
  }

  /** Shows a report beside the editor. */
  async show(report: ReportOf): Promise<void> {
    const uri = uriOf(report);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const report = JSON.parse(uri.query) as ReportOf;
    this.open.set(uri.toString(), uri);
    const model = await this.modelOf(report.file);
    if (!model) return `${nameOf(report.file)} is no network that can be read.\n`;
    return report.kind === 'analysis'
      ? this.analysis(report.file, report.analysis, model)
      : this.comparison(report, model);
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
  }

  private refresh(file: vscode.Uri): void {
    for (const uri of this.open.values()) {
      const report = JSON.parse(uri.query) as ReportOf;
      const files = report.kind === 'comparison' ? [report.file, report.from] : [report.file];
      if (files.includes(file.toString())) this.changed.fire(uri);
    }
  }

  /** The newest that can be drawn: while a line is half written, a report stays as it was. */
  private async modelOf(file: string): Promise<Model | undefined> {
    const known = await this.models.load(vscode.Uri.parse(file));
    return (known?.drawable ?? known?.newest)?.model;
  }

  private analysis(file: string, id: string, model: Model): string {
    const analysis = analysisOf(id);
    if (!analysis) return `There is no analysis ${id}.\n`;
    const result = runAnalysis(analysis, model);
    const uri = vscode.Uri.parse(file);
    const known = this.models.get(uri);
    const locator = known && this.models.locator(uri, known.drawable ?? known.newest);
    const nodes = new Map(model.graph.nodes.map(node => [node.id, node]));
    const rows = result.rows.flatMap(({ node: nodeId, values }) => {
      const node = nodes.get(nodeId);
      const line = node && locator ? locator.range(node.at).start.line + 1 : 0;
      return node ? [{ id: nodeId, kind: node.layer, line, values }] : [];
    });
    return `${analysisText(networkName(model), analysis, result, rows)}\n`;
  }

  private async comparison(
    { file, from }: Extract<ReportOf, { kind: 'comparison' }>,
    model: Model,
  ): Promise<string> {
    const before = await (from === head ? this.atHead(file) : this.modelOf(from));
    const other = from === head ? `${nameOf(file)} at the last commit` : nameOf(from);
    if (!before) return `${other} is no network that can be read.\n`;
    const named = (name: string, network: Model) => ({
      name: `${name}: ${networkName(network)}`,
      model: network,
    });
    const diff = diffNetworks(before, model);
    return `${diffText(diff, named(other, before), named(nameOf(file), model))}\n`;
  }

  private async atHead(file: string): Promise<Model | undefined> {
    const uri = vscode.Uri.parse(file);
    const text = await textAtHead(uri);
    return text === undefined ? undefined : this.models.readInPlace(uri, text);
  }
}

const nameOf = (file: string): string => {
  const { path } = vscode.Uri.parse(file);
  return path.slice(path.lastIndexOf('/') + 1);
};

/** The path is what the tab says, and must not end as a model file does; the rest says what the report is about. */
function uriOf(report: ReportOf): vscode.Uri {
  const name = nameOf(report.file);
  const title =
    report.kind === 'analysis'
      ? `${name} – ${analysisOf(report.analysis)?.title ?? report.analysis}`
      : `${report.from === head ? 'last commit' : nameOf(report.from)} → ${name} – Comparison`;
  return vscode.Uri.from({ scheme, path: `/${title}`, query: JSON.stringify(report) });
}
