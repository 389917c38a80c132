import type { Model } from './core/analyze.js';
import type { Change } from './core/finding.js';
import type { TypedGraph } from './core/graph.js';
import type { Place } from './core/source.js';

/** What a diagram panel shows: the newest model that can be drawn, and whether it is behind the text. */
export interface ViewModel {
  /** File name for the title and the empty state. */
  readonly file: string;
  /** Document version that the model belongs to. */
  readonly version: number;
  readonly model: Model;
  /** The networks of the file that can be shown, where there are several. */
  readonly networks: readonly { readonly entry: string; readonly name: string }[];
  /** Why the picture is older than the text; it is dimmed and the reason is shown. */
  readonly stale?: string;
}

/** What the panel asks of the extension host. */
export interface HostApi {
  /** The panel is up and wants its model; undefined while the document has none. */
  ready(): Promise<ViewModel | undefined>;
  /** Shows and selects a place in the editor beside the panel. */
  reveal(place: Place): Promise<void>;
  /** Shows another network of the file. */
  choose(entry: string): Promise<void>;
  /** Titles of the proved fixes of a finding, by its index in `model.findings`. */
  fixes(version: number, finding: number): Promise<readonly string[]>;
  /** Applies one of them; false where the text has changed since. */
  applyFix(version: number, finding: number, fix: number): Promise<boolean>;
  /** Changes the text. Answers why not, as the end of a sentence, where that cannot be done. */
  change(version: number, change: Change): Promise<string | undefined>;
  /** Lets the user choose a layer, and puts it behind a node or a block. */
  insertLayer(version: number, item: string): Promise<string | undefined>;
  /** Lets the user choose the shortcut of a block, by its merge, seeing what each one costs. */
  setShortcut(version: number, merge: string): Promise<string | undefined>;
  /** Asks where to, and writes a file; false where the user has thought better of it. */
  save(name: string, content: string | Uint8Array): Promise<boolean>;
  copy(text: string): Promise<void>;
  /** How far a smoke test is; undefined once it has ended, in whichever way. */
  smokeTestProgress(progress: TrainingProgress | undefined): Promise<void>;
  /** Hands over the end of a smoke test: failed checks become diagnostics. */
  smokeTestEnded(version: number, report: SmokeReport): Promise<void>;
}

/** What the extension host asks of the panel. */
export interface ViewApi {
  show(view: ViewModel): Promise<void>;
  /** The nodes at the editor's cursor; empty where it stands on none. */
  highlight(nodes: readonly string[]): Promise<void>;
  /** Lets the reader choose how to export the picture. */
  openExport(): Promise<void>;
  /** Answers when it has ended, or when the one that is under way has; undefined where there is no network. */
  runSmokeTest(): Promise<SmokeOutcome | undefined>;
  cancelSmokeTest(): Promise<void>;
}

/** One smoke test, as plain data for the worker. What is left out is chosen to fit the network. */
export interface TrainingJob {
  readonly graph: TypedGraph;
  readonly seed: number;
  /** At most so many steps; training ends sooner once the network has plainly learnt. */
  readonly steps?: number;
  readonly batch?: number;
  /** Size of a step, relative to the size of each weight. */
  readonly learningRate?: number;
  /** Runs a network that is too large for a quick test all the same. */
  readonly evenIfLarge?: boolean;
  /** Runs a smaller copy of a network that is too large, where there is one. */
  readonly shrinkIfLarge?: boolean;
}

export interface TrainingProgress {
  /** What runs now. */
  readonly phase: 'training' | 'overfitting one batch';
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
  /** What was seen and, where it failed, what to try. */
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
  /** Steps that were run, and how many examples each took. */
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  readonly verdict: 'pass' | 'fail' | 'cancelled' | 'too-large' | 'not-trainable';
  /** `learns`, or what is wrong, in a few words. */
  readonly summary: string;
  readonly checks: readonly Check[];
  /** What was assumed of the network's task, in sentences. */
  readonly notes: readonly string[];
  readonly losses: readonly number[];
  /** Loss of a network that knows nothing, ln(classes); absent where there is no such number. */
  readonly uninformedLoss?: number;
  readonly msPerStep: number;
  /** What the test was expected to take. */
  readonly estimate?: TrainingEstimate;
}

export interface TrainingEstimate {
  readonly seconds: number;
  readonly bytes: number;
}

/** What came of a smoke test that was asked for. */
export interface SmokeOutcome {
  /** Document version and network, by its entry, that it belongs to. */
  readonly version: number;
  readonly entry: string;
  /** Absent where nothing was trained, or where it was ended or broke off. */
  readonly report?: SmokeReport;
  /** Why there is no verdict, as a sentence. */
  readonly reason?: string;
}

/** What the training worker offers. */
export interface TrainerApi {
  /** Starts the backend from its binaries, by file name; answers its name. Comes before anything else. */
  start(binaries: Readonly<Record<string, ArrayBuffer>>): Promise<string>;
  run(job: TrainingJob): Promise<SmokeReport>;
  /** The run ends, with a report, before its next step. */
  cancel(): Promise<void>;
}

/** What the worker tells meanwhile. */
export interface TrainerEvents {
  progress(progress: TrainingProgress): Promise<void>;
}
