import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import type { Point } from './geometry.js';
import type { Rectangle } from './scene.js';

const scales = { least: 0.002, most: 2.5, step: 1.25 } as const;
/** Smallest scale at which a picture is shown first, and space around it. */
const readable = 0.62;
const margin = 10;
/** So much of the picture stays in sight, however far the reader goes. */
const kept = 120;
const duration = 220;

/** How much of the canvas lies under something else. */
export interface Covered {
  readonly right: number;
  readonly bottom: number;
}

export const prefersStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The part of the picture that is seen: wheel scrolls, ctrl or cmd with it or a pinch zooms, dragging pans. */
export class Viewport {
  private readonly behaviour: ZoomBehavior<SVGSVGElement, unknown>;
  private current: ZoomTransform = zoomIdentity;
  private flight = 0;
  /** Of the canvas, when it was last looked at. */
  private width = 0;
  private bounds: Rectangle = { left: 0, top: 0, right: 0, bottom: 0 };

  constructor(
    private readonly canvas: SVGSVGElement,
    world: SVGGElement,
    onMove: () => void,
  ) {
    this.behaviour = zoom<SVGSVGElement, unknown>()
      .scaleExtent([scales.least, scales.most])
      .clickDistance(4)
      .extent(() => [
        [0, 0],
        [this.size.width, this.size.height],
      ])
      .constrain(transform => this.constrain(transform))
      .filter((event: MouseEvent | WheelEvent) =>
        event.type === 'wheel' ? event.ctrlKey || event.metaKey : event.button === 0 || event.button === 1,
      )
      .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<SVGSVGElement, unknown>) => {
        if (sourceEvent) this.stopFlight();
        this.current = transform;
        world.setAttribute('transform', transform.toString());
        onMove();
      });
    select(canvas).call(this.behaviour).on('dblclick.zoom', null);
    canvas.addEventListener('wheel', event => this.scroll(event), { passive: false });
  }

  get scale(): number {
    return this.current.k;
  }

  /** What is seen, in the picture's coordinates. */
  get window(): Rectangle {
    const { width, height } = this.size;
    const [left, top] = this.current.invert([0, 0]);
    const [right, bottom] = this.current.invert([width, height]);
    return { left, top, right, bottom };
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  toScreen({ x, y }: Point): Point {
    const [left, top] = this.current.apply([x, y]);
    return { x: left, y: top };
  }

  /** The extent of the picture, some of which always stays in sight. */
  setBounds(bounds: Rectangle): void {
    this.bounds = bounds;
  }

  /** Puts a point of the picture at a point of the canvas. */
  place(scale: number, at: Point, on: Point): void {
    this.stopFlight();
    this.apply(zoomIdentity.translate(on.x - at.x * scale, on.y - at.y * scale).scale(scale));
  }

  /** The whole picture. */
  fit(bounds: Rectangle): void {
    const { width, height } = this.size;
    const scale = Math.min(
      (width - 2 * margin) / (bounds.right - bounds.left),
      (height - 2 * margin) / (bounds.bottom - bounds.top),
      1,
    );
    this.fly(centred(bounds, Math.max(scale, scales.least), width, height));
  }

  /** The picture from its beginning, as wide as it fits and still can be read. */
  showStart(bounds: Rectangle): void {
    const { width } = this.size;
    const scale = Math.min(1, Math.max(readable, (width - 2 * margin) / (bounds.right - bounds.left)));
    const fits = (bounds.right - bounds.left) * scale <= width;
    // What is too wide shows its main line, which stands left.
    const x = fits ? width / 2 - ((bounds.left + bounds.right) / 2) * scale : margin - bounds.left * scale;
    this.stopFlight();
    this.apply(zoomIdentity.translate(x, margin - bounds.top * scale).scale(scale));
  }

  zoomBy(factor: number): void {
    const { width, height } = this.size;
    const scale = Math.min(scales.most, Math.max(scales.least, this.current.k * factor));
    const [x, y] = this.current.invert([width / 2, height / 2]);
    this.fly(zoomIdentity.translate(width / 2 - x * scale, height / 2 - y * scale).scale(scale));
  }

  zoomIn(): void {
    this.zoomBy(scales.step);
  }

  zoomOut(): void {
    this.zoomBy(1 / scales.step);
  }

  /** A rectangle, as large as it can be read well. */
  fitTo(target: Rectangle): void {
    const { width, height } = this.size;
    const scale = Math.min(
      (width * 0.8) / (target.right - target.left),
      (height * 0.8) / (target.bottom - target.top),
      scales.most / 1.6,
    );
    this.fly(centred(target, Math.max(scale, scales.least), width, height));
  }

  /** Puts a height of the picture in the middle, at once. */
  centreOn(y: number): void {
    const { k, x } = this.current;
    this.stopFlight();
    this.apply(zoomIdentity.translate(x, this.size.height / 2 - y * k).scale(k));
  }

  /** The canvas has become wider or narrower: what stood in the middle still does. */
  resized(): void {
    const { width } = this.size;
    const by = (width - this.width) / 2;
    if (this.width > 0 && width > 0 && by !== 0) {
      this.stopFlight();
      const { k, x, y } = this.current;
      this.apply(zoomIdentity.translate(x + by, y).scale(k));
    }
    if (width > 0) this.width = width;
  }

  /** Whether some of a rectangle is in sight. */
  sees({ left, top, right, bottom }: Rectangle): boolean {
    const { window } = this;
    return left <= window.right && right >= window.left && top <= window.bottom && bottom >= window.top;
  }

  /** Scrolls as little as needed to show a rectangle beside what covers the canvas; not at all where it is in sight. */
  reveal(target: Rectangle, covered: Covered): void {
    const width = this.size.width - covered.right;
    const height = this.size.height - covered.bottom;
    const { k, x, y } = this.current;
    const dx = shiftInto(target.left * k + x, target.right * k + x, width);
    const dy = shiftInto(target.top * k + y, target.bottom * k + y, height);
    if (dx !== 0 || dy !== 0) this.fly(zoomIdentity.translate(x + dx, y + dy).scale(k));
  }

  private scroll(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
    const sideways = event.shiftKey && event.deltaX === 0;
    const dx = (sideways ? event.deltaY : event.deltaX) * unit;
    const dy = (sideways ? 0 : event.deltaY) * unit;
    this.stopFlight();
    this.behaviour.translateBy(select(this.canvas), -dx / this.current.k, -dy / this.current.k);
  }

  private constrain({ k, x, y }: ZoomTransform): ZoomTransform {
    const { width, height } = this.size;
    const { left, top, right, bottom } = this.bounds;
    const within = (value: number, least: number, most: number): number =>
      Math.max(Math.min(value, most), least);
    return zoomIdentity
      .translate(
        within(x, kept - right * k, width - kept - left * k),
        within(y, kept - bottom * k, height - kept - top * k),
      )
      .scale(k);
  }

  private apply(transform: ZoomTransform): void {
    this.behaviour.transform(select(this.canvas), transform);
  }

  private fly(target: ZoomTransform): void {
    this.stopFlight();
    if (prefersStillness()) {
      this.apply(target);
      return;
    }
    const start = this.current;
    const began = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, (now - began) / duration);
      const eased = 1 - (1 - t) ** 3;
      const mix = (a: number, b: number): number => a + (b - a) * eased;
      this.apply(
        zoomIdentity.translate(mix(start.x, target.x), mix(start.y, target.y)).scale(mix(start.k, target.k)),
      );
      this.flight = t < 1 ? requestAnimationFrame(step) : 0;
    };
    this.flight = requestAnimationFrame(step);
  }

  private stopFlight(): void {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
  }
}

function centred(
  { left, top, right, bottom }: Rectangle,
  scale: number,
  width: number,
  height: number,
): ZoomTransform {
  const x = width / 2 - ((left + right) / 2) * scale;
  const y = height / 2 - ((top + bottom) / 2) * scale;
  return zoomIdentity.translate(x, y).scale(scale);
}

/** How far a stretch must move to lie in view; its beginning counts where it is too long. */
function shiftInto(start: number, end: number, size: number): number {
  const space = Math.min(40, size / 8);
  if (start >= 0 && end <= size) return 0;
  if (start < space || end - start > size - 2 * space) return space - start;
  return end > size - space ? size - space - end : 0;
}
