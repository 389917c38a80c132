import type { Blame } from './blame.js';
import type { Network } from './network.js';
import type { Observations, WeightObservation } from './observations.js';
import type { StepRecord } from './step.js';

/** What the steps of a run show, one after the other. */
export class Recording {
  readonly losses: number[] = [];
  notFinite: Observations['notFinite'];
  private readonly longest: (number | undefined)[];

  constructor(private readonly network: Network) {
    this.longest = network.trained.map(() => undefined);
  }

  add({ loss, norms }: StepRecord): void {
    this.losses.push(loss);
    norms.forEach((norm, i) => {
      if (norm !== undefined) this.longest[i] = Math.max(this.longest[i] ?? 0, norm);
    });
  }

  /** The last step held a value that is no number. */
  break(blame: Blame | undefined): void {
    this.notFinite = { step: this.losses.length - 1, blame };
  }

  get weights(): WeightObservation[] {
    return this.network.trained.map(({ node, name }, i) => ({
      node,
      weight: name,
      gradient: this.longest[i],
    }));
  }
}
