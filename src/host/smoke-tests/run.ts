import * as vscode from 'vscode';
import { placeToBlame } from '../../core/networks.js';
import { networkName } from '../../core/program.js';
import type { Check, SmokeOutcome } from '../../protocol.js';
import { groupBy } from '../group-by.js';
import type { Log } from '../log.js';
import type { Models } from '../models.js';
import { type DiagramPanel, PageGone } from '../panel.js';
import type { Panels } from '../panels.js';
import type { Locator } from '../positions.js';
import type { Analysis } from '../tracked.js';
import { fileName, shownOf } from '../view.js';
import { outputOf, terminalText } from './output.js';
import type { Target } from './tree.js';

export interface RunServices {
  readonly models: Models;
  readonly panels: Panels;
  readonly log: Log;
}

/** A test that is to be run. */
export interface Task {
  readonly item: vscode.TestItem;
  readonly target: Target;
}

/**
 * Runs smoke tests, one after the other, each in the diagram panel of its network. There it is seen as it goes, in the
 * desktop and in the browser alike: the extension host has no thread in both of them, a page has.
 */
export class TestRunner {
  constructor(
    private readonly run: vscode.TestRun,
    private readonly token: vscode.CancellationToken,
    private readonly services: RunServices,
  ) {}

  /** The panels of files that pass are closed again, where there are several and the run has opened them. */
  async runAll(tasks: readonly Task[]): Promise<void> {
    for (const { item } of tasks) this.run.enqueued(item);
    const files = groupBy(tasks, ({ target }) => target.uri.toString());
    for (const [, own] of files) {
      const { uri } = own[0]!.target;
      const wasOpen = this.services.panels.get(uri) !== undefined;
      let isPassed = true;
      for (const task of own) isPassed = (await this.runOne(task)) && isPassed;
      if (isPassed && !wasOpen && files.size > 1) this.services.panels.get(uri)?.panel.dispose();
    }
  }

  /** Answers whether it passes. */
  private async runOne({ item, target }: Task): Promise<boolean> {
    if (this.token.isCancellationRequested) {
      this.run.skipped(item);
      return false;
    }
    this.run.started(item);
    const start = performance.now();
    try {
      return await this.try(item, target, () => performance.now() - start);
    } catch (error) {
      if (this.token.isCancellationRequested) this.run.skipped(item);
      else this.giveUp(item, error instanceof PageGone ? sentence(error.message) : String(error));
      if (!(error instanceof PageGone) && !(error instanceof vscode.CancellationError))
        void this.services.log.report(`The smoke test of ${item.label} broke off`, error, { quiet: true });
      return false;
    }
  }

  private async try(item: vscode.TestItem, { uri, entry }: Target, time: () => number): Promise<boolean> {
    const { models, panels } = this.services;
    if (entry !== '') models.choose(uri, entry);
    const known = await models.load(uri);
    const analysis = known && shownOf(known);
    if (!analysis || (analysis.model.program?.entry?.entry ?? '') !== entry) {
      this.giveUp(item, 'The file has this network no more.');
      return false;
    }
    const errors = errorsOf(analysis, models.locator(uri, analysis));
    if (errors.length > 0) {
      this.run.errored(item, errors, time());
      return false;
    }
    const outcome = await this.outcomeIn(panels.open(uri));
    if (outcome?.version !== analysis.version || outcome.entry !== entry) {
      this.giveUp(item, 'The diagram has shown something else meanwhile: run the test again.');
      return false;
    }
    // The text may have been edited while it ran.
    return this.tell(item, analysis, outcome, models.locator(uri, analysis), time());
  }

  /** What comes of the test in a panel; rejects once the run is cancelled. */
  private async outcomeIn(panel: DiagramPanel): Promise<SmokeOutcome | undefined> {
    let listener: vscode.Disposable | undefined;
    const cancelled = new Promise<never>((_, reject) => {
      listener = this.token.onCancellationRequested(() => {
        panel.cancelSmokeTest();
        reject(new vscode.CancellationError());
      });
    });
    try {
      return await Promise.race([panel.runSmokeTest(), cancelled]);
    } finally {
      listener?.dispose();
    }
  }

  private tell(
    item: vscode.TestItem,
    { model }: Analysis,
    { report, reason }: SmokeOutcome,
    locator: Locator,
    time: number,
  ): boolean {
    const locationOf = ({ node }: Check): vscode.Location => {
      const { uri, range } = locator.location(placeToBlame(model, node));
      return new vscode.Location(uri, range);
    };
    if (!report) {
      this.giveUp(item, reason ?? 'There was nothing to train.');
      return false;
    }
    const name = networkName(model) || fileName(item.uri!);
    this.say(
      item,
      outputOf(name, report, check => placeText(locationOf(check))),
    );
    const messages = (checks: readonly Check[]): vscode.TestMessage[] =>
      checks.map(check => messageAt(`${check.title}: ${check.message}`, locationOf(check)));
    switch (report.verdict) {
      case 'pass':
        this.run.passed(item, time);
        return true;
      case 'fail':
        this.run.failed(item, messages(report.checks.filter(({ verdict }) => verdict === 'fail')), time);
        return false;
      case 'not-trainable':
        this.run.errored(item, messages(report.checks), time);
        return false;
      case 'too-large':
        this.giveUp(item, `${sentence(report.summary)} The diagram offers what can be done.`);
        return false;
      case 'cancelled':
        this.run.skipped(item);
        return false;
    }
  }

  /** There is no verdict. */
  private giveUp(item: vscode.TestItem, reason: string): void {
    this.say(item, `${item.label}: ${reason}\n`);
    this.run.errored(item, new vscode.TestMessage(reason));
  }

  private say(item: vscode.TestItem, text: string): void {
    this.run.appendOutput(terminalText(`${text}\n`), undefined, item);
  }
}

/** What keeps a network from being tried. */
const errorsOf = ({ model }: Analysis, locator: Locator): vscode.TestMessage[] =>
  model.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ message, at }) => {
      const { uri, range } = locator.location(at);
      return messageAt(`To mend first: ${message}`, new vscode.Location(uri, range));
    });

function messageAt(text: string, location: vscode.Location): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  message.location = location;
  return message;
}

const placeText = ({ uri, range }: vscode.Location): string =>
  `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}:${range.start.character + 1}`;

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
