import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { isClear } from './clear.js';
import {
  type Cell,
  type Piece,
  type Placement,
  type Point,
  type Route,
  sideInAt,
  sideOutAt,
  spacing,
} from './geometry.js';

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

/** The graph that ELK gets for a piece; undefined where it is too large, or lines have to reach the border. */
export function toElk(piece: Piece): ElkNode | undefined {
  const { cells, wires } = piece;
  if (cells.length > budget.cells || wires.length > budget.wires) return undefined;
  if (cells.some(cell => cell.form === 'sideIn' || cell.form === 'sideOut')) return undefined;
  return {
    id: 'piece',
    layoutOptions: options,
    children: cells.map((cell, i) => ({
      id: String(i),
      width: cell.left + cell.right,
      height: cell.height,
      ports: portsOf(piece, i, cell),
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    })),
    edges: wires.map((wire, k): ElkExtendedEdge => {
      const start = wire.fromPort > 0 ? `out${wire.fromPort}` : 'south';
      return {
        id: `edge${k}`,
        sources: [`${wire.from} ${start}`],
        targets: [`${wire.to} ${endPort(piece, k)}`],
        layoutOptions: { 'elk.layered.priority.straightness': wire.main ? '100' : '0' },
      };
    }),
  };
}

/** Main lines come in by the top, and the first line of any other box; the rest comes in from the right. */
function endPort({ cells, wires }: Piece, k: number): string {
  const { to, toPort, main } = wires[k]!;
  if (toPort > 0) return `in${toPort}`;
  const first = wires.findIndex(wire => wire.to === to && wire.toPort === 0);
  const onMain = wires.some(wire => wire.to === to && wire.main);
  return main || cells[to]!.form !== 'box' || (!onMain && first === k) ? 'north' : 'east';
}

function portsOf({ wires }: Piece, i: number, cell: Cell): ElkPort[] {
  const port = (name: string, side: string, x: number, y: number): ElkPort => ({
    id: `${i} ${name}`,
    width: 0,
    height: 0,
    x,
    y,
    layoutOptions: { 'elk.port.side': side },
  });
  const right = cell.left + cell.right;
  const merges = wires.filter(wire => wire.to === i).length > 1;
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);
  return [
    port('north', 'NORTH', cell.left, 0),
    port('south', 'SOUTH', cell.left, cell.height),
    ...(merges ? [port('east', 'EAST', right, cell.height / 2)] : []),
    ...numbers(cell.sideIn.length).map(n => port(`in${n}`, 'EAST', right, sideInAt(cell, n))),
    ...numbers(cell.sideOut.length).map(n => port(`out${n}`, 'EAST', right, sideOutAt(cell, n))),
  ];
}

/** ELK's answer in our terms; undefined where the main line bends or anything is left of it or in the way. */
export function fromElk(piece: Piece, answer: ElkNode): Placement | undefined {
  const { cells, spine } = piece;
  const children = answer.children ?? [];
  const first = spine[0]!;
  const origin = { x: children[first]!.x! + cells[first]!.left, y: children[first]!.y! };
  const places = children.map((child, i): Point => {
    const x = child.x! + cells[i]!.left - origin.x;
    return { x: Math.abs(x) < 1 ? 0 : x, y: child.y! - origin.y };
  });
  const routes = (answer.edges ?? []).map((edge, k) => routeOf(piece, edge, k, origin));
  const placement = { places, routes, dots: dotsOf(piece, routes) };
  const isStraight = spine.every(cell => places[cell]!.x === 0);
  const isRight = [...places, ...routes.flatMap(route => route.points)].every(point => point.x >= 0);
  return isStraight && isRight && isClear(piece, placement, cells.keys()) ? placement : undefined;
}

function routeOf(piece: Piece, edge: ElkExtendedEdge, k: number, origin: Point): Route {
  const { startPoint, bendPoints = [], endPoint } = edge.sections![0]!;
  const points = [startPoint, ...bendPoints, endPoint].map(({ x, y }): Point => {
    const moved = x - origin.x;
    return { x: Math.abs(moved) < 1 ? 0 : moved, y: y - origin.y };
  });
  const { main, from, to } = piece.wires[k]!;
  if (!main || points.length > 2) return { points };
  const plain = piece.cells[from]!.form !== 'in' && piece.cells[to]!.form !== 'out';
  const end = points[1]!.y;
  return { points, label: plain ? { x: spacing.labelOffset, y: end - spacing.gap / 2 } : undefined };
}

/** Lines of one value part where the first of them turns off. */
function dotsOf({ wires }: Piece, routes: readonly Route[]): Placement['dots'] {
  const turns = new Map<string, Point>();
  const counts = new Map<string, number>();
  wires.forEach(({ from, fromPort }, k) => {
    const source = `${from} ${fromPort}`;
    counts.set(source, (counts.get(source) ?? 0) + 1);
    const turn = routes[k]!.points.length > 2 ? routes[k]!.points[1]! : undefined;
    const known = turns.get(source);
    if (turn && (!known || turn.y < known.y)) turns.set(source, turn);
  });
  return [...turns]
    .filter(([source]) => counts.get(source)! > 1)
    .map(([source, point]) => {
      const [from, port] = source.split(' ').map(Number);
      return { ...point, from: from!, port: port! };
    });
}
