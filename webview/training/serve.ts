// Registers the gradients of tfjs's operations: the core alone has none.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import type { TrainerApi, TrainerEvents } from '../../src/protocol.js';
import { connect, type Port } from '../../src/rpc.js';
import { useWasmBackend } from './backends/wasm.js';
import { runSmokeTest } from './trainer.js';

/** Offers the trainer over a port: the same in the panel's worker and in Node's. One run at a time. */
export function serveTrainer(port: Port): void {
  let backend: string | undefined;
  let cancelled = false;

  const api: TrainerApi = {
    async start(binaries) {
      backend = await useWasmBackend(binaries);
      return backend;
    },
    async run(job) {
      if (backend === undefined) throw new Error('the training worker has no backend yet');
      cancelled = false;
      return runSmokeTest(job, backend, {
        progress: progress => void client.progress(progress).catch(() => {}),
        isCancelled: () => cancelled,
      });
    },
    async cancel() {
      cancelled = true;
    },
  };

  const { remote: client } = connect<TrainerEvents, TrainerApi>(port, api);
}
