import type {
  SmokeReport,
  TrainerApi,
  TrainerEvents,
  TrainingJob,
  TrainingProgress,
} from '../../src/protocol.js';
import { type Connection, connect, type Port } from '../../src/rpc.js';

/** Where the page finds what training needs; see `addressesOfPage`. */
export interface Addresses {
  /** The worker's script. */
  readonly worker: string;
  /** The folder of the WASM binaries, with a slash at its end. */
  readonly assets: string;
}

/** The page's `<body>` says it: `data-training-worker` and `data-assets`. */
export function addressesOfPage(): Addresses {
  const { trainingWorker, assets } = document.body.dataset;
  if (!trainingWorker || !assets) throw new Error('the page does not say where the training worker is');
  return { worker: trainingWorker, assets };
}

/** tfjs's wasm backend, with SIMD and, for old engines, without. */
const BINARIES = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];

/** A step that is running cannot be interrupted: after so long the worker is ended with it. */
const CANCEL_PATIENCE = 3000;

interface Running {
  readonly worker: Worker;
  readonly connection: Connection<TrainerApi>;
}

/**
 * The page's side of the training worker. The worker starts with the first run, and anew after a crash.
 * A webview's worker may neither be loaded from a URL of the webview nor fetch one: the page fetches, the worker is a blob.
 */
export class TrainingClient {
  private running: Promise<Running> | undefined;
  private cancelled = false;

  constructor(
    private readonly addresses: Addresses,
    private readonly progress: (progress: TrainingProgress) => void,
  ) {}

  /** Rejects where the worker cannot start or crashes; undefined where it had to be ended to cancel the run. */
  async run(job: TrainingJob): Promise<SmokeReport | undefined> {
    this.cancelled = false;
    this.running ??= this.start();
    const starting = this.running;
    try {
      const { connection } = await starting;
      return await connection.remote.run(job);
    } catch (error) {
      if (this.running === starting) this.running = undefined;
      if (this.cancelled) return undefined;
      throw error;
    }
  }

  /** The run ends before its next step; where that takes too long, with its worker. */
  async cancel(): Promise<void> {
    this.cancelled = true;
    const running = await this.running?.catch(() => undefined);
    if (!running) return;
    const timer = setTimeout(() => this.end(running), CANCEL_PATIENCE);
    await running.connection.remote.cancel().catch(() => {});
    clearTimeout(timer);
  }

  dispose(): void {
    this.cancelled = true;
    void this.running?.then(running => this.end(running)).catch(() => {});
    this.running = undefined;
  }

  private async start(): Promise<Running> {
    const [script, binaries] = await Promise.all([fetchText(this.addresses.worker), this.fetchBinaries()]);
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    const events: TrainerEvents = { progress: async progress => this.progress(progress) };
    const connection = connect<TrainerApi, TrainerEvents>(portOf(worker), events);
    const running = { worker, connection };
    worker.addEventListener('error', () => this.end(running));
    await connection.remote.start(binaries);
    return running;
  }

  private async fetchBinaries(): Promise<Record<string, ArrayBuffer>> {
    const contents = await Promise.all(BINARIES.map(name => fetchFile(this.addresses.assets + name)));
    return Object.fromEntries(BINARIES.map((name, i) => [name, contents[i]!]));
  }

  private end({ worker, connection }: Running): void {
    worker.terminate();
    connection.close();
    this.running = undefined;
  }
}

async function fetchOk(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response;
}

const fetchText = async (url: string): Promise<string> => (await fetchOk(url)).text();
const fetchFile = async (url: string): Promise<ArrayBuffer> => (await fetchOk(url)).arrayBuffer();

const portOf = (worker: Worker): Port => ({
  post: message => worker.postMessage(message),
  listen(receive) {
    const listener = (event: MessageEvent): void => receive(event.data);
    worker.addEventListener('message', listener);
    return () => worker.removeEventListener('message', listener);
  },
});
