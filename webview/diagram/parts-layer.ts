import { type Layer, layers as layerNames, type Part } from './draw.js';
import type { Point } from './geometry.js';
import { patch } from './patch.js';
import { type SvgElement, svg, toDom } from './svg.js';

interface Live {
  readonly holder: SVGGElement;
  part: Part;
}

/** How long a change takes; media/diagram.css has the same. */
const duration = 220;

/** The parts that are in the page, by key. */
export class PartsLayer {
  private readonly live = new Map<string, Live>();
  private readonly layers: Readonly<Record<Layer, SVGGElement>>;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly world: SVGGElement) {
    const layers = layerNames.map(
      name => [name, toDom(svg('g', { class: name, role: 'presentation' }))] as const,
    );
    for (const [, layer] of layers) world.append(layer);
    this.layers = Object.fromEntries(layers) as unknown as Record<Layer, SVGGElement>;
  }

  /** Shows just these parts. With `from`, what stays glides from where it was, moved by that much. */
  show(parts: readonly Part[], from?: Point): void {
    const wanted = new Map(parts.map(part => [part.key, part]));
    for (const [key, { holder }] of this.live) {
      if (wanted.has(key)) continue;
      holder.remove();
      this.live.delete(key);
    }
    if (from) this.beginGlide(from);
    for (const part of wanted.values()) this.showPart(part, from !== undefined);
  }

  /** The element that the keyboard can be on, by its id. */
  element(id: string): SVGElement | undefined {
    const holder = (this.live.get(`nodes ${id}`) ?? this.live.get(`frames ${id}`))?.holder;
    return holder?.querySelector<SVGElement>('[role="treeitem"]') ?? undefined;
  }

  mark(name: string, ids: ReadonlySet<string>): void {
    for (const { holder } of this.live.values()) {
      const element = holder.firstElementChild as SVGElement;
      const { id } = element.dataset;
      if (id !== undefined) element.classList.toggle(name, ids.has(id));
    }
  }

  private layerOf({ layer, depth = 0 }: Part): SVGGElement {
    if (layer !== 'frames') return this.layers[layer];
    while (this.layers.frames.children.length <= depth) {
      this.layers.frames.append(toDom(svg('g', { role: 'presentation' })));
    }
    return this.layers.frames.children[depth] as SVGGElement;
  }

  private beginGlide(from: Point): void {
    clearTimeout(this.timer);
    this.world.classList.remove('gliding');
    for (const { holder, part } of this.live.values()) moveTo(holder, part.x + from.x, part.y + from.y);
    // The start must be laid out before the transition is switched on.
    this.world.getBoundingClientRect();
    this.world.classList.add('gliding');
    this.timer = setTimeout(() => this.world.classList.remove('gliding'), duration + 60);
  }

  private showPart(part: Part, gliding: boolean): void {
    const known = this.live.get(part.key);
    if (!known) {
      const holder = toDom(
        svg('g', { class: gliding ? 'part entering' : 'part', role: 'presentation' }),
      ) as SVGGElement;
      holder.append(toDom(part.element));
      moveTo(holder, part.x, part.y);
      this.layerOf(part).append(holder);
      this.live.set(part.key, { holder, part });
      return;
    }
    if (known.part !== part) {
      patchKeepingMarks(known.holder.firstElementChild!, known.part.element, part.element);
      known.part = part;
    }
    moveTo(known.holder, part.x, part.y);
  }
}

const moveTo = (holder: SVGGElement, x: number, y: number): void => {
  holder.style.transform = `translate(${x}px, ${y}px)`;
};

const marks = ['selected', 'highlighted'];

function patchKeepingMarks(element: Element, before: SvgElement, after: SvgElement): void {
  const kept = marks.filter(mark => element.classList.contains(mark));
  patch(element, before, after).classList.add(...kept);
}
