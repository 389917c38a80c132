import type { TypedGraph } from '../../src/core/graph.js';
import type { SmokeOutcome, SmokeReport, TrainingProgress, ViewModel } from '../../src/protocol.js';
import { addressesOfPage, TrainingClient } from '../training/client.js';
import { costOf } from '../training/estimate.js';
import { headsOf, uninformedLossOf } from '../training/objective.js';
import { estimateTest } from '../training/plan.js';
import { withInputSizes } from '../training/sizes.js';
import { Banner } from '../training/view/banner.js';
import { CheckList } from '../training/view/check-list.js';
import { largeActions } from '../training/view/large.js';
import { LossChart } from '../training/view/loss-chart.js';
import { ProgressBar } from '../training/view/progress.js';
import { button, iconButton, make } from '../widgets.js';

const TOO_LARGE = 'Too large for a quick test';
const BROKE_OFF = 'The smoke test broke off';

/** Milliseconds between two words to the host on how far a run is. */
const PROGRESS_EVERY = 100;

export interface TrainingOptions {
  view(): ViewModel | undefined;
  /** Marks nodes in the diagram, each with what is wrong there; an empty map takes the marks away. */
  mark(nodes: ReadonlyMap<string, string>): void;
  /** Brings a node into sight. */
  reveal?(node: string): void;
  /** Tells how far a run is; undefined once it has ended. */
  progress(progress: TrainingProgress | undefined): void;
  /** Hands a finished run over, with the version of the document that it belongs to. */
  report(version: number, report: SmokeReport): void;
}

export interface Training {
  /** One run at a time: who asks meanwhile gets what comes of the one that is under way. */
  run(): Promise<SmokeOutcome | undefined>;
  cancel(): Promise<void>;
  dispose(): void;
}

/** Puts the panel of smoke tests into an element, which stays hidden until the first run. */
export const mountTraining = (host: HTMLElement, options: TrainingOptions): Training =>
  new TrainingPanel(host, options);

