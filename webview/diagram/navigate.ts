import type { OpenBox } from './arrange.js';
import { indexScene, type PlacedBox, type Scene } from './scene.js';

export type Direction = 'up' | 'down' | 'left' | 'right';

interface Neighbours {
  /** By the main line first. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly onMainLine: boolean;
  readonly parent: string | undefined;
  readonly firstInside: string | undefined;
}

/**
 * Where the arrow keys lead: up and down with the data, right into a group or the next of the side ways, left back to
 * the main line and out.
 */
export class Navigator {
  /** Every box that is drawn or culled, by the ids of all that it stands for. */
  readonly places: ReadonlyMap<string, PlacedBox>;
  /** Ids in reading order. */
  readonly order: readonly string[];
  private readonly neighbours = new Map<string, Neighbours>();
  /** What lies to the right of a box beside the main line: the next of the ways that end at the same box. */
  private readonly beside = new Map<string, string>();

  constructor(scene: Scene) {
    this.places = indexScene(scene);
    this.collect(scene.network, undefined);
    this.order = [...this.neighbours.keys()];
  }

  go(id: string, direction: Direction): string | undefined {
    const at = this.neighbours.get(id);
    if (!at) return this.order[0];
    switch (direction) {
      case 'down':
        return at.after[0] ?? (at.parent === undefined ? undefined : this.go(at.parent, 'down'));
      case 'up':
        return at.before[0] ?? at.parent;
      case 'right':
        return at.firstInside ?? sidesOf(at)[0] ?? this.nextBeside(id, at);
      case 'left':
        return at.onMainLine ? at.parent : (this.mainBefore(at) ?? at.after[0] ?? at.parent);
    }
  }

  /** The box on the main line where a side way comes from. */
  private mainBefore({ before }: Neighbours): string | undefined {
    const id = before[0];
    const box = id === undefined ? undefined : this.neighbours.get(id);
    return !box || box.onMainLine ? id : this.mainBefore(box);
  }

  /** The next side way, seen from anywhere on one. */
  private nextBeside(id: string, { onMainLine, before, after }: Neighbours): string | undefined {
    if (onMainLine) return undefined;
    return this.beside.get(id) ?? this.alongWay(after[0], 'after') ?? this.alongWay(before[0], 'before');
  }

  private alongWay(id: string | undefined, direction: 'before' | 'after'): string | undefined {
    const at = id === undefined ? undefined : this.neighbours.get(id);
    if (id === undefined || !at || at.onMainLine) return undefined;
    return this.beside.get(id) ?? this.alongWay(at[direction][0], direction);
  }

  private collect(open: OpenBox, parent: string | undefined): void {
    const before = open.items.map((): string[] => []);
    const after = open.items.map((): string[] => []);
    for (const { from, to } of [...open.edges].sort((a, b) => Number(b.edge.main) - Number(a.edge.main))) {
      const [source, target] = [open.items[from]!, open.items[to]!];
      if (source.kind === 'port' || target.kind === 'port') continue;
      after[from]!.push(target.id);
      before[to]!.push(source.id);
    }
    const onMainLine = new Set(open.spines.flat());
    open.items.forEach((item, i) => {
      if (item.kind === 'port') return;
      const firstInside =
        item.kind === 'open' ? item.items.find(inner => inner.kind !== 'port')?.id : undefined;
      this.neighbours.set(item.id, {
        before: before[i]!,
        after: after[i]!,
        onMainLine: onMainLine.has(i),
        parent,
        firstInside,
      });
      if (item.kind === 'open') this.collect(item, item.id);
    });
    for (const item of open.items) {
      const at = this.neighbours.get(item.id);
      if (!at) continue;
      const sides = sidesOf(at);
      sides.forEach((side, i) => {
        const next = sides[i + 1];
        if (next !== undefined && !this.beside.has(side)) this.beside.set(side, next);
      });
    }
  }
}

/** Where the ways beside a box begin and end. */
const sidesOf = ({ before, after }: Neighbours): string[] => [...after.slice(1), ...before.slice(1)];
