import type { OpenBox } from './arrange.js';
import { cellOf, evenFrames, type Frame, type GroupLayout, wireOf } from './cells.js';
import {
  type Cell,
  type Dot,
  type Piece,
  type Placement,
  type Point,
  type Route,
  spacing,
  type Wire,
} from './geometry.js';
import { placeInGrid } from './grid.js';
import { placeInLanes } from './lanes.js';
import { cutSegments } from './segments.js';
import { groupSignature, pieceSignature } from './signature.js';
import { frameHeader } from './sizes.js';

/** Free space inside a frame: at its sides, above the first box or line, and below the last where no line leaves. */
const padding = { side: 22, entry: 22, bottom: 18, network: 24, line: 8 } as const;
const smallestFrame = 260;
/** Pieces that are kept for groups still to come. */
const mostPieces = 20_000;

/** Asks another layout engine for a piece; undefined where it has no better answer. */
export type Engine = (piece: Piece) => Promise<Placement | undefined>;

/** Lays groups out from the inside out, each distinct group and each distinct piece of one once. */
export class Layouter {
  private groups = new Map<string, GroupLayout>();
  /** Layouts of the picture before: an edit changes one of them and those around it. */
  private earlier = new Map<string, GroupLayout>();
  private readonly pieces = new Map<string, Placement>();
  /** Pieces that only the grid could place so far. */
  private readonly tangled = new Map<string, Piece>();
  private layouts = 0;

  layout(network: OpenBox): GroupLayout {
    this.earlier = this.groups;
    this.groups = new Map();
    if (this.pieces.size > mostPieces) this.pieces.clear();
    return this.layoutGroup(network);
  }

  /** Has the tangled pieces laid out by an engine; true where a layout has changed. */
  async refine(engine: Engine): Promise<boolean> {
    const pieces = [...this.tangled];
    this.tangled.clear();
    const placements = await Promise.all(pieces.map(([, piece]) => engine(piece)));
    pieces.forEach(([key], i) => {
      const placement = placements[i];
      if (placement) this.pieces.set(key, placement);
    });
    const changed = placements.some(placement => placement !== undefined);
    if (changed) this.groups.clear();
    return changed;
  }

  private layoutGroup(box: OpenBox): GroupLayout {
    const inner = box.items.map(item => (item.kind === 'open' ? this.layoutGroup(item) : undefined));
    const frames = evenFrames(box, inner);
    const cells = box.items.map((item, i) => cellOf(item, frames[i]));
    const wires = box.edges.map(wireOf);
    const key = groupSignature(box, cells, wires, inner);
    const known = this.groups.get(key) ?? this.earlier.get(key);
    const layout = known ?? this.arrange(box, cells, wires, frames);
    this.groups.set(key, layout);
    return layout;
  }

  private arrange(
    box: OpenBox,
    cells: readonly Cell[],
    wires: readonly Wire[],
    frames: readonly (Frame | undefined)[],
  ): GroupLayout {
    const isNetwork = box.group.parent === undefined;
    const places: Point[] = cells.map(() => ({ x: 0, y: 0 }));
    const routes: Route[] = [];
    const dots: Dot[] = [];
    let y: number = isNetwork ? padding.network : frameHeader + padding.entry;
    for (const [i, segment] of cutSegments(cells, wires, box.spines).entries()) {
      const placement = this.place(segment.piece);
      // Lines may run above the first box: the title stands above them.
      if (i === 0) y = Math.max(y, (isNetwork ? 0 : frameHeader) + padding.line - topOf(placement));
      segment.cells.forEach((cell, i) => {
        places[cell] = moveDown(placement.places[i]!, y);
      });
      segment.wires.forEach((wire, i) => {
        routes[wire] = moveRoute(placement.routes[i]!, y);
      });
      dots.push(...placement.dots.map(dot => ({ ...dot, y: dot.y + y, from: segment.cells[dot.from]! })));
      y = places[segment.cells[segment.piece.spine.at(-1)!]!]!.y;
    }
    const drawn = { cells, frames, places, routes, dots };
    return { id: this.layouts++, ...drawn, ...ports(box, places), ...extents(drawn, wires, isNetwork) };
  }

  private place(piece: Piece): Placement {
    const key = pieceSignature(piece);
    let placement = this.pieces.get(key);
    if (!placement) {
      placement = placeInLanes(piece);
      if (!placement) {
        this.tangled.set(key, piece);
        placement = placeInGrid(piece);
      }
      this.pieces.set(key, placement);
    }
    return placement;
  }
}

const topOf = ({ routes }: Placement): number =>
  routes.reduce((top, { points }) => points.reduce((least, { y }) => Math.min(least, y), top), 0);

const moveDown = ({ x, y }: Point, by: number): Point => ({ x, y: y + by });

const moveRoute = ({ points, label, border }: Route, by: number): Route => ({
  points: points.map(point => moveDown(point, by)),
  label: label && moveDown(label, by),
  border,
});

/** Heights of the side ports, in the order of their numbers. */
function ports({ items }: OpenBox, places: readonly Point[]): Pick<GroupLayout, 'sideIn' | 'sideOut'> {
  const heights = (direction: 'in' | 'out'): number[] =>
    items.flatMap((item, i) =>
      item.kind === 'port' && item.direction === direction && item.number > 0 ? [places[i]!.y] : [],
    );
  return { sideIn: heights('in'), sideOut: heights('out') };
}

interface Drawn {
  readonly cells: readonly Cell[];
  readonly places: Point[];
  readonly routes: Route[];
}

/** The frame around everything. The line that leaves is drawn down to its border. */
function extents(
  { cells, places, routes }: Drawn,
  wires: readonly Wire[],
  isNetwork: boolean,
): Pick<GroupLayout, 'left' | 'right' | 'height'> {
  let [left, right, bottom] = [0, 0, 0];
  cells.forEach((cell, i) => {
    const { x, y } = places[i]!;
    left = Math.max(left, cell.left - x);
    right = Math.max(right, x + cell.right);
    bottom = Math.max(bottom, y + cell.height);
  });
  for (const { points, label } of routes) {
    for (const { x, y } of points) {
      left = Math.max(left, -x);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
    if (label) right = Math.max(right, label.x + spacing.labelWidth - padding.side / 2);
  }
  const side = isNetwork ? padding.network : padding.side;
  const exit = cells.findIndex(cell => cell.form === 'out');
  const atExit = exit >= 0 && places[exit]!.y >= bottom;
  const height = bottom + (atExit ? 0 : isNetwork ? padding.network : padding.bottom);
  if (exit >= 0) lowerExit(exit, height, { places, routes }, wires);
  const missing = isNetwork ? 0 : Math.max(0, smallestFrame - left - right - 2 * side) / 2;
  return { left: left + side + missing, right: right + side + missing, height };
}

function lowerExit(
  exit: number,
  height: number,
  drawn: Pick<Drawn, 'places' | 'routes'>,
  wires: readonly Wire[],
): void {
  drawn.places[exit] = { x: drawn.places[exit]!.x, y: height };
  wires.forEach((wire, k) => {
    if (wire.to !== exit) return;
    const { points, ...rest } = drawn.routes[k]!;
    drawn.routes[k] = { ...rest, points: [...points.slice(0, -1), { x: points.at(-1)!.x, y: height }] };
  });
}
