import type { Model } from '../../src/core/analyze.js';
import type { Box } from './arrange.js';
import { nodesIn } from './figures.js';
import type { Group } from './hierarchy.js';
import type { Overlay } from './overlays/overlay.js';

/** Number of colours, from the least to the most. */
export const steps = 9;

/** A box's figure beside those of all nodes. */
export interface Warmth {
  /** 0 for the least, 1 for the most of any node or block that is drawn. */
  readonly part: number;
  readonly step: number;
  /** `36.9k parameters`, for people. */
  readonly text: string;
}

/** The colours of an overlay: from the smallest figure of a node above zero to the largest. */
export class Heat {
  readonly least: number;
  readonly most: number;
  private readonly values: ReadonlyMap<string, number | null>;
  private readonly groups = new WeakMap<Group, number | undefined>();

  constructor(
    readonly overlay: Overlay,
    model: Model,
  ) {
    this.values = overlay.values(model);
    const positive = [...this.values.values()].filter(value => value !== null && value > 0) as number[];
    this.least = positive.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    this.most = positive.reduce((a, b) => Math.max(a, b), 0);
  }

  /** Undefined where the figure is not known; a block with more than any node has the last colour. */
  of(box: Box): Warmth | undefined {
    const value = this.valueOf(box);
    if (value === undefined) return undefined;
    const { overlay } = this;
    const part = this.partOf(value);
    const step = Math.min(steps - 1, Math.floor(part * steps));
    return { part, step, text: `${overlay.title} ${overlay.format(value)}` };
  }

  /** Ends of the legend, as text. */
  get range(): readonly [string, string] | undefined {
    return this.most === 0 ? undefined : [this.overlay.format(this.least), this.overlay.format(this.most)];
  }

  private valueOf(box: Box): number | undefined {
    if (box.kind === 'port' || box.kind === 'open') return undefined;
    if (box.kind === 'leaf')
      return box.item.kind === 'output' ? undefined : (this.values.get(box.id) ?? undefined);
    // Of a folded series, each block's own figure.
    return this.ofGroup(box.groups[0]!);
  }

  private ofGroup(group: Group): number | undefined {
    if (!this.groups.has(group)) {
      const known = nodesIn(group).flatMap(({ id }) => this.values.get(id) ?? []);
      this.groups.set(group, known.length > 0 ? this.overlay.combine(known) : undefined);
    }
    return this.groups.get(group);
  }

  private partOf(value: number): number {
    if (value <= 0) return 0;
    if (this.least >= this.most) return 1;
    const of = this.overlay.scale === 'log' ? Math.log : (x: number): number => x;
    return Math.min(1, Math.max(0, (of(value) - of(this.least)) / (of(this.most) - of(this.least))));
  }
}
