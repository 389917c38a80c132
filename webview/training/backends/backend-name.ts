/** The backends of tfjs that can train here. */
export type BackendName = 'wasm' | 'webgpu' | 'webgl' | 'cpu';
