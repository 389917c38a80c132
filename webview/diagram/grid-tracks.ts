/** A horizontal run in the gap above a row. Runs of one value share a track. */
export interface Run {
  readonly gap: number;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

const trackGap = 10;
const trackMargin = 16;
/** Room below the tracks for the shape beside the main line. */
const labelHeight = 14;

/** Heights of the horizontal runs in each gap between rows, such that different values do not lie on each other. */
export class Tracks {
  private readonly numbers = new Map<string, number>();
  private readonly counts: number[] = [];

  constructor(runs: readonly Run[]) {
    const hulls = new Map<string, Run>();
    for (const run of runs) {
      const key = keyOf(run);
      const known = hulls.get(key);
      const ends = [run.from, run.to, known?.from ?? run.from, known?.to ?? run.to];
      hulls.set(key, { ...run, from: Math.min(...ends), to: Math.max(...ends) });
    }
    const ends: number[][] = [];
    for (const run of [...hulls.values()].sort((a, b) => a.gap - b.gap || a.from - b.from)) {
      const tracks = ends[run.gap] ?? [];
      ends[run.gap] = tracks;
      const free = tracks.findIndex(end => end + trackGap <= run.from);
      const track = free < 0 ? tracks.length : free;
      tracks[track] = run.to;
      this.numbers.set(keyOf(run), track);
      this.counts[run.gap] = tracks.length;
    }
  }

  heightOf(gap: number, plain: number): number {
    const count = this.counts[gap] ?? 0;
    return count === 0 ? plain : Math.max(plain, 2 * trackMargin + (count - 1) * trackGap + labelHeight);
  }

  /** Distance of a run's track from the upper end of its gap. */
  offsetOf(run: Run): number {
    return trackMargin + this.numbers.get(keyOf(run))! * trackGap;
  }
}

const keyOf = ({ gap, value }: Run): string => `${gap} ${value}`;
