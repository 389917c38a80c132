/** Starts tfjs's wasm backend from binaries in memory, and completes it for training. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, setBackend } from '@tensorflow/tfjs-core';
import type { BackendName } from './backend-name.js';
import { registerWasmKernels } from './wasm-kernels/index.js';

const PLAIN = 'tfjs-backend-wasm.wasm';
const SIMD = 'tfjs-backend-wasm-simd.wasm';
const THREADED = 'tfjs-backend-wasm-threaded-simd.wasm';

/** Binaries of tfjs's wasm backend by file name. The one with SIMD is all that today's engines need. */
export interface WasmBinaries {
  readonly [SIMD]?: BufferSource;
  readonly [PLAIN]?: BufferSource;
}

let started: Promise<void> | undefined;

/**
 * Makes wasm, on one thread, the backend of tfjs. Nothing is fetched, so it works without `connect-src`.
 * Later calls only switch back to it: tfjs starts a backend once. Importing the gradients of tfjs's own operations is
 * left to the entry points.
 * @param binaries the content of the SIMD binary, or binaries by file name
 * @throws where WebAssembly is blocked, or no given binary fits
 */
export async function useWasmBackend(binaries: ArrayBuffer | WasmBinaries): Promise<BackendName> {
  started ??= start(binaries instanceof ArrayBuffer ? { [SIMD]: binaries } : binaries);
  try {
    await started;
  } catch (error) {
    started = undefined;
    throw error;
  }
  await setBackend('wasm');
  return 'wasm';
}

async function start(binaries: WasmBinaries): Promise<void> {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const name = (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? SIMD : PLAIN;
  const binary = binaries[name];
  if (!binary) throw new Error(`The wasm backend needs ${name} here`);
  // tfjs waits for ever if this fails.
  await WebAssembly.compile(binary);

  setWasmPaths({ [PLAIN]: PLAIN, [SIMD]: SIMD, [THREADED]: THREADED }, true);
  const ready = await withFetch(binary, () => keepingProcessListeners(() => setBackend('wasm')));
  if (!ready) throw new Error('The wasm backend did not start');
  registerWasmKernels();
}

/** Runs `action` while whatever tfjs fetches through its platform is `content`. */
async function withFetch<T>(content: BufferSource, action: () => Promise<T>): Promise<T> {
  const environment = env();
  const { platform } = environment;
  environment.platform = Object.create(platform, { fetch: { value: async () => new Response(content) } });
  try {
    return await action();
  } finally {
    environment.platform = platform;
  }
}

interface ProcessEvents {
  listeners(event: string): (() => void)[];
  removeListener(event: string, listener: () => void): void;
}

/** In Node, tfjs's runtime starts to rethrow every unhandled error and rejection of the process; this undoes it. */
async function keepingProcessListeners<T>(action: () => Promise<T>): Promise<T> {
  const { process } = globalThis as { process?: ProcessEvents };
  const events = process ? ['uncaughtException', 'unhandledRejection'] : [];
  const before = events.map(event => process!.listeners(event));
  try {
    return await action();
  } finally {
    events.forEach((event, i) => {
      const added = process!.listeners(event).filter(listener => !before[i]!.includes(listener));
      for (const listener of added) process!.removeListener(event, listener);
    });
  }
}
