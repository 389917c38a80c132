import type { Cell } from './geometry.js';
import type { Warmth } from './heat.js';
import { round, type SvgElement, svg } from './svg.js';

/** A drawn box in the colour of its figure, with a bar as long as that says, for those who do not see the colour. */
export function withHeat(element: SvgElement, cell: Cell, warmth: Warmth | undefined): SvgElement {
  const { attributes, children } = element;
  const kind = warmth ? `heat h${warmth.step}` : 'heat none';
  const told = children.map(child =>
    typeof child === 'string' || !warmth ? child : withFigure(child, warmth.text),
  );
  return {
    ...element,
    attributes: { ...attributes, class: `${attributes.class} ${kind}` },
    children: warmth ? [...told, bar(cell, warmth)] : told,
  };
}

/** Adds the figure to the sentence and to the tooltip. */
function withFigure(element: SvgElement, text: string): SvgElement {
  const { tag, attributes, children } = element;
  if (tag === 'title') return svg('title', {}, `${children.join('')}, ${text}`);
  const label = attributes['aria-label'];
  return label === undefined
    ? element
    : { ...element, attributes: { ...attributes, 'aria-label': `${label}, ${text}` } };
}

function bar({ left, right, height }: Cell, { part }: Warmth): SvgElement {
  const inset = height / 2 > 12 && right < 30 ? 0 : 8;
  const width = Math.max(2, round(part * (left + right - 2 * inset)));
  return svg('rect', { class: 'heat-bar', x: -left + inset, y: height - 4, width, height: 2.5, rx: 1.25 });
}
