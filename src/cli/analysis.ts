import type { Analysis, AnalysisOptions, AnalysisResult, Values } from '../core/analyses/analysis.js';
import { runAnalysis } from '../core/analyses/index.js';
import { analysisText, type LocatedRow } from '../core/analyses/text.js';
import { networkName } from '../core/program.js';
import { locator } from './lines.js';
import type { Loaded } from './load.js';
import { report } from './report.js';
import { checkTexts } from './text.js';

/** An analysis as JSON: a row a layer, its figures beside what the layer is. */
export interface AnalysisReport {
  readonly analysis: string;
  /** Only where a file has several networks. */
  readonly network?: string;
  readonly rows: readonly ({ readonly id: string; readonly kind: string; readonly line: number } & Values)[];
}

export class AnalysisRun {
  private readonly result: AnalysisResult;
  private readonly rows: readonly LocatedRow[];

  constructor(
    private readonly loaded: Loaded,
    private readonly analysis: Analysis,
    options: Partial<AnalysisOptions>,
  ) {
    const { model } = loaded;
    this.result = model ? runAnalysis(analysis, model, options) : nothing;
    const nodes = new Map(model?.graph.nodes.map(node => [node.id, node]));
    const locate = locator(loaded);
    this.rows = this.result.rows.flatMap(({ node: id, values }) => {
      const node = nodes.get(id);
      return node ? [{ id, kind: node.layer, line: locate(node.at).line, values }] : [];
    });
  }

  json(several: boolean): AnalysisReport {
    const { model } = this.loaded;
    return {
      analysis: this.analysis.id,
      ...(several && model && { network: networkName(model) }),
      rows: this.rows.map(({ id, kind, line, values }) => ({ id, kind, line, ...values })),
    };
  }

  text(): string {
    const { model } = this.loaded;
    const said = (): string[] => checkTexts(this.loaded, report(this.loaded));
    if (!model || (model.program && model.broken !== undefined)) return said().join('\n');
    const text = analysisText(networkName(model), this.analysis, this.result, this.rows);
    return model.findings.length > 0 ? [text, '', ...said()].join('\n') : text;
  }
}

const nothing: AnalysisResult = { columns: [], rows: [], sections: [], facts: [] };
