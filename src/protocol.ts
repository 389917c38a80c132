import type { Model } from './core/analyze.js';
import type { TypedGraph } from './core/graph.js';
import type { Place } from './core/source.js';

/** What a diagram panel shows: the newest model that can be drawn, and whether it is behind the text. */
export interface ViewModel {
  /** File name for the title and the empty state. */
  readonly file: string;
  /** Document version that the model belongs to. */
  readonly version: number;
  readonly model: Model;
  /** Why the picture is older than the text; it is dimmed and the reason is shown. */
  readonly stale?: string;
}

/** What the panel asks of the extension host. */
export interface HostApi {
  /** The panel is up and wants its model; undefined while the document has none. */
  ready(): Promise<ViewModel | undefined>;
  /** Shows and selects a place in the editor beside the panel. */
  reveal(place: Place): Promise<void>;
  /** Titles of the proved fixes of a finding, by its index in `model.findings`. */
  fixes(version: number, finding: number): Promise<readonly string[]>;
  /** Applies one of them; false where the text has changed since. */
  applyFix(version: number, finding: number, fix: number): Promise<boolean>;
  /** Hands over the end of a smoke test: failed checks become diagnostics. */
  smokeTestEnded(version: number, report: SmokeReport): Promise<void>;
}

/** What the extension host asks of the panel. */
export interface ViewApi {
  show(view: ViewModel): Promise<void>;
  /** The nodes at the editor's cursor; empty where it stands on none. */
  highlight(nodes: readonly string[]): Promise<void>;
  runSmokeTest(): Promise<void>;
  cancelSmokeTest(): Promise<void>;
}

/** One smoke test, as plain data for the worker. Shapes are without the batch, channels last. */
export interface TrainingJob {
  readonly graph: TypedGraph;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
}

export interface TrainingProgress {
  /** What runs now: `first loss`, `training`, `overfitting one batch`. */
  readonly phase: string;
  readonly step: number;
  readonly steps: number;
  /** Loss of this step, where there is one. */
  readonly loss?: number;
  readonly secondsLeft?: number;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly verdict: 'pass' | 'fail' | 'skipped';
  readonly message: string;
  /** The node to blame. */
  readonly node?: string;
  readonly value?: number;
  readonly threshold?: string;
  /** Where the threshold comes from. */
  readonly source?: string;
}

export interface SmokeReport {
  readonly backend: string;
  readonly steps: number;
  readonly seed: number;
  readonly verdict: 'pass' | 'fail' | 'cancelled';
  /** `learns`, or what is wrong, in a few words. */
  readonly summary: string;
  readonly checks: readonly Check[];
  readonly losses: readonly number[];
  readonly msPerStep: number;
}

/** What the training worker offers. */
export interface TrainerApi {
  run(job: TrainingJob): Promise<SmokeReport>;
  cancel(): Promise<void>;
}

/** What the worker tells meanwhile. */
export interface TrainerEvents {
  progress(progress: TrainingProgress): Promise<void>;
}
