import type { Box, BoxEdge, OpenBox, Series } from './arrange.js';
import type { Frame, GroupLayout } from './cells.js';
import type { Cell, Point } from './geometry.js';

/** A picture's content with its layout. */
export interface Scene {
  readonly network: OpenBox;
  readonly layout: GroupLayout;
}

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A box or a frame at its place; `x` is its vertical line, `y` its top. */
export interface PlacedBox {
  readonly box: Exclude<Box, { kind: 'port' }>;
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  /** Position among its siblings, and their number. */
  readonly order: number;
  readonly siblings: number;
}

export interface PlacedEdge {
  readonly key: string;
  readonly edge: BoxEdge;
  readonly points: readonly Point[];
  readonly label: Point | undefined;
  /** It ends at a box, not at the border of its own group. */
  readonly arrow: boolean;
  /** Number of the value among those of its group that go past others to several merges. */
  readonly trunk: number | undefined;
}

/** A dot where a line divides. */
export interface PlacedDot extends Point {
  readonly key: string;
  readonly trunk: number | undefined;
  readonly shortcut: boolean;
}

/** A run of equal blocks that can be folded. */
export interface PlacedSeries extends Point {
  readonly series: Series;
  readonly count: number;
  readonly height: number;
}

export interface Visible {
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  readonly dots: readonly PlacedDot[];
  readonly series: readonly PlacedSeries[];
}

export const everything: Rectangle = {
  left: Number.NEGATIVE_INFINITY,
  top: Number.NEGATIVE_INFINITY,
  right: Number.POSITIVE_INFINITY,
  bottom: Number.POSITIVE_INFINITY,
};

export const boundsOf = ({ layout }: Scene): Rectangle => ({
  left: -layout.left,
  top: 0,
  right: layout.right,
  bottom: layout.height,
});

export const rectangleOf = ({ cell, x, y }: PlacedBox): Rectangle => ({
  left: x - cell.left,
  top: y,
  right: x + cell.right,
  bottom: y + cell.height,
});

export const meets = (a: Rectangle, b: Rectangle): boolean =>
  a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;

/** All that lies in a window, with places in the whole picture. */
export function look({ network, layout }: Scene, window: Rectangle): Visible {
  const found = { boxes: [], edges: [], dots: [], series: [] };
  lookInto(network, { layout, left: layout.left, right: layout.right }, { x: 0, y: 0 }, 0, window, found);
  return found;
}

/** An open group at its place, with what it holds left to itself. */
export interface PlacedFrame extends Point {
  readonly open: OpenBox;
  readonly frame: Frame;
  readonly depth: number;
}

/** The open groups in a window, from the outside in; the network itself comes first. */
export function lookForFrames({ network, layout }: Scene, window: Rectangle): PlacedFrame[] {
  const found: PlacedFrame[] = [];
  const visit = (placed: PlacedFrame): void => {
    found.push(placed);
    const { open, frame, x, y, depth } = placed;
    open.items.forEach((item, i) => {
      if (item.kind !== 'open') return;
      const inner = frame.layout.frames[i]!;
      const at = shift(frame.layout.places[i]!, { x, y });
      const bounds = {
        left: at.x - inner.left,
        top: at.y,
        right: at.x + inner.right,
        bottom: at.y + inner.layout.height,
      };
      if (meets(bounds, window)) visit({ open: item, frame: inner, depth: depth + 1, ...at });
    });
  };
  visit({ open: network, frame: { layout, left: layout.left, right: layout.right }, x: 0, y: 0, depth: -1 });
  return found;
}

interface Found {
  readonly boxes: PlacedBox[];
  readonly edges: PlacedEdge[];
  readonly dots: PlacedDot[];
  readonly series: PlacedSeries[];
}

/** The boxes of an open group at their places, without what is in them. */
function boxesIn(open: OpenBox, { layout }: Frame, at: Point, depth: number): PlacedBox[] {
  const { inputs, outputs } = open.group;
  const siblings = open.items.length - inputs.length - outputs.length;
  const placed: PlacedBox[] = [];
  open.items.forEach((box, i) => {
    if (box.kind === 'port') return;
    const { x, y } = layout.places[i]!;
    const order = i - inputs.length;
    placed.push({ box, cell: layout.cells[i]!, x: x + at.x, y: y + at.y, depth, order, siblings });
  });
  return placed;
}

/** Every box, wherever it lies. */
function allBoxes({ network, layout }: Scene): PlacedBox[] {
  const found: PlacedBox[] = [];
  const visit = (open: OpenBox, frame: Frame, at: Point, depth: number): void => {
    for (const placed of boxesIn(open, frame, at, depth)) {
      found.push(placed);
      const { box, order } = placed;
      const inner = frame.layout.frames[order + open.group.inputs.length];
      if (box.kind === 'open') visit(box, inner!, placed, depth + 1);
    }
  };
  visit(network, { layout, left: layout.left, right: layout.right }, { x: 0, y: 0 }, 0);
  return found;
}

/** Whether a picture has more than so many boxes; ends counting there. */
export function hasMoreBoxes({ network }: Scene, most: number): boolean {
  let left = most;
  const count = ({ items }: OpenBox): boolean =>
    items.some(item => item.kind !== 'port' && (left-- <= 0 || (item.kind === 'open' && count(item))));
  return count(network);
}

