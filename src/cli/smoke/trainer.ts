import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  SmokeReport,
  TrainerApi,
  TrainerEvents,
  TrainingJob,
  TrainingProgress,
} from '../../protocol.js';
import { type Connection, connect, type Port } from '../../rpc.js';

/** What esbuild puts beside the program, and where it puts what the panel needs, too. */
const SCRIPT = 'smoke-worker.js';
const BINARIES = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];

/** The trainer in a thread of its own, so that TensorFlow.js is loaded by nothing but a smoke test. */
export class Trainer {
  private constructor(
    private readonly worker: Worker,
    private readonly connection: Connection<TrainerApi>,
    private readonly broken: Promise<never>,
  ) {}

  /** @param folder where the program's own files are */
  static async start(folder: string, onProgress: (progress: TrainingProgress) => void): Promise<Trainer> {
    const worker = new Worker(path.join(folder, SCRIPT));
    // A thread that cannot start or runs out of memory answers no call.
    const broken = new Promise<never>((_, reject) => {
      worker.once('error', cause => reject(new Error('the training thread broke off', { cause })));
      worker.once('exit', () => reject(new Error('the training thread has ended')));
    });
    broken.catch(() => {});
    const events: TrainerEvents = { progress: async progress => onProgress(progress) };
    const connection = connect<TrainerApi, TrainerEvents>(portOf(worker), events);
    const trainer = new Trainer(worker, connection, broken);
    try {
      await Promise.race([connection.remote.start(await binariesIn(folder)), broken]);
    } catch (error) {
      await trainer.end();
      throw error;
    }
    return trainer;
  }

  run(job: TrainingJob): Promise<SmokeReport> {
    return Promise.race([this.connection.remote.run(job), this.broken]);
  }

  /** Ends the thread, in the middle of a step if need be; a run that is under way is rejected. */
  async end(): Promise<void> {
    this.connection.close();
    await this.worker.terminate();
  }
}

/** They are the package's own files: where one is missing, the package is at fault and not the command's arguments. */
async function binariesIn(folder: string): Promise<Record<string, ArrayBuffer>> {
  const read = async (name: string): Promise<[string, ArrayBuffer]> => {
    const { buffer, byteOffset, byteLength } = await readFile(path.join(folder, 'webview', name));
    return [name, buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer];
  };
  try {
    return Object.fromEntries(await Promise.all(BINARIES.map(read)));
  } catch (cause) {
    throw new Error('a file of the package is missing', { cause });
  }
}

const portOf = (worker: Worker): Port => ({
  post: message => worker.postMessage(message),
  listen(receive) {
    worker.on('message', receive);
    return () => worker.off('message', receive);
  },
});
