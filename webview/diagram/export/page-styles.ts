import { svg, toDom } from '../svg.js';
import type { Style, StyleOf } from './literal.js';

export const themes = ['editor', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What is written where it differs from what an SVG program takes for granted. */
const properties: readonly (readonly [name: string, usual: string])[] = [
  ['stroke', 'none'],
  ['stroke-width', '1px'],
  ['stroke-dasharray', 'none'],
  ['stroke-linecap', 'butt'],
  ['stroke-linejoin', 'miter'],
  ['stroke-opacity', '1'],
  ['fill-opacity', '1'],
  ['opacity', '1'],
];
const ofTexts: readonly (readonly [name: string, usual: string])[] = [
  ['font-family', ''],
  ['font-size', ''],
  ['font-weight', '400'],
  ['text-anchor', 'start'],
];

/** Reads from the page how the style sheet draws in a theme, each kind of element once. */
export class PageStyles {
  private readonly paper = document.createElement('div');
  private readonly root = toDom(svg('svg', { class: 'canvas', 'aria-hidden': 'true' }));
  private readonly known = new Map<string, Style>();
  readonly background: string;

  constructor(page: HTMLElement, theme: Theme) {
    this.paper.className = theme === 'editor' ? 'samples' : `paper ${theme}`;
    this.paper.append(this.root);
    page.append(this.paper);
    this.root.style.background = 'var(--net-background)';
    this.background = literalColour(getComputedStyle(this.root).backgroundColor).colour;
  }

  readonly styleOf: StyleOf = path => {
    const key = path.join(' ');
    let style = this.known.get(key);
    if (!style) {
      style = this.read(path);
      this.known.set(key, style);
    }
    return style;
  };

  dispose(): void {
    this.paper.remove();
  }

  private read(path: readonly string[]): Style {
    let parent: Element = this.root;
    for (const step of path) {
      const [tag, ...classes] = step.split('.');
      const element = toDom(svg(tag!, { class: classes.join(' ') }));
      parent.append(element);
      parent = element;
    }
    const computed = getComputedStyle(parent);
    const style: Record<string, string> = { fill: computed.fill };
    for (const [name, usual] of parent.tagName === 'text' ? [...properties, ...ofTexts] : properties) {
      const value = computed.getPropertyValue(name);
      if (value !== usual && value !== '') style[name] = value;
    }
    this.root.replaceChildren();
    return literalStyle(style);
  }
}

/** Colours as `#rrggbb`, lengths without their unit. */
export function literalStyle(style: Style): Style {
  const written: Record<string, string> = {};
  for (const [name, value] of Object.entries(style)) {
    if (name === 'fill' || name === 'stroke') {
      const { colour, opacity } = literalColour(value);
      written[name] = colour;
      if (opacity < 1 && colour !== 'none') written[`${name}-opacity`] ??= String(opacity);
    } else written[name] = value.replace(/(\d)px\b/g, '$1');
  }
  return written;
}

/** `rgb(…)`, `rgba(…)` and `color(srgb …)`, as browsers compute them. */
export function literalColour(value: string): { readonly colour: string; readonly opacity: number } {
  const numbers = (value.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  if (value === 'none' || numbers.length < 3) return { colour: value, opacity: 1 };
  const range = value.startsWith('color(') ? 255 : 1;
  const hex = numbers.slice(0, 3).map(part =>
    Math.round(Math.min(255, Math.max(0, part * range)))
      .toString(16)
      .padStart(2, '0'),
  );
  return { colour: `#${hex.join('')}`, opacity: numbers[3] ?? 1 };
}
