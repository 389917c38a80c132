import type { Canvas } from '../diagram/canvas.js';
import type { Point } from '../diagram/geometry.js';
import type { Mismatch } from '../diagram/marks.js';
import type { Picture } from '../diagram/picture.js';
import { boundsOf, type PlacedBox, type Rectangle, rectangleOf } from '../diagram/scene.js';
import { svg, toDom } from '../diagram/svg.js';
import { make } from '../widgets.js';
import type { Fixes } from './fixes.js';
import { mismatchTable } from './mismatch.js';

const width = 236;
const gap = 12;
/** Canvases narrower than this have no room beside the picture: the callout lies at the bottom. */
const narrow = 600;
/** Below this scale the picture shows marks alone. */
const smallestScale = 0.34;

interface Callout {
  readonly merge: string;
  readonly card: HTMLElement;
}

/** The cards beside merges whose shapes disagree, with both shapes and the fixes. */
export class Callouts {
  readonly element = make('div', 'callouts');
  private readonly leaders = toDom(svg('svg', { class: 'leaders', 'aria-hidden': 'true' })) as SVGSVGElement;
  private callouts: Callout[] = [];
  private picture: Picture | undefined;
  /** A card grows when its fixes arrive. */
  private readonly resized = new ResizeObserver(() => this.place());
  /** The properties card tells the same of it. */
  private selection: string | undefined;

  constructor(
    private readonly canvas: Canvas,
    private readonly fixes: Fixes,
  ) {
    this.element.append(this.leaders);
  }

  show(picture: Picture | undefined): void {
    this.picture = picture;
    this.resized.disconnect();
    for (const { card } of this.callouts) card.remove();
    this.callouts = picture ? [...firstMerges(picture)].map(([merge, mismatch]) => this.make(merge, mismatch)) : [];
    this.element.append(...this.callouts.map(callout => callout.card));
    this.place();
  }

  select(id: string | undefined): void {
    this.selection = id;
    this.place();
  }

  /** Puts every card beside its merge; called whenever the picture moves. */
  place(): void {
    const { picture } = this;
    this.leaders.replaceChildren();
    if (!picture) return;
    const isNarrow = this.canvas.viewport.size.width < narrow;
    this.element.classList.toggle('pinned', isNarrow);
    let floor = gap;
    let pinned = false;
    for (const { merge, card } of this.callouts) {
      const box = picture.boxOf(merge);
      const seen = box !== undefined && this.isSeen(box);
      card.hidden = !seen || merge === this.selection || (isNarrow && pinned);
      if (!seen || card.hidden) continue;
      pinned = true;
      if (isNarrow) this.pinAwayFrom(box);
      else floor = this.placeBeside(card, box, picture, floor);
    }
  }

  private make(merge: string, mismatch: Mismatch): Callout {
    const card = make('section', 'card callout', mismatchTable(mismatch), this.fixes.list(mismatch.finding));
    card.setAttribute('aria-label', 'Shapes do not match');
    this.resized.observe(card);
    return { merge, card };
  }

  private isSeen(box: PlacedBox): boolean {
    const { viewport } = this.canvas;
    const { y } = viewport.toScreen(centreOf(box));
    return box.box.kind === 'leaf' && viewport.scale >= smallestScale && y > 0 && y < viewport.size.height;
  }

  /** At the bottom, or at the top where the merge itself is further down. */
  private pinAwayFrom(box: PlacedBox): void {
    const { viewport } = this.canvas;
    this.element.classList.toggle('top', viewport.toScreen(box).y > viewport.size.height * 0.55);
  }

  private placeBeside(card: HTMLElement, box: PlacedBox, picture: Picture, floor: number): number {
    const { viewport } = this.canvas;
    const merge = viewport.toScreen(centreOf(box));
    const border = viewport.toScreen({ x: boundsOf(picture.scene).right, y: 0 }).x;
    const nearest = viewport.toScreen({ x: rectangleOf(box).right, y: 0 }).x + 3 * gap;
    const x = Math.max(nearest, Math.min(border + gap, viewport.size.width - width - gap));
    const height = card.offsetHeight;
    const y = Math.max(floor, Math.min(merge.y - height / 2, viewport.size.height - height - gap));
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    this.drawLeader(box, picture, { left: x, top: y, bottom: y + height });
    return y + height + gap;
  }

  /** A dashed line from the red arc to the card. */
  private drawLeader(box: PlacedBox, picture: Picture, card: Omit<Rectangle, 'right'>): void {
    const { viewport } = this.canvas;
    const lane = picture.laneBeside(box.box.id) ?? rectangleOf(box).right;
    const from = viewport.toScreen({ x: lane + 4, y: centreOf(box).y - 26 });
    if (from.x >= card.left - 4) return;
    const y = Math.max(card.top + gap, Math.min(from.y, card.bottom - gap));
    const d = `M${from.x} ${from.y}L${Math.min(from.x + gap, card.left)} ${from.y}L${card.left} ${y}`;
    this.leaders.append(toDom(svg('path', { d })));
  }
}

const centreOf = ({ x, y, cell }: PlacedBox): Point => ({ x, y: y + cell.height / 2 });

/** One merge for each finding: the same mistake in every use of a block is told once. */
function firstMerges({ hierarchy }: Picture): Map<string, Mismatch> {
  const merges = new Map<string, Mismatch>();
  const told = new Set<number>();
  for (const [merge, mismatch] of hierarchy.marks.mismatches) {
    if (!told.has(mismatch.finding)) merges.set(merge, mismatch);
    told.add(mismatch.finding);
  }
  return merges;
}
