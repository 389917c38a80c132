/** Seeded random choices (mulberry32). */
export class Draw {
  constructor(private state: number) {}

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.int(0, values.length - 1)]!;
  }

  bool(): boolean {
    return this.next() < 0.5;
  }

  list(length: number, low: number, high: number): number[] {
    return Array.from({ length }, () => this.int(low, high));
  }

  /** Numbers, of which one in ten is not known. */
  sizes(length: number, low: number, high: number): (number | null)[] {
    return this.list(length, low, high).map(size => (this.next() < 0.1 ? null : size));
  }

  shuffled<T>(values: readonly T[]): T[] {
    const left = [...values];
    return values.map(() => left.splice(this.int(0, left.length - 1), 1)[0]!);
  }
}
