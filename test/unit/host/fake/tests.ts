/** VS Code's Test Explorer, as far as the host uses it. */
import { EventEmitter, track } from './live.js';
import type { Location, Range, Uri } from './values.js';

export class TestItemCollection {
  private readonly items = new Map<string, TestItem>();

  constructor(private readonly owner?: TestItem) {}

  get size(): number {
    return this.items.size;
  }

  get(id: string): TestItem | undefined {
    return this.items.get(id);
  }

  add(item: TestItem): void {
    item.parent = this.owner;
    this.items.set(item.id, item);
  }

  delete(id: string): void {
    this.items.delete(id);
  }

  replace(items: readonly TestItem[]): void {
    this.items.clear();
    for (const item of items) this.add(item);
  }

  [Symbol.iterator](): Iterator<[string, TestItem]> {
    return this.items.entries();
  }
}

export class TestItem {
  readonly children = new TestItemCollection(this);
  parent: TestItem | undefined;
  canResolveChildren = false;
  busy = false;
  description: string | undefined;
  error: string | undefined;
  range: Range | undefined;

  constructor(
    readonly id: string,
    public label: string,
    readonly uri: Uri,
  ) {}
}

export class TestMessage {
  location?: Location;

  constructor(readonly message: string) {}
}

export class CancellationError extends Error {}

export class CancellationToken {
  isCancellationRequested = false;
  private readonly cancelled = new EventEmitter<void>('cancellation');
  readonly onCancellationRequested = this.cancelled.event;

  cancel(): void {
    this.isCancellationRequested = true;
    this.cancelled.fire();
  }

  dispose(): void {
    this.cancelled.dispose();
  }
}

export interface Request {
  readonly include?: readonly TestItem[];
  readonly exclude?: readonly TestItem[];
}

/** What a run has told, in order. */
export class TestRun {
  readonly states: (readonly [state: string, label: string])[] = [];
  readonly messages: TestMessage[] = [];
  output = '';
  isEnded = false;

  enqueued = (item: TestItem): void => this.note('enqueued', item);
  started = (item: TestItem): void => this.note('started', item);
  passed = (item: TestItem): void => this.note('passed', item);
  skipped = (item: TestItem): void => this.note('skipped', item);
  failed = (item: TestItem, messages: TestMessage | readonly TestMessage[]): void =>
    this.note('failed', item, messages);
  errored = (item: TestItem, messages: TestMessage | readonly TestMessage[]): void =>
    this.note('errored', item, messages);

  appendOutput(text: string): void {
    this.output += text;
  }

  end(): void {
    this.isEnded = true;
  }

  private note(state: string, item: TestItem, messages: TestMessage | readonly TestMessage[] = []): void {
    this.states.push([state, item.label]);
    this.messages.push(...[messages].flat());
  }
}

export class TestController {
  readonly items = new TestItemCollection();
  readonly runs: TestRun[] = [];
  readonly invalidated: string[] = [];
  resolveHandler?: (item: TestItem | undefined) => Promise<void>;
  refreshHandler?: () => Promise<void>;
  /** Starts a run, as the button does. */
  run: (request: Request, token: CancellationToken) => Promise<void> = async () => {};
  private readonly own = track('test controller');

  createTestItem = (id: string, label: string, uri: Uri): TestItem => new TestItem(id, label, uri);

  createRunProfile(_label: string, _kind: number, run: TestController['run']): void {
    this.run = run;
  }

  createTestRun(): TestRun {
    const run = new TestRun();
    this.runs.push(run);
    return run;
  }

  invalidateTestResults(item: TestItem): void {
    this.invalidated.push(item.label);
  }

  dispose(): void {
    this.own.dispose();
  }
}
