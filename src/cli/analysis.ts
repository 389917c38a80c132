import type {
  Analysis,
  AnalysisOptions,
  AnalysisResult,
  Cell,
  Column,
  Values,
} from '../core/analyses/analysis.js';
import { runAnalysis } from '../core/analyses/index.js';
import { networkName } from '../core/program.js';
import { locator } from './lines.js';
import type { Loaded } from './load.js';
import { report } from './report.js';
import { left, right, table } from './table.js';
import { checkTexts } from './text.js';

/** An analysis as JSON: a row a layer, its figures beside what the layer is. */
export interface AnalysisReport {
  readonly analysis: string;
  /** Only where a file has several networks. */
  readonly network?: string;
  readonly rows: readonly ({ readonly id: string; readonly kind: string; readonly line: number } & Values)[];
}

interface Located {
  readonly id: string;
  readonly kind: string;
  readonly line: number;
  readonly values: Values;
}

export class AnalysisRun {
  private readonly result: AnalysisResult;
  private readonly rows: readonly Located[];

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
    const { columns, sections, facts } = this.result;
    const rows = this.rows.map(({ id, kind, line, values }) => [
      id,
      kind,
      String(line),
      ...cells(columns, values),
    ]);
    const head = [left('layer'), left('kind'), right('line'), ...columns];
    const width = Math.max(0, ...facts.map(([name]) => name.length));
    return [
      `${networkName(model)}: ${this.analysis.title.toLowerCase()}`,
      ...wrapped(this.analysis.doc),
      ...(rows.length > 0 ? ['', ...table(head, rows)] : []),
      ...sections.flatMap(section => [
        '',
        section.title,
        ...table(
          section.columns,
          section.rows.map(values => cells(section.columns, values)),
        ),
      ]),
      '',
      ...facts.map(([name, text]) => `${name.padEnd(width)}  ${text}`),
      ...(model.findings.length > 0 ? ['', ...said()] : []),
    ].join('\n');
  }
}

const nothing: AnalysisResult = { columns: [], rows: [], sections: [], facts: [] };

const cells = (columns: readonly Column[], values: Values): string[] =>
  columns.map(({ key, format }): string => format((values[key] ?? null) as Cell));

/** Lines of at most 100 characters. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
