import { groupBy } from './group-by.js';

/** Rows or names beyond this number are only counted. */
const most = 8;

export type Row = readonly string[];

export const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('\n\n');

export const code = (text: string): string => `\`${text}\``;

/** Figures stay in one piece, and away from each other: the editor's own style sheet leaves no room between columns. */
const figure = (text: string): string => `&nbsp;&nbsp;${text.replaceAll(' ', '&nbsp;')}`;

export function table(head: Row, rows: readonly Row[]): string {
  const lines = [head.map((title, i) => (i === 0 ? title : `&nbsp;&nbsp;${title}`))];
  lines.push(head.map((_, i) => (i === 0 ? ':--' : '--:')));
  lines.push(...rows.map(row => row.map((cell, i) => (i === 0 ? cell : figure(cell)))));
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

export const shortList = (names: readonly string[]): string =>
  names.length > most
    ? `${names.slice(0, most).join(', ')} and ${names.length - most} more`
    : names.join(', ');

/** A row for each item under its name, those with the same cells together. */
export function groupedTable(
  head: Row,
  items: readonly { readonly name: string; readonly cells: Row }[],
): string {
  const groups = [...groupBy(items, ({ cells }) => cells.join('|')).values()];
  const rows = groups
    .slice(0, most)
    .map(group => [shortList(group.map(({ name }) => name)), ...group[0]!.cells]);
  const more = groups.length > most ? `… and ${groups.length - most} more` : undefined;
  return paragraphs(table(['where', ...head], rows), more);
}
