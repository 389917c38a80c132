import type { Blame } from './blame.js';
import type { Network } from './network.js';
import type { Observations, Sample, WeightObservation } from './observations.js';
import type { StepRecord } from './step.js';

/** Looking closely at a step costs some tenths of it. */
export const STEPS_PER_SAMPLE = 5;

/** What the steps of a run show, one after the other. */
export class Recording {
  readonly losses: number[] = [];
  /** Lengths, a row for each step. */
  readonly gradients: (readonly (number | undefined)[])[] = [];
  readonly samples: Sample[] = [];
  notFinite: Observations['notFinite'];

  constructor(private readonly network: Network) {}

  /** Whether the next step should be sampled. */
  get isSampleDue(): boolean {
    return this.losses.length % STEPS_PER_SAMPLE === 0;
  }

  add({ loss, norms, sample }: StepRecord): void {
    if (sample) this.samples.push({ step: this.losses.length, ...sample });
    this.losses.push(loss);
    this.gradients.push(norms);
  }

  /** The last step held a value that is no number. */
  break(blame: Blame | undefined): void {
    this.notFinite = { step: this.losses.length - 1, blame };
  }

  get weights(): WeightObservation[] {
    return this.network.trained.map(({ node, name }, i) => ({
      node,
      weight: name,
      gradient: this.longest(i),
    }));
  }

  private longest(weight: number): number | undefined {
    const lengths = this.gradients.flatMap(row => row[weight] ?? []);
    return lengths.length === 0 ? undefined : lengths.reduce((a, b) => Math.max(a, b));
  }
}