class TrainingPanel implements Training {
  private readonly client = new TrainingClient(addressesOfPage(), progress => this.onProgress(progress));
  private readonly banner = new Banner();
  private readonly progress = new ProgressBar();
  private readonly chart = new LossChart();
  private readonly checks = new CheckList((node, message) => this.reveal(node, message));
  private readonly results = make('div', 'training-results', this.chart.element, this.checks.element);
  private readonly facts = make('p', 'training-facts');
  private readonly again = button('Run again', { icon: 'debug-restart', click: () => void this.run() });
  private readonly stop = button('Cancel', { icon: 'debug-stop', click: () => void this.cancel() });
  private readonly close = iconButton('close', 'Hide the smoke test', () => this.hide());
  private complaints: ReadonlyMap<string, string> = new Map();
  private current: Promise<SmokeOutcome | undefined> | undefined;
  private isRunning = false;
  private runs = 0;
  private told = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly options: TrainingOptions,
  ) {
    const title = make('h2', '', 'Smoke test');
    const label = make('span', 'training-label', 'on synthetic images: not a benchmark');
    const header = make('header', '', make('div', '', title, label), this.again, this.stop, this.close);
    host.classList.add('training');
    host.hidden = true;
    host.append(header, this.banner.element, this.progress.element, this.results, this.facts);
    this.setRunning(false);
  }

  run(): Promise<SmokeOutcome | undefined> {
    return this.alone(() => this.tryOut());
  }

  private alone(run: () => Promise<SmokeOutcome | undefined>): Promise<SmokeOutcome | undefined> {
    this.current ??= run().finally(() => {
      this.current = undefined;
    });
    return this.current;
  }

  /** Trains the view's network, unless it has errors or is too large. */
  private async tryOut(): Promise<SmokeOutcome | undefined> {
    const view = this.options.view();
    if (!view) return undefined;
    this.host.hidden = false;
    this.reset();
    const { graph } = withInputSizes(view.model.graph);
    const errors = view.model.findings.filter(finding => finding.severity === 'error').length;
    if (errors > 0) {
      const reason = `There ${errors === 1 ? 'is 1 error' : `are ${errors} errors`} to mend first.`;
      this.banner.show('neutral', 'Not yet', reason);
      return outcomeOf(view, { reason });
    }
    const { estimate, isTooLarge } = estimateTest(graph);
    if (!isTooLarge) return this.train(view, graph);
    this.banner.show('neutral', TOO_LARGE, costOf(estimate), this.actionsFor(view, graph));
    return outcomeOf(view, { reason: `${TOO_LARGE}. ${costOf(estimate)}` });
  }

  cancel(): Promise<void> {
    return this.client.cancel();
  }

  dispose(): void {
    this.client.dispose();
    this.chart.dispose();
  }

  /** Trains a graph, which may be a smaller copy of the view's, and shows what comes of it. */
  private async train(
    view: ViewModel,
    graph: TypedGraph,
    note?: string,
    evenIfLarge = false,
  ): Promise<SmokeOutcome> {
    this.reset();
    this.setRunning(true);
    this.progress.start();
    this.results.hidden = false;
    this.chart.element.hidden = false;
    this.chart.clear(guessingLoss(graph));
    try {
      const report = await this.client.run({ graph, seed: ++this.runs, evenIfLarge });
      if (report) {
        const noted = note ? { ...report, notes: [note, ...report.notes] } : report;
        this.show(view, noted);
        return outcomeOf(view, { report: noted });
      }
      this.banner.show('neutral', 'Cancelled');
      return outcomeOf(view, { reason: 'Cancelled.' });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.banner.show('bad', BROKE_OFF, message);
      return outcomeOf(view, { reason: `${BROKE_OFF}: ${message}` });
    } finally {
      this.progress.stop();
      this.setRunning(false);
      this.options.progress(undefined);
    }
  }

  private actionsFor(view: ViewModel, graph: TypedGraph): HTMLElement[] {
    return largeActions(graph, (copy, note) => void this.alone(() => this.train(view, copy, note, true)));
  }

  private show(view: ViewModel, report: SmokeReport): void {
    const { verdict, summary, checks, backend, msPerStep, batch, seed, steps, notes } = report;
    this.checks.show(checks);
    this.results.hidden = steps === 0 && checks.length === 0;
    this.chart.element.hidden = steps === 0;
    const speed = `${backend}, ${Math.round(msPerStep)} ms per step of ${batch} examples, seed ${seed}`;
    this.facts.textContent = [...notes, steps > 0 ? `Ran on ${speed}.` : ''].join(' ');
    switch (verdict) {
      case 'pass':
        this.banner.show('good', 'Learns', `Every check passed in ${steps} steps.`);
        break;
      case 'fail':
        this.banner.show('bad', capitalised(summary), 'The checks say where and what to try.');
        break;
      case 'not-trainable':
        this.banner.show('neutral', 'Cannot be trained here', `${capitalised(summary)}.`);
        break;
      case 'too-large': {
        const actions = this.actionsFor(view, view.model.graph);
        this.banner.show('neutral', capitalised(summary), 'The first steps took too long.', actions);
        break;
      }
      case 'cancelled':
        this.banner.show('neutral', `Cancelled after ${steps} steps`);
        return;
    }
    const failed = checks.filter(check => check.verdict === 'fail' && check.node !== undefined);
    this.complaints = new Map(failed.map(check => [check.node!, `${check.title}: ${check.message}`]));
    this.options.mark(this.complaints);
    this.options.report(view.version, report);
  }

  private onProgress(progress: TrainingProgress): void {
    if (!this.isRunning) return;
    this.progress.show(progress);
    if (performance.now() - this.told > PROGRESS_EVERY) {
      this.told = performance.now();
      this.options.progress(progress);
    }
    if (progress.phase === 'training' && progress.loss !== undefined) this.chart.add(progress.loss);
  }

  private reveal(node: string, message: string): void {
    this.options.mark(new Map([[node, message], ...this.complaints]));
    this.options.reveal?.(node);
  }

  private reset(): void {
    this.banner.hide();
    this.results.hidden = true;
    this.checks.show([]);
    this.facts.textContent = '';
    this.chart.clear(undefined);
    this.complaints = new Map();
    this.options.mark(this.complaints);
  }

  private setRunning(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.again.hidden = isRunning;
    this.stop.hidden = !isRunning;
    this.close.hidden = isRunning;
  }

  private hide(): void {
    this.host.hidden = true;
    this.options.mark(new Map());
  }
}

const outcomeOf = (
  { version, model }: ViewModel,
  what: Pick<SmokeOutcome, 'report' | 'reason'>,
): SmokeOutcome => ({ version, entry: model.program?.entry?.entry ?? '', ...what });

const capitalised = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** Where the loss of a network that knows nothing stands; undefined where there is no such number. */
function guessingLoss(graph: TypedGraph): number | undefined {
  const isKnown = graph.nodes.every(node => node.output?.every(size => size !== null));
  return isKnown && graph.outputs.length > 0 ? uninformedLossOf(headsOf(graph)) : undefined;
}