function lookInto(
  open: OpenBox,
  frame: Frame,
  at: Point,
  depth: number,
  window: Rectangle,
  found: Found,
): void {
  const { layout } = frame;
  for (const placed of boxesIn(open, frame, at, depth)) {
    if (!meets(rectangleOf(placed), window)) continue;
    found.boxes.push(placed);
    const { box, x, y, order } = placed;
    const inner = layout.frames[order + open.group.inputs.length];
    if (box.kind === 'open') lookInto(box, inner!, { x, y }, depth + 1, window, found);
  }
  const trunks = trunksOf(open);
  open.edges.forEach((edge, i) => {
    const placed = placeEdge(open, frame, edge, i, at, trunks);
    if (meets(around(placed.points), window)) found.edges.push(placed);
  });
  layout.dots.forEach((dot, i) => {
    const point = shift(dot, at);
    if (!meets(around([point]), window)) return;
    const trunk = trunks.get(`${dot.from}.${dot.port}`);
    const shortcut = open.edges.some(({ from, edge }) => from === dot.from && edge.splits);
    found.dots.push({ ...point, key: `${open.id} ${i}`, trunk, shortcut });
  });
  for (const series of open.series) found.series.push(placeSeries(series, layout, at));
}

const shift = ({ x, y }: Point, by: Point): Point => ({ x: x + by.x, y: y + by.y });

function around(points: readonly Point[]): Rectangle {
  const bounds = { left: points[0]!.x, right: points[0]!.x, top: points[0]!.y, bottom: points[0]!.y };
  for (const { x, y } of points) {
    if (x < bounds.left) bounds.left = x;
    if (x > bounds.right) bounds.right = x;
    if (y < bounds.top) bounds.top = y;
    if (y > bounds.bottom) bounds.bottom = y;
  }
  return bounds;
}

function placeEdge(
  open: OpenBox,
  frame: Frame,
  edge: BoxEdge,
  i: number,
  at: Point,
  trunks: ReadonlyMap<string, number>,
): PlacedEdge {
  const route = frame.layout.routes[i]!;
  const points = route.points.map(point => shift(point, at));
  const border = at.x + frame.right;
  if (route.border === 'start') points[0] = { x: border, y: points[0]!.y };
  if (route.border === 'end') points[points.length - 1] = { x: border, y: points.at(-1)!.y };
  if (entersAtHeader(open, edge)) points[0] = { x: points[0]!.x, y: at.y + headerLine };
  return {
    key: `${open.id} ${edge.edge.value} ${edge.edge.to?.id ?? ''}`,
    edge,
    points,
    label: route.label && shift(route.label, at),
    arrow: open.items[edge.to]!.kind !== 'port',
    trunk: edge.edge.main ? undefined : trunks.get(sourceOf(edge)),
  };
}

/** Height at which the line comes out below a frame's title. */
const headerLine = 36;

function entersAtHeader(open: OpenBox, { from, edge }: BoxEdge): boolean {
  const item = open.items[from]!;
  return edge.main && item.kind === 'port' && item.number === 0;
}

const sourceOf = ({ from, fromPort }: BoxEdge): string => `${from}.${fromPort}`;

const trunkCache = new WeakMap<OpenBox, ReadonlyMap<string, number>>();

/** Numbers the values that go past others to two and more merges, as in a DenseNet. */
function trunksOf(open: OpenBox): ReadonlyMap<string, number> {
  let trunks = trunkCache.get(open);
  if (!trunks) {
    const ins = new Map<number, number>();
    for (const { to } of open.edges) ins.set(to, (ins.get(to) ?? 0) + 1);
    const uses = new Map<string, number>();
    for (const edge of open.edges) {
      if (edge.edge.main || ins.get(edge.to) === 1) continue;
      uses.set(sourceOf(edge), (uses.get(sourceOf(edge)) ?? 0) + 1);
    }
    const isDense = uses.size > 1 && [...uses.values()].some(count => count > 1);
    const coloured = isDense ? [...uses.keys()] : [];
    trunks = new Map(coloured.map((source, i) => [source, i]));
    trunkCache.set(open, trunks);
  }
  return trunks;
}

function placeSeries(series: Series, layout: GroupLayout, at: Point): PlacedSeries {
  const [first, last] = [layout.places[series.first]!, layout.places[series.last]!];
  const left = Math.max(layout.cells[series.first]!.left, layout.cells[series.last]!.left);
  const height = last.y + layout.cells[series.last]!.height - first.y;
  return { series, count: series.count, height, x: at.x + first.x - left, y: at.y + first.y };
}

/** Every visible box by the ids of all that it stands for. */
export function indexScene(scene: Scene): Map<string, PlacedBox> {
  const index = new Map<string, PlacedBox>();
  for (const placed of allBoxes(scene)) {
    const { box } = placed;
    index.set(box.id, placed);
    if (box.kind === 'closed') for (const group of box.groups) index.set(group.id, placed);
    if (box.kind === 'leaf' && box.item.parent.leaves === 1)
      index.set(box.item.parent.id, index.get(box.item.parent.id) ?? placed);
  }
  return index;
}
