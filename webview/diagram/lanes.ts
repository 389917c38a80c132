import { isClear } from './clear.js';
import { type Ear, findEars } from './ears.js';
import {
  type Cell,
  type Dot,
  type Piece,
  type Placement,
  type Point,
  type Route,
  spacing,
} from './geometry.js';
import { drawLane, mainRoute } from './lane-routes.js';
import { spreadLanes } from './lane-spread.js';
import { Stack } from './stack.js';

/** A side way with its heights. Without `start` or `end` it begins or ends with its own boxes. */
export interface Way {
  readonly ear: Ear;
  readonly start: Anchor | undefined;
  readonly end: Anchor | undefined;
  /** Top of each box on the way. */
  readonly tops: readonly number[];
}

/** Where a way touches the main line (at some distance to its right), or the group's border. */
export interface Anchor {
  readonly y: number;
  readonly x: number | 'border';
  /** It turns down into the top of its cell. */
  readonly down?: number;
  /** It comes down from the bottom of its cell, where the main line does not. */
  readonly stem?: number;
}

/** A vertical line on the right with the ways on it; several ways without boxes can share a trunk. */
export interface Lane {
  readonly ways: Way[];
  top: number;
  bottom: number;
  /** Widths of the boxes on it. */
  readonly left: number;
  readonly right: number;
  /** A caption stands beside it. */
  captioned: boolean;
  /** Height of the caption. */
  caption: number;
  /** It only runs from the border to the main line, or back: it needs no place of its own. */
  level: boolean;
  x: number;
}

/**
 * Direct placement: the main line straight down, everything else in lanes on its right, short ones inside.
 * Undefined for a piece whose side ways divide or meet: that needs more than lanes.
 */
export function placeInLanes(piece: Piece): Placement | undefined {
  const ears = findEars(piece);
  if (!ears) return undefined;
  const stack = new Stack(piece, ears);
  if (!ears.every(ear => fits(ear, stack))) return undefined;
  makeRoom(piece, ears, stack);
  const lanes = makeLanes(piece, ears, stack);
  spreadLanes(stack, lanes);
  const placement = draw(piece, stack, lanes);
  const beside = ears.flatMap(ear => ear.chain);
  return isClear(piece, placement, beside) ? placement : undefined;
}

/** Boxes beside the main line need a stretch of it, from a cell down to a later one. */
function fits(ear: Ear, stack: Stack): boolean {
  if (ear.chain.length === 0) return true;
  const first = stack.has(ear.from) ? stack.indexOf(ear.from!) : 0;
  return !stack.has(ear.to) || first < stack.indexOf(ear.to!);
}

/** Free space above and below the boxes of a way, for the corner and the shape. */
const clearance = { top: 34, captioned: 58, bottom: 32 } as const;

const isCaptioned = (piece: Piece, ear: Ear): boolean => piece.wires[ear.wires[0] ?? -1]?.shortcut ?? false;
const topClearance = (piece: Piece, ear: Ear): number =>
  isCaptioned(piece, ear) ? clearance.captioned : clearance.top;

const chainHeight = (piece: Piece, { chain }: Ear): number =>
  chain.reduce((sum, i) => sum + piece.cells[i]!.height, 0) + spacing.sideGap * (chain.length - 1);

function makeRoom(piece: Piece, ears: readonly Ear[], stack: Stack): void {
  const boxed = ears
    .filter(ear => ear.chain.length > 0)
    .map(ear => ({
      ear,
      first: stack.has(ear.from) ? stack.indexOf(ear.from!) : 0,
      last: stack.has(ear.to) ? stack.indexOf(ear.to!) : stack.last,
    }));
  boxed.sort((a, b) => a.last - a.first - (b.last - b.first));
  for (const { ear, first, last } of boxed) {
    // Beside the first and the last cell stands what belongs to the pieces above and below.
    const start = stack.has(ear.from) ? stack.exitOf(ear.wires[0]!) : stack.bottomOf(first);
    const end = stack.has(ear.to) ? stack.entryOf(ear.wires.at(-1)!) : stack.tops[last]!;
    const needed = topClearance(piece, ear) + chainHeight(piece, ear) + clearance.bottom;
    if (needed > end - start && last > first) stack.widen(first, last, needed - (end - start));
  }
}

