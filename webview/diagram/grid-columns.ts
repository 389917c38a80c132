import type { Piece } from './geometry.js';

/** Space between columns; lines that enter a box from the right run down inside it. */
const columnGap = 40;
const gutter = 16;
/** Half the width of a column that holds lines only. */
const lineSpace = 4;

/** Columns of cells and of lines between rows; the main line has the first to itself. */
export class Columns {
  private readonly ofCell: number[] = [];
  private readonly taken = new Set<string>();
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private xs: number[] = [];

  constructor(
    private readonly piece: Piece,
    private readonly rows: readonly number[],
  ) {
    this.placeSpine();
    const before = new Map(piece.wires.map(wire => [wire.to, wire.from]));
    piece.cells.forEach((cell, i) => {
      if (this.ofCell[i] !== undefined) return;
      if (cell.form === 'sideIn' || cell.form === 'sideOut') {
        this.ofCell[i] = 0;
        return;
      }
      const wanted = this.ofCell[before.get(i) ?? -1] ?? 0;
      const row = rows[i]!;
      const column = this.isFree(wanted, row, row) && wanted > 0 ? wanted : this.firstFree(row, row);
      this.ofCell[i] = column;
      this.take(column, row, row, cell.left, cell.right);
    });
  }

  /** Reserves a column for a line along some rows; the ends' own columns are best. */
  channel(first: number, last: number, from: number, to: number): number {
    const own = [this.ofCell[to]!, this.ofCell[from]!].find(c => c > 0 && this.isFree(c, first, last));
    const column = own ?? this.firstFree(first, last);
    this.take(column, first, last, lineSpace, lineSpace);
    return column;
  }

  /** The middles of all columns, once everything has its place. */
  settle(): void {
    let x = 0;
    this.xs = this.left.map((left, column) => {
      if (column > 0) x += (this.right[column - 1] ?? 0) + columnGap + left;
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
    const column = this.ofCell[cell]!;
    return this.xs[column]! + this.right[column]! + gutter;
  }

  private placeSpine(): void {
    const { spine, cells } = this.piece;
    for (const cell of spine) {
      this.ofCell[cell] = 0;
      this.take(0, this.rows[cell]!, this.rows[cell]!, cells[cell]!.left, cells[cell]!.right);
    }
  }

  private isFree(column: number, first: number, last: number): boolean {
    for (let row = first; row <= last; row++) if (this.taken.has(`${column} ${row}`)) return false;
    return true;
  }

  private firstFree(first: number, last: number): number {
    let column = 1;
    while (!this.isFree(column, first, last)) column++;
    return column;
  }

  private take(column: number, first: number, last: number, left: number, right: number): void {
    for (let row = first; row <= last; row++) this.taken.add(`${column} ${row}`);
    this.left[column] = Math.max(this.left[column] ?? 0, left);
    this.right[column] = Math.max(this.right[column] ?? 0, right);
  }
}
