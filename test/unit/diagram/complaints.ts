import type { OpenBox } from '../../../webview/diagram/arrange.js';
import type { Frame } from '../../../webview/diagram/cells.js';
import type { Cell, Point } from '../../../webview/diagram/geometry.js';
import type { Scene } from '../../../webview/diagram/scene.js';

interface Rectangle {
  readonly id: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Everything that is wrong with a layout, group by group, as sentences. */
export function complaintsOf({ network, layout }: Scene): string[] {
  return groupComplaints(network, { layout, left: layout.left, right: layout.right });
}

function groupComplaints(open: OpenBox, frame: Frame): string[] {
  const boxes = boxesOf(open, frame);
  const own = [
    ...overlapping(boxes),
    ...outside(boxes, frame),
    ...crooked(open, frame),
    ...lines(open, frame, boxes),
    ...labels(frame, boxes),
    ...unlabelled(open, frame),
  ].map(complaint => `${open.id || 'network'}: ${complaint}`);
  const inner = open.items.flatMap((item, i) =>
    item.kind === 'open' ? groupComplaints(item, frame.layout.frames[i]!) : [],
  );
  return [...own, ...inner];
}

function boxesOf(open: OpenBox, { layout }: Frame): Rectangle[] {
  return open.items.flatMap((item, i) =>
    item.kind === 'port' ? [] : [rectangle(item.id, layout.cells[i]!, layout.places[i]!)],
  );
}

const rectangle = (id: string, { left, right, height }: Cell, { x, y }: Point): Rectangle => ({
  id,
  left: x - left,
  right: x + right,
  top: y,
  bottom: y + height,
});

const slack = 0.01;

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right - slack &&
  a.right > b.left + slack &&
  a.top < b.bottom - slack &&
  a.bottom > b.top + slack;

const overlapping = (boxes: readonly Rectangle[]): string[] =>
  boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap(b => (overlap(a, b) ? [`${a.id} lies on ${b.id}`] : [])),
  );

const outside = (boxes: readonly Rectangle[], { left, right, layout }: Frame): string[] =>
  boxes.flatMap(box =>
    box.left < -left || box.right > right || box.top < 0 || box.bottom > layout.height
      ? [`${box.id} leaves the frame`]
      : [],
  );

/** The main line runs straight down x = 0, to the pixel. */
function crooked(open: OpenBox, { layout }: Frame): string[] {
  const complaints: string[] = [];
  for (const spine of open.spines) {
    spine.forEach((cell, i) => {
      const { x, y } = layout.places[cell]!;
      if (x !== 0) complaints.push(`${open.items[cell]!.id} is off the main line`);
      if (i > 0 && y < layout.places[spine[i - 1]!]!.y) complaints.push(`${open.items[cell]!.id} is above`);
    });
  }
  open.edges.forEach(({ edge }, i) => {
    const bent = edge.main && layout.routes[i]!.points.some(point => point.x !== 0);
    if (bent) complaints.push(`the main line bends at ${edge.value}`);
  });
  return complaints;
}

/** No line runs through a box, slants, goes left of the main line, or ends in the air. */
function lines(open: OpenBox, { layout, right }: Frame, boxes: readonly Rectangle[]): string[] {
  return open.edges.flatMap(({ edge, to }, i) => {
    const { points, border } = layout.routes[i]!;
    const name = `${edge.value} → ${edge.to?.id ?? 'out'}`;
    const path = points.map((point, j) => {
      const atBorder = (border === 'start' && j === 0) || (border === 'end' && j === points.length - 1);
      return atBorder ? { ...point, x: right } : point;
    });
    const complaints: string[] = [];
    if (path.some(({ x }) => x < 0)) complaints.push(`${name} goes left`);
    for (let j = 0; j + 1 < path.length; j++) {
      const [a, b] = [path[j]!, path[j + 1]!];
      if (Math.abs(a.x - b.x) > slack && Math.abs(a.y - b.y) > slack) complaints.push(`${name} slants`);
      const through = boxes.find(box => overlap(segment(a, b), box));
      if (through) complaints.push(`${name} runs through ${through.id}`);
    }
    if (!touches(path.at(-1)!, layout.cells[to]!, layout.places[to]!))
      complaints.push(`${name} ends in the air`);
    return complaints;
  });
}

/** As wide as a line is drawn. */
const segment = (a: Point, b: Point): Rectangle => ({
  id: '',
  left: Math.min(a.x, b.x) - (a.x === b.x ? 1 : 0),
  right: Math.max(a.x, b.x) + (a.x === b.x ? 1 : 0),
  top: Math.min(a.y, b.y) - (a.y === b.y ? 1 : 0),
  bottom: Math.max(a.y, b.y) + (a.y === b.y ? 1 : 0),
});

function touches(end: Point, cell: Cell, { x, y }: Point): boolean {
  if (cell.form === 'sideOut') return Math.abs(end.y - y) < slack;
  const atTop = Math.abs(end.x - x) < slack && Math.abs(end.y - y) < slack;
  const atRight = Math.abs(end.x - x - cell.right) < slack && end.y >= y && end.y <= y + cell.height;
  return atTop || atRight;
}

/** Shapes are written where nothing else stands. */
function labels({ layout }: Frame, boxes: readonly Rectangle[]): string[] {
  const texts = layout.routes.flatMap(({ label }, i): Rectangle[] =>
    label
      ? [{ id: `label ${i}`, left: label.x, right: label.x + 80, top: label.y - 5, bottom: label.y + 5 }]
      : [],
  );
  const onBoxes = texts.flatMap(text =>
    boxes.flatMap(box => (overlap(text, box) ? [`${text.id} lies on ${box.id}`] : [])),
  );
  return [...onBoxes, ...overlapping(texts)];
}

/** The shape of every value that goes from one box down the main line to another is written there. */
function unlabelled(open: OpenBox, { layout }: Frame): string[] {
  return open.edges.flatMap(({ edge, from, to }) => {
    const isBetweenBoxes = open.items[from]!.kind !== 'port' && open.items[to]!.kind !== 'port';
    const written = open.edges.some(
      (other, k) => other.from === from && layout.routes[k]!.label !== undefined,
    );
    return isBetweenBoxes && edge.main && !written ? [`no shape beside ${edge.value} → ${edge.to?.id}`] : [];
  });
}
