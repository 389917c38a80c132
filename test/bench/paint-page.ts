import { analyze } from '../../src/core/analyze.js';
import { Canvas } from '../../webview/diagram/canvas.js';
import { Layouter } from '../../webview/diagram/layout.js';
import { Diagram } from '../../webview/diagram/picture.js';
import { boundsOf } from '../../webview/diagram/scene.js';

/** What is measured in the browser, in milliseconds. */
export interface Painting {
  readonly layers: number;
  readonly first: number;
  readonly pan: number;
  readonly zoom: number;
  /** Elements that are in the page at most. */
  readonly elements: number;
  readonly heap: number;
}

const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve));

/** Slowest frame but for one in twenty, while something moves. */
async function frames(count: number, move: (part: number) => void): Promise<number> {
  const times: number[] = [];
  let last = await frame();
  for (let i = 0; i <= count; i++) {
    move(i / count);
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

async function paint(text: string): Promise<Painting> {
  const model = analyze({ uri: 'bench.resnet.yaml', text })!;
  const canvas = new Canvas(() => {});
  document.body.replaceChildren(canvas.element);
  await frame();
  const began = performance.now();
  const view = { file: 'bench.resnet.yaml', version: 1, networks: [], model };
  const picture = new Diagram(view, new Map(), new Layouter()).picture({ level: 'layers', toggles: {} });
  canvas.show(picture);
  canvas.start(undefined);
  await frame();
  await frame();
  const first = performance.now() - began;
  const { bottom } = boundsOf(picture.scene);
  let elements = 0;
  const count = (): void => {
    elements = Math.max(elements, canvas.element.getElementsByTagName('*').length);
  };
  const pan = await frames(120, part => {
    canvas.viewport.centreOn(200 + part * 6000);
    count();
  });
  const zoom = await frames(120, part => {
    canvas.viewport.place(0.9 * 0.01 ** part, { x: 0, y: bottom / 2 }, { x: 300, y: 400 });
    count();
  });
  const memory = performance as { memory?: { usedJSHeapSize: number } };
  const heap = (memory.memory?.usedJSHeapSize ?? 0) / 2 ** 20;
  return { layers: model.graph.nodes.length, first, pan, zoom, elements, heap };
}

Object.assign(globalThis, { paint });
