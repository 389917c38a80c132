import { type Attributes, round, type SvgElement, svg } from '../svg.js';

/** The style of an element, as attributes that every SVG program understands. */
export type Style = Readonly<Record<string, string>>;
/** Answers the style of the last element of a way down from the root, as `tag.class` each. */
export type StyleOf = (path: readonly string[]) => Style;

/** What is there for the reader's hand alone. */
const forTheHand = new Set(['hit', 'edge-hit', 'ring', 'chevron', 'fold']);
/** Attributes of place and form; all others are for the page. */
const kept = new Set([
  ...[
    'x',
    'y',
    'x1',
    'y1',
    'x2',
    'y2',
    'cx',
    'cy',
    'r',
    'rx',
    'ry',
    'width',
    'height',
    'd',
    'dx',
    'transform',
  ],
  'font-size',
]);

/** An element without classes, variables or markers: its style is written into it. Undefined where nothing is drawn. */
export function literal(
  element: SvgElement,
  styleOf: StyleOf,
  around: readonly string[] = [],
): SvgElement | undefined {
  const classes = String(element.attributes.class ?? '')
    .split(' ')
    .filter(Boolean);
  if (classes.some(name => forTheHand.has(name))) return undefined;
  const path = [...around, [element.tag, ...classes].join('.')];
  if (element.tag === 'title') return element;
  const drawn = element.tag === 'g' ? {} : styleOf(path);
  const own = Object.entries(element.attributes).filter(([name]) => kept.has(name));
  const children = element.children.map(child =>
    typeof child === 'string' ? child : literal(child, styleOf, path),
  );
  const line = svg(element.tag, { ...drawn, ...Object.fromEntries(own) }, ...children);
  const head = element.attributes['marker-end'] ? arrowhead(line.attributes) : undefined;
  return head ? svg('g', {}, line, head) : line;
}

/** The tip at the end of a path, which runs level or straight down there. */
function arrowhead({ d, stroke }: Attributes): SvgElement | undefined {
  const numbers = (String(d).match(/-?[\d.]+/g) ?? []).map(Number);
  const [x1, y1, x, y] = numbers.slice(-4);
  if (x1 === undefined || y1 === undefined || x === undefined || y === undefined) return undefined;
  const angle = round((Math.atan2(y - y1, x - x1) * 180) / Math.PI);
  const transform = `translate(${round(x)} ${round(y)}) rotate(${angle})`;
  return svg('path', { d: 'M-6.5 -3.2L0.2 0L-6.5 3.2L-5 0z', fill: stroke, transform });
}
