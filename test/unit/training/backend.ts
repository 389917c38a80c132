import '@tensorflow/tfjs'; // the gradients of its operations
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { useWasmBackend } from '../../../webview/training/backends/wasm.js';

/** Makes wasm the backend of this test file. */
export async function startBackend(): Promise<void> {
  const file = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
  const content = readFileSync(createRequire(import.meta.url).resolve(file));
  await useWasmBackend({ 'tfjs-backend-wasm-simd.wasm': content });
}
