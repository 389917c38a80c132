import type * as vscode from 'vscode';
import type { TestSource } from './controller.js';
import { type RunServices, type Task, TestRunner } from './run.js';
import { TestTree } from './tree.js';

/** The smoke tests of the workspace: a test for each network of its model files. */
export class SmokeTests implements TestSource, vscode.Disposable {
  private readonly tree: TestTree;
  /** There is one processor to train on: a run waits for the one before. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly services: RunServices,
  ) {
    this.tree = new TestTree(controller, services.models);
  }

  async resolve(item: vscode.TestItem | undefined): Promise<void> {
    await this.guarded(() => (item ? this.tree.expand(item) : this.tree.find()));
  }

  async refresh(): Promise<void> {
    await this.guarded(() => this.tree.find());
  }

  run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    this.queue = this.queue.then(() => this.guarded(() => this.runNow(request, token)));
    return this.queue;
  }

  dispose(): void {
    this.tree.dispose();
  }

  private async runNow(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      await new TestRunner(run, token, this.services).runAll(await this.tasksOf(request));
    } finally {
      run.end();
    }
  }

  private async tasksOf({ include, exclude }: vscode.TestRunRequest): Promise<Task[]> {
    if (!include) await this.tree.find();
    const chosen = include ?? [...this.controller.items].map(([, item]) => item);
    const isExcluded = (item: vscode.TestItem): boolean =>
      exclude?.some(other => other === item || other === item.parent) ?? false;
    const tests = new Set<vscode.TestItem>();
    for (const item of chosen.filter(each => !isExcluded(each)))
      for (const test of await this.tree.testsOf(item)) if (!isExcluded(test)) tests.add(test);
    return [...tests].map(item => ({ item, target: this.tree.targetOf(item)! }));
  }

  /** An exception is our bug: it is written down and shown. */
  private async guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      await this.services.log.report('The smoke tests failed', error);
    }
  }
}
