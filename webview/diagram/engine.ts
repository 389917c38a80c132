import ElkConstructor, { type ELK } from 'elkjs/lib/elk-api.js';
import { fromElk, toElk } from './elk.js';
import type { Engine } from './layout.js';

/** ELK in a worker, loaded when the first piece needs it. Where it fails, the grid has the last word. */
export function createEngine(script: string): { readonly place: Engine; dispose(): void } {
  let elk: Promise<ELK> | undefined;
  const place: Engine = async piece => {
    const graph = toElk(piece);
    if (!graph) return undefined;
    try {
      elk ??= load(script);
      return fromElk(piece, await (await elk).layout(graph));
    } catch {
      return undefined;
    }
  };
  return { place, dispose: () => void elk?.then(loaded => loaded.terminateWorker()).catch(() => {}) };
}

/** A worker from a resource's URL is forbidden in a webview; one from its text is not. */
async function load(script: string): Promise<ELK> {
  const response = await fetch(script);
  if (!response.ok) throw new Error(`no layout worker: ${response.status}`);
  const url = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  return new ElkConstructor({ workerFactory: () => new Worker(url) });
}
