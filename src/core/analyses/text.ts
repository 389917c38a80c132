import { left, right, table } from '../text-table.js';
import type { Analysis, AnalysisResult, Column, Section, Values } from './analysis.js';

/** A row of an analysis with the layer that it is about, and its line from 1. */
export interface LocatedRow {
  readonly id: string;
  readonly kind: string;
  readonly line: number;
  readonly values: Values;
}

/** A table of figures in plain text, under its title. */
export const sectionText = ({ title, columns, rows }: Section): string[] => [
  title,
  ...table(
    columns,
    rows.map(values => cells(columns, values)),
  ),
];

const cells = (columns: readonly Column[], values: Values): string[] =>
  columns.map(({ key, format }) => format(values[key] ?? null));

/** An analysis in plain text: what it says, a line a layer, further tables, and what holds for all. */
export function analysisText(
  network: string,
  { title, doc }: Analysis,
  { columns, sections, facts }: AnalysisResult,
  rows: readonly LocatedRow[],
): string {
  const lines = rows.map(({ id, kind, line, values }) => [id, kind, String(line), ...cells(columns, values)]);
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return [
    `${network}: ${title.toLowerCase()}`,
    ...wrapped(doc),
    ...(lines.length > 0
      ? ['', ...table([left('layer'), left('kind'), right('line'), ...columns], lines)]
      : []),
    ...sections.flatMap(section => ['', ...sectionText(section)]),
    '',
    ...facts.map(([name, text]) => `${name.padEnd(width)}  ${text}`),
  ].join('\n');
}

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
