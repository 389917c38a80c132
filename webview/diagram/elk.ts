import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { isClear } from './clear.js';
import { type Piece, type Placement, type Point, type Route, spacing, type Wire } from './geometry.js';

/** Beyond this ELK takes too long, and the grid stays. */
const budget = { cells: 150, wires: 400 } as const;

const options: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '10',
  'elk.spacing.nodeNode': '34',
  'elk.spacing.edgeNode': '30',
  'elk.spacing.edgeEdge': '16',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
};

/** A point below a cell of the main line from which its side lines start, on the right. */
const forkSize = 6;

/** The graph that ELK gets for a piece; undefined where it is too large, or lines have to reach the border. */
export function toElk(piece: Piece): ElkNode | undefined {
  const { cells, wires } = piece;
  if (cells.length > budget.cells || wires.length > budget.wires) return undefined;
  if (cells.some(cell => cell.form === 'sideIn' || cell.form === 'sideOut')) return undefined;
  const forks = forksOf(piece);
  const children = cells.map((cell, i) =>
    elkNode(String(i), cell.left + cell.right, cell.height, portsOf(piece, i)),
  );
  const edges = wires.map((wire, k) => elkEdge(`edge${k}`, startOf(wire, forks), endOf(piece, k), wire.main));
  for (const cell of forks) {
    children.push(forkNode(cell));
    edges.push(elkEdge(`stem${cell}`, `${cell} south`, `fork${cell} north`, true));
  }
  return { id: 'piece', layoutOptions: options, children, edges };
}

const elkNode = (id: string, width: number, height: number, ports: ElkPort[]): ElkNode => ({
  id,
  width,
  height,
  ports,
  layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
});

const elkPort = (id: string, side: string, x: number, y: number): ElkPort => ({
  id,
  width: 0,
  height: 0,
  x,
  y,
  layoutOptions: { 'elk.port.side': side },
});

const elkEdge = (id: string, source: string, target: string, main: boolean): ElkExtendedEdge => ({
  id,
  sources: [source],
  targets: [target],
  layoutOptions: { 'elk.layered.priority.straightness': main ? '100' : '0' },
});

const forkNode = (cell: number): ElkNode =>
  elkNode(`fork${cell}`, forkSize, forkSize, [
    elkPort(`fork${cell} north`, 'NORTH', forkSize / 2, 0),
    elkPort(`fork${cell} south`, 'SOUTH', forkSize / 2, forkSize),
    elkPort(`fork${cell} east`, 'EAST', forkSize, forkSize / 2),
  ]);

/** Cells of the main line whose value goes on and to the side as well. */
function forksOf({ wires, spine }: Piece): Set<number> {
  const onMain = new Set(wires.filter(wire => wire.main).map(wire => wire.from));
  const beside = new Set(wires.filter(wire => !wire.main && wire.fromPort === 0).map(wire => wire.from));
  return new Set(spine.filter(cell => onMain.has(cell) && beside.has(cell)));
}

function startOf({ from, fromPort, main }: Wire, forks: ReadonlySet<number>): string {
  if (fromPort > 0) return `${from} out${fromPort}`;
  if (!forks.has(from)) return `${from} south`;
  return `fork${from} ${main ? 'south' : 'east'}`;
}

/** Main lines come in by the top, and the first line of any other box; the rest comes in from the right. */
function endOf({ cells, wires }: Piece, k: number): string {
  const { to, toPort, main } = wires[k]!;
  if (toPort > 0) return `${to} in${toPort}`;
  const first = wires.findIndex(wire => wire.to === to && wire.toPort === 0);
  const onMain = wires.some(wire => wire.to === to && wire.main);
  const byTop = main || cells[to]!.form !== 'box' || (!onMain && first === k);
  return `${to} ${byTop ? 'north' : 'east'}`;
}

