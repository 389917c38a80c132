import type { Block, Size, TypedGraph } from '../graph.js';

/** Adds up figures of layers for each block that holds them, blocks within blocks included; '' is the network. */
export class Tally {
  private readonly chains = new Map<string, readonly string[]>();
  private readonly sums = new Map<string, Record<string, Size>>();

  constructor({ blocks }: TypedGraph) {
    for (const { id, parent } of blocks)
      this.chains.set(id, [id, ...(parent === null ? [] : (this.chains.get(parent) ?? [parent]))]);
  }

  add(block: string, values: Readonly<Record<string, Size>>): void {
    for (const id of this.chains.get(block) ?? [block]) {
      const sums = this.of(id);
      for (const [key, value] of Object.entries(values)) {
        const sum = sums[key];
        sums[key] = sum === null || value === null ? null : (sum ?? 0) + value;
      }
    }
  }

  of(id: string): Record<string, Size> {
    let sums = this.sums.get(id);
    if (!sums) {
      sums = {};
      this.sums.set(id, sums);
    }
    return sums;
  }

  /** How deep a block lies: 0 right in the network. */
  depth({ id }: Block): number {
    return (this.chains.get(id)?.length ?? 2) - 2;
  }
}

/** A part of a whole; null where either is not known. */
export const share = (part: Size | undefined, whole: Size | undefined): Size =>
  part == null || whole == null ? null : whole === 0 ? 0 : part / whole;
