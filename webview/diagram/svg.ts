/** SVG as plain data: drawn without a browser, compared as text, put into a page as elements. */
export interface SvgElement {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly (SvgElement | string)[];
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function svg(
  tag: string,
  attributes: Attributes,
  ...children: readonly (SvgElement | string | undefined)[]
): SvgElement {
  return { tag, attributes, children: children.filter(child => child !== undefined) };
}

/** Numbers are rounded to a tenth of a pixel. */
export const round = (value: number): number => Math.round(value * 10) / 10;

export const textOf = (value: string | number): string =>
  String(typeof value === 'number' ? round(value) : value);

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string): string => text.replace(/[&<>"]/g, character => escapes[character]!);

/** For files and tests. */
export function toMarkup({ tag, attributes, children }: SvgElement): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeText(textOf(value!))}"`)
    .join('');
  const content = children
    .map(child => (typeof child === 'string' ? escapeText(child) : toMarkup(child)))
    .join('');
  return content === '' ? `<${tag}${written}/>` : `<${tag}${written}>${content}</${tag}>`;
}

export function toDom({ tag, attributes, children }: SvgElement): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, textOf(value));
  }
  element.append(...children.map(child => (typeof child === 'string' ? child : toDom(child))));
  return element;
}
