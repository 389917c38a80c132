import { layers } from '../../src/core/layers/index.js';
import type { OpenBox } from './arrange.js';
import type { Frame } from './cells.js';
import type { Part } from './draw.js';
import { title } from './draw-parts.js';
import type { Heat } from './heat.js';
import type { Hierarchy } from './hierarchy.js';
import { marksIn } from './marks.js';
import { lookForFrames, type PlacedFrame, type Rectangle, type Scene } from './scene.js';
import { describeOpen } from './sentences.js';
import { round, type SvgElement, svg } from './svg.js';

/** Below this scale texts cannot be read, and each group is drawn as a few silhouettes. */
const farBelow = 0.34;
/** Frames that are smaller than this on the screen are drawn without what they hold. */
const smallestOnScreen = 14;

/** 0 near by; from afar a number that grows as the scale falls, by which titles keep their size. */
export const farness = (scale: number): number =>
  scale >= farBelow ? 0 : Math.max(1, Math.ceil(2 * Math.log2(farBelow / scale)));

const scaleOf = (far: number): number => farBelow / 2 ** (far / 2);

/** The picture from afar: frames, one silhouette for each kind of node, and one path for all lines of a group. */
export function drawFarParts(
  scene: Scene,
  window: Rectangle,
  far: number,
  hierarchy: Hierarchy,
  heat?: Heat,
): Part[] {
  return lookForFrames(scene, window).map(placed => ({
    key: `far ${placed.open.id}`,
    layer: 'frames',
    depth: placed.depth + 1,
    x: placed.x,
    y: placed.y,
    element: drawFarGroup(placed, scaleOf(far), hierarchy, heat),
  }));
}

function drawFarGroup(
  { open, frame, depth }: PlacedFrame,
  scale: number,
  hierarchy: Hierarchy,
  heat?: Heat,
): SvgElement {
  const inside =
    frame.layout.height * scale < smallestOnScreen ? [] : silhouettes(open, frame, hierarchy, heat);
  if (depth < 0) return svg('g', {}, ...inside);
  const { left, right, layout } = frame;
  const { group } = open;
  const sentence = describeOpen(group, hierarchy);
  const isWrong = marksIn(group, hierarchy.marks).length > 0;
  const width = left + right;
  return svg(
    'g',
    {
      class: `frame far ${depth === 0 ? 'outer' : 'inner'}${isWrong ? ' error' : ''}`,
      'data-id': group.id,
      role: 'treeitem',
      tabindex: -1,
      'aria-expanded': 'true',
      'aria-level': depth + 1,
      'aria-label': sentence,
    },
    title(sentence),
    svg('rect', { class: 'shape', x: -left, y: 0, width, height: layout.height, rx: depth === 0 ? 12 : 9 }),
    ...inside,
    depth === 0 ? farTitle(group.block.name, right, layout.height, scale) : undefined,
    svg('rect', {
      class: 'ring',
      x: -left - 6,
      y: -6,
      width: width + 12,
      height: layout.height + 12,
      rx: 14,
    }),
  );
}

/** Beside the frame, in a size that can be read. */
const farTitle = (name: string, right: number, height: number, scale: number): SvgElement =>
  svg(
    'text',
    { class: 'far-title', x: right + 8 / scale, y: height / 2 + 4 / scale, 'font-size': 12 / scale },
    name,
  );

const plain = {};
/** By the overlay, or none, then by group. */
const known = new WeakMap<object, WeakMap<OpenBox, readonly SvgElement[]>>();

function silhouettes(open: OpenBox, frame: Frame, hierarchy: Hierarchy, heat?: Heat): readonly SvgElement[] {
  const cache = known.get(heat ?? plain) ?? new WeakMap<OpenBox, readonly SvgElement[]>();
  known.set(heat ?? plain, cache);
  let elements = cache.get(open);
  if (!elements) {
    elements = [...farLines(open, frame), ...farBoxes(open, frame, hierarchy, heat)];
    cache.set(open, elements);
  }
  return elements;
}

function farBoxes(open: OpenBox, { layout }: Frame, { marks }: Hierarchy, heat?: Heat): SvgElement[] {
  const paths = new Map<string, string>();
  open.items.forEach((item, i) => {
    if (item.kind === 'port' || item.kind === 'open') return;
    const { left, right, height } = layout.cells[i]!;
    const { x, y } = layout.places[i]!;
    const isWrong =
      item.kind === 'leaf'
        ? marks.byNode.has(item.id)
        : item.groups.some(group => marksIn(group, marks).length > 0);
    const warmth = heat?.of(item);
    const kind = isWrong
      ? 'wrong'
      : heat
        ? `heat ${warmth ? `h${warmth.step}` : 'none'}`
        : item.kind === 'closed'
          ? 'closed'
          : layers[item.item.node.layer].category;
    const box = `M${round(x - left)} ${round(y)}h${round(left + right)}v${round(height)}h${round(-left - right)}z`;
    paths.set(kind, (paths.get(kind) ?? '') + box);
  });
  return [...paths].map(([kind, d]) => svg('path', { class: `silhouette ${kind}`, d }));
}

function farLines(open: OpenBox, { layout, right }: Frame): SvgElement[] {
  const paths = new Map<string, string>();
  open.edges.forEach(({ edge }, i) => {
    const kind = edge.wrong ? 'wrong' : edge.shortcut ? 'shortcut' : 'plain';
    const { points, border } = layout.routes[i]!;
    const line = points.map(({ x, y }, j) => {
      const atBorder = (border === 'start' && j === 0) || (border === 'end' && j === points.length - 1);
      return `${j === 0 ? 'M' : 'L'}${round(atBorder ? right : x)} ${round(y)}`;
    });
    paths.set(kind, (paths.get(kind) ?? '') + line.join(''));
  });
  return [...paths].map(([kind, d]) => svg('path', { class: `far-line ${kind}`, d }));
}
