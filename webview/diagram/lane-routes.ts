import { type Dot, type Piece, type Point, type Route, spacing, type Wire } from './geometry.js';
import type { Anchor, Lane, Way } from './lanes.js';
import type { Stack } from './stack.js';

interface Drawing {
  readonly places: Point[];
  readonly routes: Route[];
  readonly dots: Dot[];
}

/** A straight piece of the main line; its shape stands beside it, below the dot if there is one. */
export function mainRoute(piece: Piece, wire: Wire, stack: Stack): Route {
  const from = piece.cells[wire.from]!;
  const start = stack.topOf(wire.from) + from.height;
  const end = stack.topOf(wire.to);
  const points = [
    { x: 0, y: start },
    { x: 0, y: end },
  ];
  const forked = stack.forks.has(wire.from);
  const labelled = forked || !(from.form === 'in' || piece.cells[wire.to]!.form === 'out');
  if (!labelled) return { points };
  const top = forked ? stack.dotBelow(wire.from) : start;
  return { points, label: { x: spacing.labelOffset, y: (top + end) / 2 } };
}

/** Puts a lane's boxes in place and draws its ways. */
export function drawLane(piece: Piece, lane: Lane, drawing: Drawing): void {
  const taps = tapsOf(lane);
  for (const way of lane.ways) {
    placePorts(way, lane, drawing.places);
    way.ear.chain.forEach((cell, i) => {
      drawing.places[cell] = { x: lane.x, y: way.tops[i]! };
    });
    if (way.ear.chain.length === 0)
      drawing.routes[way.ear.wires[0]!] = bareRoute(way, lane, taps.includes(way));
    else drawChain(piece, way, lane, drawing.routes);
  }
  for (const { ear, end } of taps) {
    const port = piece.wires[ear.wires[0]!]!.fromPort;
    drawing.dots.push({ x: lane.x, y: end!.y, from: ear.from!, port });
  }
}

/** Side ports lie where their line meets the border; how far right that is, the group decides. */
function placePorts({ ear, start, end }: Way, lane: Lane, places: Point[]): void {
  if (start?.x === 'border') places[ear.from!] = { x: lane.x, y: start.y };
  if (end?.x === 'border') places[ear.to!] = { x: lane.x, y: end.y };
}

function startPoints(start: Anchor | undefined, x: number): Point[] {
  if (!start) return [];
  const points = [
    { x: start.x === 'border' ? x : start.x, y: start.y },
    { x, y: start.y },
  ];
  return start.stem === undefined ? points : [{ x: 0, y: start.stem }, ...points];
}

function endPoints(end: Anchor | undefined, x: number): Point[] {
  if (!end) return [];
  const points = [
    { x, y: end.y },
    { x: end.x === 'border' ? x : end.x, y: end.y },
  ];
  return end.down === undefined ? points : [...points, { x: 0, y: end.down }];
}

const borderOf = ({ start, end }: Way): Route['border'] =>
  start?.x === 'border' ? 'start' : end?.x === 'border' ? 'end' : undefined;

/** A tap is drawn from the trunk on, which its last way draws. */
function bareRoute(way: Way, lane: Lane, isTap: boolean): Route {
  const { start, end } = way;
  const border = borderOf(way);
  if (lane.level) {
    return {
      points: [...startPoints(start, lane.x).slice(0, -1), ...endPoints(end, lane.x).slice(1)],
      border,
    };
  }
  const points = [...(isTap ? [] : startPoints(start, lane.x)), ...endPoints(end, lane.x)];
  const labelled = way === lane.ways[0] && lane.captioned && border === undefined;
  return {
    points,
    border,
    label: labelled ? { x: lane.x + spacing.labelOffset + 2, y: lane.caption } : undefined,
  };
}

function drawChain(piece: Piece, way: Way, lane: Lane, routes: Route[]): void {
  const { ear, tops, start, end } = way;
  const bottoms = ear.chain.map((cell, i) => tops[i]! + piece.cells[cell]!.height);
  const at = (y: number): Point => ({ x: lane.x, y });
  const label = (y: number): Point => ({ x: lane.x + spacing.labelOffset, y });
  const first = ear.from === undefined ? 0 : 1;
  if (start) {
    const points = [...startPoints(start, lane.x), at(tops[0]!)];
    const border = start.x === 'border' ? 'start' : undefined;
    const y = lane.captioned ? lane.caption : (start.y + tops[0]!) / 2;
    const label = border ? undefined : { x: lane.x + spacing.labelOffset + 2, y };
    routes[ear.wires[0]!] = { points, label, border };
  }
  for (let i = 0; i + 1 < ear.chain.length; i++) {
    const [from, to] = [bottoms[i]!, tops[i + 1]!];
    routes[ear.wires[first + i]!] = { points: [at(from), at(to)], label: label((from + to) / 2) };
  }
  if (end) {
    const points = [at(bottoms.at(-1)!), ...endPoints(end, lane.x)];
    const border = end.x === 'border' ? 'end' : undefined;
    routes[ear.wires.at(-1)!] = { points, label: label(bottoms.at(-1)! + spacing.sideGap / 2), border };
  }
}

/** The ways that leave a trunk before its lower end. */
function tapsOf({ ways, bottom }: Lane): Way[] {
  if (ways.length < 2) return [];
  const down = ways.filter(({ start, end }) => start !== undefined && end !== undefined && end.y >= start.y);
  const last = down.find(way => way.end!.y === bottom);
  return last ? down.filter(way => way !== last) : [];
}
