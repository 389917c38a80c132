import {
  type Dot,
  type Piece,
  type Placement,
  type Point,
  type Route,
  sideInAt,
  sideOutAt,
  spacing,
  type Wire,
} from './geometry.js';
import { Columns } from './grid-columns.js';
import { type Run, Tracks } from './grid-tracks.js';

/**
 * Placement of any piece: rows by depth, the main line in the first column, lines in the gaps between rows and in
 * columns of their own. Never wrong, though not beautiful: it stands in where lanes do not do and ELK has not yet.
 */
export function placeInGrid(piece: Piece): Placement {
  return new Grid(piece).place();
}

class Grid {
  private readonly rows: number[];
  private readonly columns: Columns;
  /** The wire that enters a cell by its top; the others come from the right. */
  private readonly topWire = new Map<number, number>();
  private readonly channels = new Map<number, number>();

  constructor(private readonly piece: Piece) {
    this.rows = rowsOf(piece);
    this.columns = new Columns(piece, this.rows);
    piece.wires.forEach((wire, k) => {
      if (this.entersByTop(wire) && (wire.main || !this.topWire.has(wire.to))) this.topWire.set(wire.to, k);
    });
    piece.wires.forEach((wire, k) => {
      const [above, below] = [this.rows[wire.from]! + 1, this.rows[wire.to]!];
      if (wire.main || this.isSide(wire.from) || this.isSide(wire.to) || above === below) return;
      const rows: [number, number] = above < below ? [above, below - 1] : [below, above - 1];
      this.channels.set(k, this.columns.channel(...rows, wire.from, wire.to));
    });
    this.columns.settle();
  }

  place(): Placement {
    const { cells, wires } = this.piece;
    const runs = wires.map((wire, k) => (wire.main ? [] : this.runsOf(wire, k)));
    const tracks = new Tracks(runs.flat());
    const tops = this.topsOf(tracks);
    const gapTop = (gap: number): number => (tops[gap] ?? tops.at(-1)!) - tracks.heightOf(gap, spacing.gap);
    const heightOf = (run: Run): number => gapTop(run.gap) + tracks.offsetOf(run);
    const places: Point[] = cells.map((_, i) => ({ x: this.columns.xOf(i), y: tops[this.rows[i]!]! }));
    const routes = wires.map((wire, k) => {
      if (wire.main) return this.mainRoute(wire, places);
      const points = this.pointsOf(wire, k, runs[k]!, heightOf, places);
      const border: Route['border'] = this.isSide(wire.from)
        ? 'start'
        : this.isSide(wire.to)
          ? 'end'
          : undefined;
      if (this.isSide(wire.from)) places[wire.from] = points[0]!;
      if (this.isSide(wire.to)) places[wire.to] = points.at(-1)!;
      return { points, border };
    });
    return { places, routes, dots: this.dotsOf(runs, heightOf) };
  }

  private isSide(cell: number): boolean {
    const { form } = this.piece.cells[cell]!;
    return form === 'sideIn' || form === 'sideOut';
  }

  private entersByTop({ to, toPort }: Wire): boolean {
    return toPort === 0 && !this.isSide(to);
  }

  private mainRoute({ from, to }: Wire, places: readonly Point[]): Route {
    const start = places[from]!.y + this.piece.cells[from]!.height;
    const end = places[to]!.y;
    const points = [
      { x: 0, y: start },
      { x: 0, y: end },
    ];
    const plain = this.piece.cells[from]!.form !== 'in' && this.piece.cells[to]!.form !== 'out';
    return { points, label: plain ? { x: spacing.labelOffset, y: end - spacing.gap / 2 } : undefined };
  }

  private startX({ from, fromPort }: Wire): number {
    return fromPort > 0 ? this.columns.gutterOf(from) : this.columns.xOf(from);
  }

  private endX(wire: Wire, k: number): number {
    const top = this.topWire.get(wire.to) === k || this.piece.cells[wire.to]!.form !== 'box';
    return top && this.entersByTop(wire) ? this.columns.xOf(wire.to) : this.columns.gutterOf(wire.to);
  }

  private runsOf(wire: Wire, k: number): Run[] {
    const value = `${wire.from}.${wire.fromPort}`;
    const above = { gap: this.rows[wire.from]! + 1, value };
    const below = { gap: this.rows[wire.to]!, value };
    if (this.isSide(wire.from)) return [{ ...below, from: this.endX(wire, k), to: 1e6 }];
    if (this.isSide(wire.to)) return [{ ...above, from: this.startX(wire), to: 1e6 }];
    const channel = this.channels.get(k);
    if (channel === undefined) return [{ ...above, from: this.startX(wire), to: this.endX(wire, k) }];
    const x = this.columns.xOfColumn(channel);
    return [
      { ...above, from: this.startX(wire), to: x },
      { ...below, from: x, to: this.endX(wire, k) },
    ];
  }

