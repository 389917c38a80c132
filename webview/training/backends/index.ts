/** Where networks train: the backends of tfjs, and the operations that are right and fast on them. */
export type { BackendName } from './backend-name.js';
export * from './ops.js';
export { useWasmBackend, type WasmBinaries } from './wasm.js';
