import type { Piece, Placement, Point } from './geometry.js';

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How near a line may come to the side of a box, and how far its end may reach into one. */
const space = 4;
const touch = 1;

/** Whether no line runs through a box and no two boxes lie on each other. Only `cells` are looked at. */
export function isClear(piece: Piece, { places, routes }: Placement, cells: Iterable<number>): boolean {
  const boxes: Rectangle[] = [];
  for (const i of cells) {
    const { left, right, height } = piece.cells[i]!;
    const { x, y } = places[i]!;
    if (height > 0) boxes.push({ left: x - left, right: x + right, top: y, bottom: y + height });
  }
  if (boxes.length === 0) return true;
  for (const { points, border } of routes) {
    for (let i = 0; i + 1 < points.length; i++) {
      const [a, b] = [points[i]!, points[i + 1]!];
      const line = lineOf(a, b);
      // Up to the border, however far that is.
      if (border !== undefined && a.y === b.y) line.right = Number.POSITIVE_INFINITY;
      if (boxes.some(box => overlaps(line, box))) return false;
    }
  }
  return !boxes.some((box, i) => boxes.some((other, j) => j > i && overlaps(box, other)));
}

/** A line with the space that it keeps at both sides; at its ends it may touch a box. */
function lineOf(a: Point, b: Point): { -readonly [K in keyof Rectangle]: number } {
  const isLevel = a.y === b.y;
  return {
    left: Math.min(a.x, b.x) + (isLevel ? touch : -space),
    right: Math.max(a.x, b.x) - (isLevel ? touch : -space),
    top: Math.min(a.y, b.y) + (isLevel ? -space : touch),
    bottom: Math.max(a.y, b.y) - (isLevel ? -space : touch),
  };
}

const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
