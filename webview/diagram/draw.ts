import { drawDot, drawEdge, drawLabel } from './draw-edge.js';
import { drawClosed, drawFrame, drawSeries } from './draw-group.js';
import { withHeat } from './draw-heat.js';
import { drawLeaf } from './draw-node.js';
import type { Heat } from './heat.js';
import type { Hierarchy } from './hierarchy.js';
import type { PlacedBox, PlacedEdge, Visible } from './scene.js';
import { type SvgElement, svg } from './svg.js';

/** From back to front. */
export const layers = ['frames', 'edges', 'nodes', 'labels'] as const;
export type Layer = (typeof layers)[number];

/** A part of the picture with a place of its own; its key stays the same from one picture to the next. */
export interface Part {
  readonly key: string;
  readonly layer: Layer;
  /** Inner frames lie over outer ones. */
  readonly depth?: number;
  readonly x: number;
  readonly y: number;
  readonly element: SvgElement;
}

export function drawParts(
  { boxes, edges, dots, series }: Visible,
  hierarchy: Hierarchy,
  heat?: Heat,
): Part[] {
  const parts: Part[] = [];
  for (const placed of boxes) {
    const layer = placed.box.kind === 'open' ? 'frames' : 'nodes';
    const { x, y, depth } = placed;
    parts.push({
      key: `${layer} ${placed.box.id}`,
      layer,
      depth,
      x,
      y,
      element: drawBox(placed, hierarchy, heat),
    });
  }
  for (const edge of [...edges].sort((a, b) => weightOf(a) - weightOf(b))) {
    parts.push({ key: `edge ${edge.key}`, layer: 'edges', x: 0, y: 0, element: drawEdge(edge, hierarchy) });
    const label = drawLabel(edge, hierarchy);
    if (label) parts.push({ key: `label ${edge.key}`, layer: 'labels', ...edge.label!, element: label });
  }
  for (const dot of dots) {
    const { key, x, y } = dot;
    parts.push({ key: `dot ${key}`, layer: 'nodes', x, y, element: drawDot(dot) });
  }
  for (const placed of series) {
    const { x, y } = placed;
    parts.push({ key: `series ${placed.series.id}`, layer: 'nodes', x, y, element: drawSeries(placed) });
  }
  return parts;
}

/** Coloured lines lie over plain ones where they share a stretch. */
const weightOf = ({ edge: { edge }, trunk }: PlacedEdge): number =>
  edge.wrong ? 3 : edge.shortcut && trunk === undefined ? 2 : trunk !== undefined ? 1 : 0;

function drawBox(
  { box, cell, depth, order, siblings }: PlacedBox,
  hierarchy: Hierarchy,
  heat?: Heat,
): SvgElement {
  const place = { 'aria-level': depth + 1, 'aria-posinset': order + 1, 'aria-setsize': siblings };
  if (box.kind === 'open') return drawFrame(box, cell, hierarchy, place);
  const drawn = box.kind === 'closed' ? drawClosed(box, hierarchy, place) : drawLeaf(box, hierarchy, place);
  return heat ? withHeat(drawn, cell, heat.of(box)) : drawn;
}

/** A part in its place. */
export const placePart = ({ x, y, element }: Part): SvgElement =>
  x === 0 && y === 0 ? element : svg('g', { transform: `translate(${x} ${y})` }, element);
