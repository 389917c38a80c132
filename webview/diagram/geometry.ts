export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What layout knows of a box: its size, and where lines may touch it. */
export interface Cell {
  /** `in` and `out` are the ends of a group's main line; `sideIn` and `sideOut` lie on its right border. */
  readonly form: 'box' | 'closed' | 'open' | 'in' | 'out' | 'sideIn' | 'sideOut';
  /** Distances from the vertical line through the box to its left and right side. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Heights on the right side at which a group's further values enter and leave. */
  readonly sideIn: readonly number[];
  readonly sideOut: readonly number[];
}

/** An edge for layout; ports count as in `BoxEdge`. */
export interface Wire {
  readonly from: number;
  readonly to: number;
  readonly fromPort: number;
  readonly toPort: number;
  readonly main: boolean;
  /** It carries a caption beside its shape. */
  readonly shortcut: boolean;
}

/** A piece of a group between two nodes that every path passes. Cells stand in topological order. */
export interface Piece {
  readonly cells: readonly Cell[];
  readonly wires: readonly Wire[];
  /** Cells on the main line, from top to bottom. */
  readonly spine: readonly number[];
}

export interface Route {
  readonly points: readonly Point[];
  /** Where the shape is written: the left end of the text's middle line. */
  readonly label?: Point;
  /** The end that lies on the group's right border, however far that is. */
  readonly border?: 'start' | 'end';
}

/** Where everything lies. A cell's place is the top of its vertical line; the main line is x = 0. */
export interface Placement {
  readonly places: readonly Point[];
  readonly routes: readonly Route[];
  readonly dots: readonly Dot[];
}

/** Where a cell's value goes to several places. */
export interface Dot extends Point {
  readonly from: number;
  readonly port: number;
}

export const spacing = {
  /** Between boxes on the main line. */
  gap: 30,
  /** The same around groups, which are heavier. */
  groupGap: 38,
  /** From a box to the dot where its output divides, and from there to the next box. */
  forkDrop: 12,
  forkGap: 46,
  /** From a group's entry to its first box. */
  entryGap: 12,
  entryForkGap: 36,
  exitGap: 22,
  /** Between parts that nothing connects. */
  breakGap: 44,
  /** From boxes to a line on their right, and between lines. */
  lane: 28,
  laneGap: 18,
  /** Boxes in a row beside the main line. */
  sideGap: 28,
  /** Room for a shape to the right of a line. */
  labelOffset: 8,
  labelWidth: 92,
  /** No lane comes nearer to the main line, whose shapes stand there. */
  labelReach: 104,
} as const;

export const pointsOf = (...coordinates: readonly (readonly [number, number])[]): Point[] =>
  coordinates.map(([x, y]) => ({ x, y }));

/** Heights at which lines meet a cell. */
export const sideInAt = (cell: Cell, port: number): number =>
  port === 0 ? cell.height / 2 : (cell.sideIn[port - 1] ?? cell.height / 2);
export const sideOutAt = (cell: Cell, port: number): number => cell.sideOut[port - 1] ?? cell.height / 2;

/** Space on the main line between two neighbours. */
export function gapBetween(above: Cell, below: Cell, joined: boolean, forks: boolean): number {
  if (!joined) return spacing.breakGap;
  if (above.form === 'in') return forks ? spacing.entryForkGap : spacing.entryGap;
  if (below.form === 'out') return forks ? spacing.entryForkGap : spacing.exitGap;
  if (forks) return spacing.forkGap;
  const group = isGroup(above) || isGroup(below);
  return group ? spacing.groupGap : spacing.gap;
}

const isGroup = (cell: Cell): boolean => cell.form === 'open';
