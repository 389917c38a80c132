import type { Sight } from '../state.js';

const most = 50;

/** Where the reader has been, for back and forward. */
export class History {
  private readonly before: Sight[] = [];
  private readonly after: Sight[] = [];

  /** The reader is about to leave a place for another. */
  leave(place: Sight | undefined): void {
    if (!place) return;
    this.before.push(place);
    if (this.before.length > most) this.before.shift();
    this.after.length = 0;
  }

  /** The place to go back to from one. */
  back(from: Sight | undefined): Sight | undefined {
    return step(this.before, this.after, from);
  }

  forward(from: Sight | undefined): Sight | undefined {
    return step(this.after, this.before, from);
  }
}

function step(out: Sight[], into: Sight[], from: Sight | undefined): Sight | undefined {
  const place = out.pop();
  if (place && from) into.push(from);
  return place;
}
