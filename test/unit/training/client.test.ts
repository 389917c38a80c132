import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SmokeReport, TrainerApi, TrainerEvents, TrainingProgress } from '../../../src/protocol.js';
import { connect } from '../../../src/rpc.js';
import { TrainingClient } from '../../../webview/training/client.js';

const report: SmokeReport = {
  backend: 'wasm',
  steps: 3,
  batch: 8,
  seed: 1,
  verdict: 'pass',
  summary: 'learns',
  checks: [],
  notes: [],
  losses: [],
  msPerStep: 1,
};

const job = { graph: { name: '', nodes: [], blocks: [], outputs: [] }, seed: 1 };

/** A worker in the same thread, which runs until it is told what to do. */
class FakeWorker extends EventTarget {
  static readonly all: FakeWorker[] = [];
  binaries: readonly string[] = [];
  isTerminated = false;
  finish: (report: SmokeReport) => void = () => {};
  readonly cancel = vi.fn(async () => {});
  private readonly inside = new EventTarget();
  readonly page: TrainerEvents;

  constructor() {
    super();
    FakeWorker.all.push(this);
    const api: TrainerApi = {
      start: async binaries => {
        this.binaries = Object.keys(binaries);
        return 'wasm';
      },
      run: () => new Promise(resolve => (this.finish = resolve)),
      cancel: this.cancel,
    };
    const port = {
      post: (message: unknown) =>
        queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: message }))),
      listen: (receive: (message: unknown) => void) => {
        this.inside.addEventListener('message', event => receive((event as MessageEvent).data));
        return () => {};
      },
    };
    this.page = connect<TrainerEvents, TrainerApi>(port, api).remote;
  }

  postMessage(message: unknown): void {
    queueMicrotask(() => this.inside.dispatchEvent(new MessageEvent('message', { data: message })));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const running = (count = 1) =>
  vi.waitFor(() => {
    expect(FakeWorker.all[count - 1]?.binaries).toHaveLength(2);
    return FakeWorker.all[count - 1]!;
  });

const soon = () => new Promise(resolve => setTimeout(resolve, 5));

describe('the page’s side of the training worker', () => {
  let progress: TrainingProgress[];
  let client: TrainingClient;

  beforeEach(() => {
    FakeWorker.all.length = 0;
    vi.stubGlobal('Worker', FakeWorker);
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response('content')),
    );
    vi.stubGlobal(
      'URL',
      Object.assign(class extends URL {}, {
        createObjectURL: () => 'blob:worker',
        revokeObjectURL: () => {},
      }),
    );
    progress = [];
    client = new TrainingClient({ worker: 'worker.js', assets: 'assets/' }, each => progress.push(each));
  });

  afterEach(() => vi.unstubAllGlobals());

  test('fetches script and binaries, and passes progress and report on', async () => {
    const run = client.run(job);
    const worker = await running();
    await soon();
    await worker.page.progress({ phase: 'training', step: 1, steps: 3 });
    worker.finish(report);
    expect(await run).toEqual(report);
    expect(progress).toHaveLength(1);
    expect(vi.mocked(fetch).mock.calls.map(([url]) => url)).toContain('assets/tfjs-backend-wasm-simd.wasm');
  });

  test('keeps its worker for the next run', async () => {
    for (let i = 0; i < 2; i++) {
      const run = client.run(job);
      const worker = await running();
      await soon();
      worker.finish(report);
      await run;
    }
    expect(FakeWorker.all).toHaveLength(1);
  });

  test('starts another worker after a crash', async () => {
    const run = client.run(job);
    const crashed = await running();
    await soon();
    crashed.dispatchEvent(new Event('error'));
    await expect(run).rejects.toThrow('closed');
    expect(crashed.isTerminated).toBe(true);

    const again = client.run(job);
    const worker = await running(2);
    await soon();
    worker.finish(report);
    expect(await again).toEqual(report);
  });

  test('asks the worker to end a run', async () => {
    const run = client.run(job);
    const worker = await running();
    await soon();
    await client.cancel();
    expect(worker.cancel).toHaveBeenCalled();
    worker.finish({ ...report, verdict: 'cancelled' });
    expect((await run)?.verdict).toBe('cancelled');
  });

  test('ends the worker where its step takes too long', async () => {
    const run = client.run(job);
    const worker = await running();
    await soon();
    vi.useFakeTimers();
    worker.cancel.mockImplementation(() => new Promise(() => {}));
    const cancelled = client.cancel();
    await vi.advanceTimersByTimeAsync(5000);
    vi.useRealTimers();
    await cancelled;
    expect(await run).toBeUndefined();
    expect(worker.isTerminated).toBe(true);
  });

  test('says why it could not start', async () => {
    vi.mocked(fetch).mockImplementation(
      async () => new Response('', { status: 404, statusText: 'Not Found' }),
    );
    await expect(client.run(job)).rejects.toThrow('404');
  });
});
