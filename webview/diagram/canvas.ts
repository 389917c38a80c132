import type { Sight } from '../state.js';
import { drawParts } from './draw.js';
import { drawFarParts, farness } from './draw-far.js';
import type { Point } from './geometry.js';
import type { Heat } from './heat.js';
import { PartsLayer } from './parts-layer.js';
import type { Picture } from './picture.js';
import {
  boundsOf,
  everything,
  hasMoreBoxes,
  look,
  meets,
  type PlacedBox,
  type Rectangle,
  rectangleOf,
} from './scene.js';
import { svg, toDom } from './svg.js';
import { type Covered, prefersStillness, Viewport } from './viewport.js';

/** How much beyond the window is kept in the page, in windows. */
const overscan = 0.6;
/** Pictures with no more boxes than this are in the page as a whole. */
const smallPicture = 150;

/** The drawn picture: keeps what is in sight in the page, and the reader's place through every change. */
export class Canvas {
  readonly element: SVGSVGElement;
  readonly viewport: Viewport;
  private readonly world: SVGGElement;
  private readonly parts: PartsLayer;
  private picture: Picture | undefined;
  /** What the page holds: the stretch of the picture, and how far away it is drawn. */
  private drawn: { readonly window: Rectangle; readonly far: number } | undefined;
  private frame = 0;
  private heat: Heat | undefined;
  private readonly marks = new Map<string, ReadonlySet<string>>();

  constructor(onMove: () => void) {
    this.world = toDom(svg('g', { class: 'world', role: 'presentation' })) as SVGGElement;
    const attributes = { class: 'canvas', role: 'tree', 'aria-label': 'Network diagram', tabindex: 0 };
    this.element = toDom(svg('svg', attributes, arrowhead())) as SVGSVGElement;
    this.element.append(this.world);
    this.parts = new PartsLayer(this.world);
    this.viewport = new Viewport(this.element, this.world, () => {
      this.redrawSoon();
      onMove();
    });
  }

  /** Shows a picture. What `anchor` names, or else the middle of what is seen, stays where it is on the screen. */
  show(picture: Picture, anchor?: string): void {
    const before = this.picture;
    this.picture = picture;
    this.viewport.setBounds(boundsOf(picture.scene));
    const held = before && this.findAnchor(before, picture, anchor);
    if (!held) {
      this.draw();
      return;
    }
    const { scale } = this.viewport;
    this.viewport.place(scale, held.after, this.viewport.toScreen(held.before));
    const moved = { x: held.after.x - held.before.x, y: held.after.y - held.before.y };
    this.draw(prefersStillness() ? undefined : moved);
  }

  /** Colours boxes by a figure, or by their kind, from the next picture on. */
  colour(heat: Heat | undefined): void {
    this.heat = heat;
  }

  /** The same for the picture that is there. */
  recolour(heat: Heat | undefined): void {
    this.heat = heat;
    this.draw();
  }

  clear(): void {
    this.picture = undefined;
    this.parts.show([]);
  }

  /** Puts a class on everything that stands for these ids. */
  mark(name: string, ids: ReadonlySet<string>): void {
    this.marks.set(name, ids);
    this.parts.mark(name, ids);
  }

  /** Scrolls to a box that is out of sight, or under something that covers the canvas. */
  reveal(id: string, covered: Covered = { right: 0, bottom: 0 }): void {
    const box = this.picture?.boxOf(id);
    if (!box) return;
    const { left, top, right, bottom } = rectangleOf(box);
    // Of a tall block its head is enough.
    const most = ((this.viewport.size.height - covered.bottom) * 0.6) / this.viewport.scale;
    this.viewport.reveal({ left, top, right, bottom: Math.min(bottom, top + most) }, covered);
  }

  sees(id: string): boolean {
    const box = this.picture?.boxOf(id);
    return box !== undefined && this.viewport.sees(rectangleOf(box));
  }

  /** A box as large as it can be read well. */
  zoomTo(id: string): void {
    const box = this.picture?.boxOf(id);
    if (box) this.viewport.fitTo(rectangleOf(box));
  }

  /** Shows a place again where the reader has been. */
  returnTo(sight: Sight | undefined): void {
    const box = sight && this.picture?.boxOf(sight.id);
    if (sight && box) this.viewport.place(sight.scale, box, sight);
  }

