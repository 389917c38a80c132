import { constantLoss } from './loss.js';
import type { Head } from './objective.js';

/** Counts how often each channel of a head's targets is wanted. */
export class Tally {
  private readonly sums: Float64Array;
  private rows = 0;

  constructor(private readonly head: Head) {
    this.sums = new Float64Array(head.channels);
  }

  /** @param targets [rows, channels] in one row */
  add(targets: Float32Array): void {
    const { channels } = this.head;
    for (let i = 0; i < targets.length; i++) this.sums[i % channels]! += targets[i]!;
    this.rows += targets.length / channels;
  }

  /** The loss of the best answer that is always the same. */
  constantLoss(): number {
    return constantLoss(
      this.head.loss,
      Array.from(this.sums, sum => sum / this.rows),
    );
  }
}
