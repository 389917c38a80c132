// Registers the gradients of tfjs's operations: the core alone has none.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import type { TrainerApi, TrainerEvents } from '../../src/protocol.js';
import { connect, type Port } from '../../src/rpc.js';
import { useWasmBackend } from './backends/wasm.js';
import { runSmokeTest } from './trainer.js';

const port: Port = {
  post: message => postMessage(message),
  listen(receive) {
    const listener = (event: MessageEvent): void => receive(event.data);
    addEventListener('message', listener);
    return () => removeEventListener('message', listener);
  },
};

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
      progress: progress => void page.progress(progress).catch(() => {}),
      isCancelled: () => cancelled,
    });
  },
  async cancel() {
    cancelled = true;
  },
};

const { remote: page } = connect<TrainerEvents, TrainerApi>(port, api);
