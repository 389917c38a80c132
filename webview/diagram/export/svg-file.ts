import { drawParts, layers, placePart } from '../draw.js';
import type { Heat } from '../heat.js';
import type { Picture } from '../picture.js';
import { look, type Rectangle } from '../scene.js';
import { svg, toMarkup } from '../svg.js';
import { literal, type StyleOf } from './literal.js';

/** Space around a picture. */
const margin = 12;

/** What a picture is drawn on: the style of everything, and the colour behind it. */
export interface Paper {
  readonly styleOf: StyleOf;
  readonly background: string;
}

/** A picture as a file that needs nothing else: no style sheet, no script, no font of its own. */
export function svgFile(
  picture: Picture,
  window: Rectangle,
  { styleOf, background }: Paper,
  heat?: Heat,
): string {
  const { hierarchy, scene } = picture;
  const parts = drawParts(look(scene, window), hierarchy, heat);
  const left = window.left - margin;
  const top = window.top - margin;
  const width = Math.ceil(window.right - window.left + 2 * margin);
  const height = Math.ceil(window.bottom - window.top + 2 * margin);
  const groups = layers.map(layer => {
    const drawn = parts.filter(part => part.layer === layer).sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0));
    return svg('g', {}, ...drawn.map(part => literal(placePart(part), styleOf)));
  });
  const frame = { viewBox: [left, top, width, height].map(Math.round).join(' '), width, height };
  const picked = svg(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...frame },
    svg('title', {}, hierarchy.model.graph.name),
    svg('rect', { x: left, y: top, width, height, fill: background }),
    ...groups,
  );
  return `${toMarkup(picked)}\n`;
}
