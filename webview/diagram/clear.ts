import type { Piece, Placement, Point } from './geometry.js';

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How near a line may come to a box that it does not belong to. */
const margin = 3;

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
      const line = segment(a, b);
      // Up to the border, however far that is.
      if (border !== undefined && line.top === line.bottom) line.right = Number.POSITIVE_INFINITY;
      if (boxes.some(box => overlaps(line, box))) return false;
    }
  }
  return !boxes.some((box, i) => boxes.some((other, j) => j > i && overlaps(box, other)));
}

const segment = (a: Point, b: Point): { -readonly [K in keyof Rectangle]: number } => ({
  left: Math.min(a.x, b.x),
  right: Math.max(a.x, b.x),
  top: Math.min(a.y, b.y),
  bottom: Math.max(a.y, b.y),
});

/** A line may end on a box's edge, not pass it. */
const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right - margin &&
  a.right > b.left + margin &&
  a.top < b.bottom - margin &&
  a.bottom > b.top + margin;