  /** Where a box is on the canvas, in pixels. */
  rectangleOnScreen(id: string | undefined): Rectangle | undefined {
    const box = id === undefined ? undefined : this.picture?.boxOf(id);
    if (!box) return undefined;
    const { left, top, right, bottom } = rectangleOf(box);
    const start = this.viewport.toScreen({ x: left, y: top });
    const end = this.viewport.toScreen({ x: right, y: bottom });
    return { left: start.x, top: start.y, right: end.x, bottom: end.y };
  }

  focus(id: string): void {
    this.draw();
    this.parts.element(id)?.focus({ preventScroll: true });
  }

  /** The place on the screen of what is nearest to the middle. */
  get sight(): Sight | undefined {
    const nearest = this.picture && this.nearest(this.picture)[0];
    if (!nearest) return undefined;
    const { x, y } = this.viewport.toScreen(nearest);
    return { scale: this.viewport.scale, id: nearest.box.id, x, y };
  }

  /** Shows the start of the picture, or what was in sight before a reload. */
  start(sight: Sight | undefined): void {
    const box = sight && this.picture?.boxOf(sight.id);
    if (sight && box) this.viewport.place(sight.scale, box, sight);
    else if (this.picture) this.viewport.showStart(boundsOf(this.picture.scene));
  }

  private findAnchor(
    before: Picture,
    after: Picture,
    anchor: string | undefined,
  ): { before: Point; after: Point } | undefined {
    const named = anchor === undefined ? undefined : before.boxOf(anchor);
    const isSeen = named && meets(rectangleOf(named), this.viewport.window);
    const candidates = [...(isSeen ? [named] : []), ...this.nearest(before)];
    for (const candidate of candidates) {
      const same = after.boxOf(candidate.box.id);
      if (same) return { before: candidate, after: same };
    }
    return undefined;
  }

  /** Boxes in the window, those near its middle first. */
  private nearest(picture: Picture): PlacedBox[] {
    const { window } = this.viewport;
    const middle = { x: (window.left + window.right) / 2, y: (window.top + window.bottom) / 2 };
    const distance = (box: PlacedBox): number => {
      const { left, right, top, bottom } = rectangleOf(box);
      const dx = Math.max(left - middle.x, 0, middle.x - right);
      const dy = Math.max(top - middle.y, 0, middle.y - bottom);
      // Of frames around the middle the innermost is meant; boxes come before frames.
      return Math.hypot(dx, dy) + (box.box.kind === 'open' ? 60 - box.depth : 0);
    };
    return look(picture.scene, window)
      .boxes.map(box => ({ box, distance: distance(box) }))
      .sort((a, b) => a.distance - b.distance)
      .map(({ box }) => box);
  }

  private redrawSoon(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const { window, scale } = this.viewport;
      if (!this.drawn || !isWithin(window, this.drawn.window) || farness(scale) !== this.drawn.far)
        this.draw();
    });
  }

  private draw(moved?: Point): void {
    if (!this.picture) return;
    const { hierarchy, scene } = this.picture;
    const far = farness(this.viewport.scale);
    const isSmall = !hasMoreBoxes(scene, smallPicture);
    const window = isSmall ? everything : grow(this.viewport.window, overscan);
    const parts =
      far > 0
        ? drawFarParts(scene, window, far, hierarchy, this.heat)
        : drawParts(look(scene, window), hierarchy, this.heat);
    this.parts.show(parts, moved);
    this.drawn = { window, far };
    for (const [name, ids] of this.marks) this.parts.mark(name, ids);
  }
}

/** One arrowhead for all lines, in the colour of each. */
const arrowhead = () =>
  svg(
    'defs',
    {},
    svg(
      'marker',
      {
        id: 'arrow',
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: 'auto',
        markerUnits: 'userSpaceOnUse',
      },
      svg('path', { class: 'arrow', d: 'M0.5 0.8L7.2 4L0.5 7.2L2 4z' }),
    ),
  );

function grow({ left, top, right, bottom }: Rectangle, by: number): Rectangle {
  const [x, y] = [(right - left) * by, (bottom - top) * by];
  return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
}

const isWithin = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom;