function portsOf({ cells, wires }: Piece, i: number): ElkPort[] {
  const { left, right, height, sideIn, sideOut } = cells[i]!;
  const width = left + right;
  const merges = wires.filter(wire => wire.to === i).length > 1;
  return [
    elkPort(`${i} north`, 'NORTH', left, 0),
    elkPort(`${i} south`, 'SOUTH', left, height),
    ...(merges ? [elkPort(`${i} east`, 'EAST', width, height / 2)] : []),
    ...sideIn.map((y, n) => elkPort(`${i} in${n + 1}`, 'EAST', width, y)),
    ...sideOut.map((y, n) => elkPort(`${i} out${n + 1}`, 'EAST', width, y)),
  ];
}

/** ELK's answer in our terms; undefined where it is not what we draw. */
export function fromElk(piece: Piece, answer: ElkNode): Placement | undefined {
  const { cells, spine } = piece;
  const children = answer.children ?? [];
  const first = spine[0]!;
  const origin = { x: children[first]!.x! + cells[first]!.left, y: children[first]!.y! };
  const move = (x: number, y: number): Point => {
    const right = x - origin.x;
    return { x: Math.abs(right) < 1 ? 0 : right, y: y - origin.y };
  };
  const places = cells.map((cell, i) => move(children[i]!.x! + cell.left, children[i]!.y!));
  const dots = [...forksOf(piece)].map((from, i) => {
    const fork = children[cells.length + i]!;
    return { ...move(fork.x! + forkSize / 2, fork.y! + forkSize / 2), from, port: 0 };
  });
  const routes = piece.wires.map((wire, k) => {
    const dot = dots.find(({ from }) => from === wire.from && wire.fromPort === 0);
    const points = pointsOf(answer.edges![k]!, move);
    return wire.main
      ? mainRoute(piece, wire, places, dot)
      : { points: dot ? [dot, ...points.slice(1)] : points };
  });
  const placement = { places, routes, dots: [...dots, ...dotsBeside(piece, routes)] };
  return isSound(piece, placement) ? placement : undefined;
}

/** The main line is straight, everything else right of it, and between the piece's first and last cell. */
function isSound(piece: Piece, placement: Placement): boolean {
  const { cells, spine } = piece;
  const { places, routes, dots } = placement;
  const [first, last] = [spine[0]!, spine.at(-1)!];
  const [top, bottom] = [cells[first]!.height, places[last]!.y];
  const isStraight = spine.every(cell => places[cell]!.x === 0);
  const isRight = [...places, ...dots, ...routes.flatMap(route => route.points)].every(point => point.x >= 0);
  const isBetween = places.every(
    ({ y }, i) => i === first || i === last || (y >= top && y + cells[i]!.height <= bottom),
  );
  return isStraight && isRight && isBetween && isClear(piece, placement, cells.keys());
}

function pointsOf({ sections }: ElkExtendedEdge, move: (x: number, y: number) => Point): Point[] {
  const { startPoint, bendPoints = [], endPoint } = sections![0]!;
  return [startPoint, ...bendPoints, endPoint].map(({ x, y }) => move(x, y));
}

function mainRoute(
  { cells }: Piece,
  { from, to }: Wire,
  places: readonly Point[],
  dot: Point | undefined,
): Route {
  const start = { x: 0, y: places[from]!.y + cells[from]!.height };
  const end = { x: 0, y: places[to]!.y };
  const points = [start, end];
  if (cells[from]!.form === 'in' || cells[to]!.form === 'out') return { points };
  return { points, label: { x: spacing.labelOffset, y: ((dot ?? start).y + end.y) / 2 } };
}

/** Lines of one value beside the main line part where the first of them turns off. */
function dotsBeside({ wires, spine }: Piece, routes: readonly Route[]): Placement['dots'] {
  const onMain = new Set(spine);
  const turns = new Map<string, Placement['dots'][number]>();
  const counts = new Map<string, number>();
  wires.forEach(({ from, fromPort: port }, k) => {
    const source = `${from} ${port}`;
    counts.set(source, (counts.get(source) ?? 0) + 1);
    const { points } = routes[k]!;
    const turn = points.length > 2 ? points[1]! : undefined;
    const known = turns.get(source);
    if (!onMain.has(from) && turn && (!known || turn.y < known.y)) turns.set(source, { ...turn, from, port });
  });
  return [...turns].filter(([source]) => counts.get(source)! > 1).map(([, dot]) => dot);
}