  private pointsOf(
    wire: Wire,
    k: number,
    runs: readonly Run[],
    heightOf: (run: Run) => number,
    places: readonly Point[],
  ): Point[] {
    const points: Point[] = [];
    if (!this.isSide(wire.from)) points.push(...this.exit(wire, places));
    for (const run of runs) {
      const y = heightOf(run);
      const [first, last] = this.isSide(wire.from) ? [run.from, run.from] : [run.from, run.to];
      const end = this.isSide(wire.to) ? first : last;
      points.push({ x: first, y }, { x: end, y });
    }
    if (!this.isSide(wire.to)) points.push(...this.entry(wire, k, places));
    // One end of a side wire is moved to the border later.
    return this.isSide(wire.from) || this.isSide(wire.to) ? points : withoutRepeats(points);
  }

  private exit(wire: Wire, places: readonly Point[]): Point[] {
    const { right, height } = this.piece.cells[wire.from]!;
    const { x, y } = places[wire.from]!;
    if (wire.fromPort === 0) return [{ x, y: y + height }];
    const at = y + sideOutAt(this.piece.cells[wire.from]!, wire.fromPort);
    return [
      { x: x + right, y: at },
      { x: this.startX(wire), y: at },
    ];
  }

  private entry(wire: Wire, k: number, places: readonly Point[]): Point[] {
    const cell = this.piece.cells[wire.to]!;
    const { x, y } = places[wire.to]!;
    const end = this.endX(wire, k);
    if (end === x) return [{ x, y }];
    const at = y + sideInAt(cell, wire.toPort);
    return [
      { x: end, y: at },
      { x: x + cell.right, y: at },
    ];
  }

  private topsOf(tracks: Tracks): number[] {
    const heights: number[] = [];
    this.piece.cells.forEach((cell, i) => {
      if (this.isSide(i)) return;
      heights[this.rows[i]!] = Math.max(heights[this.rows[i]!] ?? 0, cell.height);
    });
    let y = 0;
    const tops = heights.map((height, row) => {
      if (row > 0) y += tracks.heightOf(row, spacing.gap);
      const top = y;
      y += height;
      return top;
    });
    return [...tops, y + tracks.heightOf(heights.length, spacing.gap)];
  }

  /** Where a value that goes to several places leaves its own line. */
  private dotsOf(runs: readonly (readonly Run[])[], heightOf: (run: Run) => number): Dot[] {
    const dots = new Map<string, Dot>();
    const uses = new Map<number, number>();
    for (const { from } of this.piece.wires) uses.set(from, (uses.get(from) ?? 0) + 1);
    this.piece.wires.forEach((wire, k) => {
      const run = runs[k]![0];
      if (!run || uses.get(wire.from)! < 2 || this.isSide(wire.from)) return;
      const { from, fromPort: port } = wire;
      dots.set(`${from}.${port}`, { x: this.startX(wire), y: heightOf(run), from, port });
    });
    return [...dots.values()];
  }
}

/** Longest way from the top; what comes from nowhere stands just above its use, and the last cell lowest. */
function rowsOf({ cells, wires, spine }: Piece): number[] {
  // Beside the first and the last cell stands what belongs to the pieces above and below.
  const rows = cells.map((_, i): number => (i === spine[0] ? 0 : 1));
  const forward = wires.filter(wire => wire.from < wire.to && wire.to !== spine[0]);
  const isSide = (i: number): boolean => cells[i]!.form === 'sideIn' || cells[i]!.form === 'sideOut';
  const below = cells.map((): number[] => []);
  for (const wire of forward) if (!isSide(wire.from)) below[wire.from]!.push(wire.to);
  spine.forEach((cell, i) => {
    if (i > 0) below[spine[i - 1]!]!.push(cell);
  });
  const fed = new Set([...spine, ...forward.map(wire => wire.to)]);
  cells.forEach((_, i) => {
    for (const to of below[i]!) rows[to] = Math.max(rows[to]!, rows[i]! + 1);
  });
  cells.forEach((_, i) => {
    if (fed.has(i) || below[i]!.length === 0) return;
    rows[i] = Math.max(1, Math.min(...below[i]!.map(to => rows[to]!)) - 1);
  });
  const last = spine.at(-1)!;
  const others = rows.filter((_, i) => !isSide(i) && i !== last);
  if (spine.length > 1) rows[last] = Math.max(rows[last]!, ...others.map(row => row + 1));
  return withoutGaps(
    rows,
    cells.map((_, i) => !isSide(i)),
  );
}

/** Numbers rows anew, such that each holds a cell that counts. */
function withoutGaps(rows: readonly number[], counts: readonly boolean[]): number[] {
  const used = [...new Set(rows.filter((_, i) => counts[i]))].sort((a, b) => a - b);
  const numbers = new Map(used.map((row, i) => [row, i]));
  return rows.map(row => numbers.get(row) ?? 0);
}

function withoutRepeats(points: readonly Point[]): Point[] {
  return points.filter((point, i) => {
    const before = points[i - 1];
    return !before || before.x !== point.x || before.y !== point.y;
  });
}
