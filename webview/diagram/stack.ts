import type { Ear } from './ears.js';
import { type Cell, gapBetween, type Piece, sideInAt, sideOutAt, spacing } from './geometry.js';

/** Heights on the main line, and where other lines leave and reach it. */
export class Stack {
  readonly tops: number[];
  /** Cells whose output divides at a dot below them. */
  readonly forks: ReadonlySet<number>;
  private readonly gaps: number[] = [];
  /** Cells from which the main line goes on. */
  private readonly continued: ReadonlySet<number>;
  private readonly index: ReadonlyMap<number, number>;

  constructor(
    private readonly piece: Piece,
    ears: readonly Ear[],
  ) {
    const { spine, wires } = piece;
    this.index = new Map(spine.map((cell, i) => [cell, i]));
    this.forks = new Set(
      ears.flatMap(ear => (this.has(ear.from) && wires[ear.wires[0]!]!.fromPort === 0 ? [ear.from!] : [])),
    );
    this.continued = new Set(wires.flatMap(wire => (wire.main ? [wire.from] : [])));
    for (let i = 0; i + 1 < spine.length; i++) {
      const [above, below] = [this.cell(i), this.cell(i + 1)];
      this.gaps.push(gapBetween(above, below, this.continued.has(spine[i]!), this.forks.has(spine[i]!)));
    }
    this.tops = this.sumUp();
  }

  get last(): number {
    return this.gaps.length;
  }

  bottomOf(index: number): number {
    return this.tops[index]! + this.cell(index).height;
  }

  has(cell: number | undefined): boolean {
    return cell !== undefined && this.index.has(cell);
  }

  continues(cell: number): boolean {
    return this.continued.has(cell);
  }

  indexOf(cell: number): number {
    return this.index.get(cell)!;
  }

  cell(index: number): Cell {
    return this.piece.cells[this.piece.spine[index]!]!;
  }

  topOf(cell: number): number {
    return this.tops[this.index.get(cell)!]!;
  }

  /** The dot from which side lines start. */
  dotBelow(cell: number): number {
    const { form, height } = this.piece.cells[cell]!;
    return form === 'in' ? this.topOf(cell) : this.topOf(cell) + height + spacing.forkDrop;
  }

  exitOf(wire: number): number {
    const { from, fromPort } = this.piece.wires[wire]!;
    if (fromPort === 0) return this.dotBelow(from);
    return this.topOf(from) + sideOutAt(this.piece.cells[from]!, fromPort);
  }

  entryOf(wire: number): number {
    const { to, toPort } = this.piece.wires[wire]!;
    if (this.entersByTop(wire)) return this.topOf(to) - spacing.forkDrop;
    return this.topOf(to) + sideInAt(this.piece.cells[to]!, toPort);
  }

  /** A group's first value comes in by the top, even when it comes from the side. */
  entersByTop(wire: number): boolean {
    const { to, toPort } = this.piece.wires[wire]!;
    return toPort === 0 && this.piece.cells[to]!.form !== 'box';
  }

  /** Widens the gaps between two cells by so much together. */
  widen(first: number, last: number, missing: number): void {
    for (let i = first; i < last; i++) this.gaps[i]! += missing / (last - first);
    this.tops.splice(0, this.tops.length, ...this.sumUp());
  }

  private sumUp(): number[] {
    let y = 0;
    return this.piece.spine.map((_, i) => {
      const top = y;
      y += this.cell(i).height + (this.gaps[i] ?? 0);
      return top;
    });
  }
}
