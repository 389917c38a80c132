export interface Head {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Columns as wide as they need; figures to the right. */
export function table(head: readonly Head[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map(({ title }, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]!.length), title.length),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (head[i]!.align === 'left' ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [
    line(head.map(({ title }) => title)),
    widths
      .map(width => '─'.repeat(width))
      .join('  ')
      .trimEnd(),
    ...rows.map(line),
  ];
}

export const left = (title: string): Head => ({ title, align: 'left' });
export const right = (title: string): Head => ({ title, align: 'right' });
