import { drawFarParts, farness } from '../diagram/draw-far.js';
import type { Picture } from '../diagram/picture.js';
import { boundsOf, everything, type Rectangle } from '../diagram/scene.js';
import { round, type SvgElement, svg, toDom } from '../diagram/svg.js';

/** Pictures that show more than this part of themselves need no map. */
const mostInSight = 0.6;
/** Smallest height of the window on the map, in pixels. */
const leastWindow = 6;

/** The whole network as a strip beside the picture, with the part in sight; a press or a drag goes there. */
export class Minimap {
  readonly element = toDom(
    svg('svg', { class: 'minimap', preserveAspectRatio: 'none', 'aria-hidden': 'true' }),
  ) as SVGSVGElement;
  private readonly content = toDom(svg('g', {}));
  private readonly window = toDom(svg('rect', { class: 'window' }));
  private bounds: Rectangle | undefined;
  private pending = 0;

  constructor(
    /** Puts a height of the picture in the middle of the canvas. */
    private readonly go: (y: number) => void,
    private readonly begin: () => void,
  ) {
    this.element.append(this.content, this.window);
    this.element.addEventListener('pointerdown', event => {
      this.element.setPointerCapture(event.pointerId);
      this.begin();
      this.follow(event);
    });
    this.element.addEventListener('pointermove', event => {
      if (this.element.hasPointerCapture(event.pointerId)) this.follow(event);
    });
  }

  /** Drawn when the page has nothing better to do; where the window stands is right at once. */
  show(picture: Picture): void {
    this.bounds = boundsOf(picture.scene);
    const { left, top, right, bottom } = this.bounds;
    this.element.setAttribute('viewBox', [left, top, right - left, bottom - top].map(round).join(' '));
    const number = ++this.pending;
    const later = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 50));
    later(() => {
      if (number !== this.pending) return;
      const parts = drawFarParts(picture.scene, everything, farness(0.2), picture.hierarchy);
      const groups = [...parts].sort((a, b) => (a.depth ?? 0) - (b.depth ?? 0));
      this.content.replaceChildren(
        ...groups.map(({ x, y, element }) =>
          toDom(svg('g', { transform: `translate(${x} ${y})` }, silent(element))),
        ),
      );
    });
  }

  /** Marks what is in sight; without a need for it the map is not there. */
  place(seen: Rectangle): void {
    if (!this.bounds) return;
    const { left, top, right, bottom } = this.bounds;
    const height = bottom - top;
    this.element.classList.toggle('needless', seen.bottom - seen.top > height * mostInSight);
    const least = (leastWindow / Math.max(1, this.element.clientHeight)) * height;
    const first = Math.max(top, Math.min(seen.top, bottom - least));
    const last = Math.min(bottom, Math.max(seen.bottom, first + least));
    const attributes = { x: left, y: first, width: right - left, height: last - first };
    for (const [name, value] of Object.entries(attributes))
      this.window.setAttribute(name, String(round(value)));
  }

  private follow({ clientY }: PointerEvent): void {
    if (!this.bounds) return;
    const { top, height } = this.element.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (clientY - top) / height));
    this.go(this.bounds.top + part * (this.bounds.bottom - this.bounds.top));
  }
}

/** Forms alone: what is clicked, named and read stands in the picture itself. */
function silent({ tag, attributes, children }: SvgElement): SvgElement {
  const forms = Object.entries(attributes).filter(([name]) => !/^(data-|aria-|role$|tabindex$)/.test(name));
  const inner = children.flatMap(child =>
    typeof child === 'string' || child.tag === 'title' || child.tag === 'text' ? [] : [silent(child)],
  );
  return svg(tag, Object.fromEntries(forms), ...inner);
}
