import type { Ref } from './refs.js';

/** A reference's target: the calls of one model's layers, by name. */
export class Scope<C> {
  /** Models that count the call that made them as their call 0, as Keras 2 does. */
  private readonly shifted = new Set<string>();

  constructor(
    private readonly calls: ReadonlyMap<string, readonly C[]>,
    refs: readonly Ref[],
  ) {
    for (const { layer, call } of refs) if (call >= this.count(layer)) this.shifted.add(layer);
  }

  has(layer: string): boolean {
    return this.count(layer) > 0;
  }

  find({ layer, call }: Ref): C | undefined {
    const calls = this.calls.get(layer);
    return calls?.[this.shifted.has(layer) ? call - 1 : call] ?? calls?.at(-1);
  }

  private count(layer: string): number {
    return this.calls.get(layer)?.length ?? 0;
  }
}
