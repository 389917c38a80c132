import type { Canvas } from '../diagram/canvas.js';
import type { Point } from '../diagram/geometry.js';
import type { Mismatch } from '../diagram/marks.js';
import type { Picture } from '../diagram/picture.js';
import { boundsOf, type PlacedBox, type Rectangle, rectangleOf } from '../diagram/scene.js';
import { svg, toDom } from '../diagram/svg.js';
import { iconButton, make } from '../widgets.js';
import type { Fixes } from './fixes.js';
import { mismatchTable } from './mismatch.js';

const width = 236;
const gap = 12;
/** Canvases narrower than this have no room beside the picture: the callout lies at the bottom. */
const narrow = 600;

interface Callout {
  readonly merge: string;
  readonly card: HTMLElement;
}

/** A callout with the box that stands for its merge. */
interface Anchored extends Callout {
  readonly box: PlacedBox;
  /** How far out of sight it is. */
  readonly distance: number;
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
  /** Merges whose cards the reader has closed. */
  private readonly closed = new Set<string>();

  constructor(
    private readonly canvas: Canvas,
    private readonly fixes: Fixes,
    /** Leads to the merge. */
    private readonly go: (merge: string) => void,
  ) {
    this.element.append(this.leaders);
  }

  show(picture: Picture | undefined): void {
    this.picture = picture;
    this.resized.disconnect();
    for (const { card } of this.callouts) card.remove();
    const merges = picture ? firstMerges(picture) : new Map<string, Mismatch>();
    for (const merge of this.closed) if (!merges.has(merge)) this.closed.delete(merge);
    this.callouts = [...merges].map(([merge, mismatch]) => this.make(merge, mismatch));
    this.element.append(...this.callouts.map(callout => callout.card));
    this.place();
  }

  select(id: string | undefined): void {
    this.selection = id;
    this.place();
  }

  /** Puts every card beside its merge; called whenever the picture moves. Of those out of sight, the nearest waits. */
  place(): void {
    this.leaders.replaceChildren();
    for (const { card } of this.callouts) card.hidden = true;
    const anchored = this.anchored();
    const nearest = anchored.reduce((a, b) => Math.min(a, b.distance), Number.POSITIVE_INFINITY);
    const shown = anchored.filter(({ distance }) => distance === Math.max(0, nearest));
    const isNarrow = this.canvas.viewport.size.width < narrow;
    this.element.classList.toggle('pinned', isNarrow);
    if (isNarrow) {
      for (const callout of shown.slice(0, 1)) this.pin(callout);
      return;
    }
    let floor = gap;
    for (const callout of shown) floor = this.placeBeside(callout, floor);
  }

  private anchored(): Anchored[] {
    const { height } = this.canvas.viewport.size;
    return this.callouts.flatMap(callout => {
      const box = this.picture?.boxOf(callout.merge);
      if (!box || callout.merge === this.selection || this.closed.has(callout.merge)) return [];
      const { y } = this.canvas.viewport.toScreen(centreOf(box));
      return [{ ...callout, box, distance: Math.max(0, -y, y - height) }];
    });
  }

  private make(merge: string, mismatch: Mismatch): Callout {
    const close = iconButton('close', 'Hide', () => {
      this.closed.add(merge);
      this.place();
    });
    close.classList.add('close');
    const table = mismatchTable(mismatch, () => this.go(merge));
    const card = make('section', 'card callout', close, table, this.fixes.list(mismatch.finding));
    card.setAttribute('aria-label', 'Shapes do not match');
    this.resized.observe(card);
    return { merge, card };
  }

  /** At the bottom, or at the top where the merge itself is further down. */
  private pin({ card, box }: Anchored): void {
    const { viewport } = this.canvas;
    card.hidden = false;
    card.style.transform = '';
    const { y } = viewport.toScreen(box);
    const { height } = viewport.size;
    this.element.classList.toggle('top', y > height * 0.55 && y < height);
  }

  private placeBeside({ card, box, distance }: Anchored, floor: number): number {
    const { viewport } = this.canvas;
    card.hidden = false;
    const merge = viewport.toScreen(centreOf(box));
    const border = viewport.toScreen({ x: boundsOf(this.picture!.scene).right, y: 0 }).x;
    const nearest = viewport.toScreen({ x: rectangleOf(box).right, y: 0 }).x + 3 * gap;
    const most = viewport.size.width - width - gap;
    const x = Math.max(gap, Math.min(most, Math.max(nearest, border + gap)));
    const height = card.offsetHeight;
    const y = Math.max(floor, Math.min(merge.y - height / 2, viewport.size.height - height - gap));
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    if (distance === 0) this.drawLeader(box, { left: x, top: y, bottom: y + height });
    return y + height + gap;
  }

  /** A dashed line from the red arc to the card. */
  private drawLeader(box: PlacedBox, card: Omit<Rectangle, 'right'>): void {
    const { viewport } = this.canvas;
    const lane = this.picture!.laneBeside(box.box.id);
    const above = lane === undefined ? 0 : 26;
    const from = viewport.toScreen({ x: (lane ?? rectangleOf(box).right) + 4, y: centreOf(box).y - above });
    if (from.x >= card.left - 4) return;
    const y = Math.max(card.top + gap, Math.min(from.y, card.bottom - gap));
    const d = `M${from.x} ${from.y}L${Math.min(from.x + gap, card.left)} ${from.y}L${card.left} ${y}`;
    this.leaders.append(toDom(svg('path', { d })));
  }
}

const centreOf = ({ x, y, cell }: PlacedBox): Point => ({ x, y: y + Math.min(cell.height, 60) / 2 });

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
