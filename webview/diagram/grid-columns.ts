import { type Piece, spacing } from './geometry.js';

/** Space between columns; lines that enter a box from the right run down inside it. */
const columnGap = 40;
const gutter = 16;
/** Half the width of a line's place. */
const lineSpace = 4;

/** What stands in a column in one row: a cell, or a line that passes. */
interface Entry {
  readonly left: number;
  readonly right: number;
}

/** Columns of cells and of lines between rows; the main line has the first to itself. */
export class Columns {
  private readonly ofCell: number[] = [];
  /** By column, then row. */
  private readonly entries: Map<number, Entry>[] = [];
  private xs: number[] = [];

  constructor(
    private readonly piece: Piece,
    private readonly rows: readonly number[],
  ) {
    for (const cell of piece.spine) this.put(cell, 0);
    const before = new Map(piece.wires.map(wire => [wire.to, wire.from]));
    piece.cells.forEach((cell, i) => {
      if (this.ofCell[i] !== undefined) return;
      if (cell.form === 'sideIn' || cell.form === 'sideOut') {
        this.ofCell[i] = 0;
        return;
      }
      const row = rows[i]!;
      const wanted = this.ofCell[before.get(i) ?? -1] ?? 0;
      this.put(i, wanted > 0 && this.isFree(wanted, row, row) ? wanted : this.firstFree(row, row));
    });
  }

  /** Reserves a column for a line along some rows; the ends' own columns are best. */
  channel(first: number, last: number, from: number, to: number): number {
    const own = [this.ofCell[to]!, this.ofCell[from]!].find(c => c > 0 && this.isFree(c, first, last));
    const column = own ?? this.firstFree(first, last);
    for (let row = first; row <= last; row++) this.take(column, row, { left: lineSpace, right: lineSpace });
    return column;
  }

  /** Puts every column as far left as its rows let it, once everything has its place. */
  settle(): void {
    const reach = new Map<number, number>();
    this.xs = Array.from(this.entries, (entries, column) => {
      let x = column === 0 ? 0 : spacing.labelReach;
      if (column > 0) {
        for (const [row, { left }] of entries ?? [])
          x = Math.max(x, (reach.get(row) ?? 0) + columnGap + left);
      }
      for (const [row, { right }] of entries ?? []) reach.set(row, x + right);
      return x;
    });
  }

  xOf(cell: number): number {
    return this.xs[this.ofCell[cell]!]!;
  }

  xOfColumn(column: number): number {
    return this.xs[column]!;
  }

  /** Where lines run down beside a cell to enter it from the right. */
  gutterOf(cell: number): number {
    return this.xOf(cell) + this.piece.cells[cell]!.right + gutter;
  }

  private put(cell: number, column: number): void {
    this.ofCell[cell] = column;
    this.take(column, this.rows[cell]!, this.piece.cells[cell]!);
  }

  private take(column: number, row: number, entry: Entry): void {
    const entries = this.entries[column] ?? new Map<number, Entry>();
    this.entries[column] = entries.set(row, entry);
  }

  private isFree(column: number, first: number, last: number): boolean {
    for (let row = first; row <= last; row++) if (this.entries[column]?.has(row)) return false;
    return true;
  }

  private firstFree(first: number, last: number): number {
    let column = 1;
    while (!this.isFree(column, first, last)) column++;
    return column;
  }
}