function makeWay(piece: Piece, ear: Ear, stack: Stack): Way {
  const [firstWire, lastWire] = [ear.wires[0], ear.wires.at(-1)];
  const height = chainHeight(piece, ear);
  const start = stack.has(ear.from) ? startAnchor(piece, firstWire!, stack) : undefined;
  const end = stack.has(ear.to) ? endAnchor(piece, lastWire!, stack) : undefined;
  const top = topClearance(piece, ear);
  let y = top;
  if (start && end) y = (start.y + top + end.y - clearance.bottom - height) / 2;
  else if (end) y = end.y - clearance.bottom - height;
  else if (start) y = start.y + top;
  else y += stack.bottomOf(0);
  const chainTop = y;
  const tops = ear.chain.map(i => {
    const at = y;
    y += piece.cells[i]!.height + spacing.sideGap;
    return at;
  });
  const boxed = ear.chain.length > 0;
  const above = boxed ? chainTop - clearance.bottom / 2 : (end?.y ?? 0);
  const below = boxed ? chainTop + height + clearance.bottom / 2 : (start?.y ?? 0);
  return {
    ear,
    tops,
    start: start ?? (ear.from === undefined ? undefined : { x: 'border', y: above }),
    end: end ?? (ear.to === undefined ? undefined : { x: 'border', y: below }),
  };
}

function startAnchor(piece: Piece, wire: number, stack: Stack): Anchor {
  const { from, fromPort } = piece.wires[wire]!;
  const y = stack.exitOf(wire);
  const { right, height } = piece.cells[from]!;
  if (fromPort > 0) return { x: right, y };
  return { x: 0, y, stem: stack.continues(from) ? undefined : stack.topOf(from) + height };
}

function endAnchor(piece: Piece, wire: number, stack: Stack): Anchor {
  const { to } = piece.wires[wire]!;
  if (stack.entersByTop(wire)) return { x: 0, y: stack.entryOf(wire), down: stack.topOf(to) };
  return { x: piece.cells[to]!.right, y: stack.entryOf(wire) };
}

/** A lane for each way with boxes; ways without any share one with those of the same value. */
function makeLanes(piece: Piece, ears: readonly Ear[], stack: Stack): Lane[] {
  const trunks = new Map<string, Lane>();
  const lanes: Lane[] = [];
  for (const ear of ears) {
    const way = makeWay(piece, ear, stack);
    const source = `${ear.from} ${piece.wires[ear.wires[0] ?? -1]?.fromPort}`;
    const trunk = ear.chain.length === 0 ? trunks.get(source) : undefined;
    if (trunk) {
      join(trunk, way);
      continue;
    }
    const lane = laneOf(piece, way);
    lanes.push(lane);
    if (ear.chain.length === 0) trunks.set(source, lane);
  }
  return lanes;
}

function laneOf(piece: Piece, way: Way): Lane {
  const cells = way.ear.chain.map(i => piece.cells[i]!);
  const { top, bottom } = extentOf(way, cells);
  return {
    ways: [way],
    top,
    bottom,
    left: Math.max(0, ...cells.map(cell => cell.left)),
    right: Math.max(0, ...cells.map(cell => cell.right)),
    captioned: isCaptioned(piece, way.ear),
    caption: cells.length > 0 ? (way.start?.y ?? top) + 40 : (top + bottom) / 2,
    level: cells.length === 0 && (way.start?.x === 'border' || way.end?.x === 'border'),
    x: 0,
  };
}

function extentOf({ start, end, tops }: Way, cells: readonly Cell[]): { top: number; bottom: number } {
  const heights = [
    start?.y,
    end?.y,
    tops[0],
    cells.length > 0 ? tops.at(-1)! + cells.at(-1)!.height : undefined,
  ];
  const known = heights.filter(y => y !== undefined);
  return { top: Math.min(...known), bottom: Math.max(...known) };
}

function join(trunk: Lane, way: Way): void {
  const { top, bottom } = extentOf(way, []);
  // From the border all come in at one height.
  const start = way.start?.x === 'border' ? trunk.ways[0]!.start : way.start;
  trunk.ways.push({ ...way, start });
  trunk.top = Math.min(trunk.top, top);
  trunk.bottom = Math.max(trunk.bottom, bottom);
  trunk.level = false;
  trunk.caption = trunk.top + 34;
}

function draw(piece: Piece, stack: Stack, lanes: readonly Lane[]): Placement {
  const places: Point[] = piece.cells.map((_, i) => ({ x: 0, y: stack.has(i) ? stack.topOf(i) : 0 }));
  const routes: Route[] = [];
  const dots: Dot[] = [...stack.forks].map(cell => ({ x: 0, y: stack.dotBelow(cell), from: cell, port: 0 }));
  piece.wires.forEach((wire, k) => {
    if (wire.main) routes[k] = mainRoute(piece, wire, stack);
  });
  for (const lane of lanes) drawLane(piece, lane, { places, routes, dots });
  return { places, routes, dots };
}
