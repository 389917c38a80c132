import { formatShape } from '../../src/core/graph.js';
import { layers } from '../../src/core/layers/index.js';
import { title } from './draw-parts.js';
import { type Point, spacing } from './geometry.js';
import type { Edge, Hierarchy } from './hierarchy.js';
import type { PlacedDot, PlacedEdge } from './scene.js';
import { type } from './sizes.js';
import { round, type SvgElement, svg } from './svg.js';
import { fitText, monospaceWidth } from './text.js';

/** Colours for values that go past others to several places. */
const trunkColours = 6;

export function drawEdge(
  { edge: { edge }, points, arrow, trunk }: PlacedEdge,
  hierarchy: Hierarchy,
): SvgElement {
  const kind = kindOf(edge, trunk);
  const path = roundedPath(arrow ? shortened(points) : points, edge.main ? 8 : 16);
  return svg(
    'g',
    { class: `edge ${kind}`.trim() },
    title(`${edge.value}: ${shapeOf(edge, hierarchy)}`),
    svg('path', { class: 'edge-hit', d: path }),
    svg('path', { class: 'line', d: path, 'marker-end': arrow ? 'url(#arrow)' : undefined }),
  );
}

function kindOf(edge: Edge, trunk: number | undefined): string {
  if (edge.wrong) return 'wrong';
  if (trunk !== undefined) return `trunk t${trunk % trunkColours}`;
  return edge.shortcut && !edge.main ? 'shortcut' : '';
}

export function drawDot({ trunk, shortcut }: PlacedDot): SvgElement {
  const kind = trunk !== undefined ? ` t${trunk % trunkColours}` : shortcut ? ' shortcut' : '';
  return svg('circle', { class: `dot${kind}`, r: 3.6 });
}

const shapeOf = ({ value }: Edge, { leaves }: Hierarchy): string =>
  formatShape(leaves.get(value)?.node.output ?? null);

/** The shape beside an edge, with the shortcut's kind above it; undefined where the shape has just been said. */
export function drawLabel(placed: PlacedEdge, hierarchy: Hierarchy): SvgElement | undefined {
  const shape = labelText(placed, hierarchy);
  if (shape === undefined) return undefined;
  const {
    edge: { edge },
    trunk,
  } = placed;
  const caption = edge.splits && !edge.main ? edge.shortcut : undefined;
  return svg(
    'g',
    { class: `edge-label ${kindOf(edge, trunk)}`.trim() },
    caption ? svg('text', { class: 'caption', x: 0, y: -4 }, caption) : undefined,
    svg('text', { class: 'size', x: 0, y: caption ? 10 : 3.6 }, shape),
  );
}

/** The shape as it is written beside an edge, cut to its room. */
export function labelText({ edge: { edge }, label }: PlacedEdge, hierarchy: Hierarchy): string | undefined {
  if (!label || !saysSomething(edge, hierarchy)) return undefined;
  return fitText(shapeOf(edge, hierarchy), spacing.labelWidth, text => monospaceWidth(text, type.shape));
}

/** Norms and activations keep a shape that stands just above them. */
const silent = new Set(['norm', 'activation', 'regularisation']);

function saysSomething({ from, to, value, shortcut, wrong }: Edge, { leaves }: Hierarchy): boolean {
  if (wrong || shortcut || from?.kind !== 'leaf' || to?.kind === 'group') return true;
  const layer = leaves.get(value)?.node.layer;
  return layer === undefined || !(silent.has(layers[layer].category) || layer === 'identity');
}

/** Room for the arrow's tip. */
const tip = 1.5;

function shortened(points: readonly Point[]): Point[] {
  const [before, last] = [points.at(-2)!, points.at(-1)!];
  const length = Math.hypot(last.x - before.x, last.y - before.y);
  if (length <= tip) return [...points];
  const rest = (length - tip) / length;
  const end = { x: before.x + (last.x - before.x) * rest, y: before.y + (last.y - before.y) * rest };
  return [...points.slice(0, -1), end];
}

/** A line through all points with round corners. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
  let path = `M${at(points[0]!)}`;
  for (let i = 1; i + 1 < points.length; i++) {
    const [before, corner, after] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const reach = Math.min(
      radius,
      distance(before, corner) / (i === 1 ? 1 : 2),
      distance(corner, after) / (i + 2 === points.length ? 1 : 2),
    );
    path += `L${at(towards(corner, before, reach))}Q${at(corner)} ${at(towards(corner, after, reach))}`;
  }
  return `${path}L${at(points.at(-1)!)}`;
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}
