import type { TrainingProgress } from '../../src/protocol.js';
import { Turns } from './turns.js';

export interface TrainerHooks {
  progress(progress: TrainingProgress): void;
  isCancelled(): boolean;
}

type Phase = TrainingProgress['phase'];

/** Paces the steps of a run: reports each one, lets messages in between, and knows how long the rest will take. */
export class Pace {
  /** Measured milliseconds of each step of the phase, without the pauses. */
  private times: number[] = [];
  private started = 0;
  private readonly turns = new Turns();

  constructor(private readonly hooks: TrainerHooks) {}

  get isCancelled(): boolean {
    return this.hooks.isCancelled();
  }

  /** Milliseconds per step of this phase. The first step also warms up, so it counts only while there is no other. */
  get msPerStep(): number {
    const counted = this.times.length > 1 ? this.times.slice(1) : this.times;
    return counted.length === 0 ? 0 : counted.reduce((a, b) => a + b, 0) / counted.length;
  }

  begin(phase: Phase, steps: number): void {
    this.times = [];
    this.hooks.progress({ phase, step: 0, steps });
  }

  /** Comes before each step: lets messages in. Answers false once the run is cancelled. */
  async next(): Promise<boolean> {
    await this.turns.next();
    this.started = performance.now();
    return !this.isCancelled;
  }

  /** Comes after each step. `msAfter` is what follows this phase. */
  done(phase: Phase, steps: number, loss: number, msAfter = 0): void {
    this.times.push(performance.now() - this.started);
    const left = (steps - this.times.length) * this.msPerStep + msAfter;
    this.hooks.progress({ phase, step: this.times.length, steps, loss, secondsLeft: left / 1000 });
  }

  close(): void {
    this.turns.close();
  }
}
