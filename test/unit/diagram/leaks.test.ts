import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Layouter } from '../../../webview/diagram/layout.js';
import { Diagram, type Picture } from '../../../webview/diagram/picture.js';
import { initialState } from '../../../webview/state.js';
import { sourceResNet } from './networks.js';
import { modelOf } from './pictures.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Lets what is not needed go; what a promise still holds goes a turn later. */
async function settle(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise(resolve => setTimeout(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

/** The same network with more or fewer layers at its end. */
const versions = Array.from({ length: 40 }, (_, i) => {
  const layers = '  - relu\n'.repeat(i % 8);
  return modelOf(
    sourceResNet.replace('  - flatten\n', `${layers}  - flatten\n  - dense: {units: ${10 ** (i % 5)}}\n`),
  );
});

test('2,000 edits leave nothing of the pictures before', { timeout: 120_000 }, async () => {
  const layouter = new Layouter();
  const edit = (version: number): Picture => {
    const view = {
      file: 'a.resnet.yaml',
      version,
      networks: [],
      model: versions[version % versions.length]!,
    };
    return new Diagram(view, new Map(), layouter).picture(initialState);
  };
  const early = Array.from({ length: 200 }, (_, i) => new WeakRef(edit(i)));
  const before = await settle();
  for (let i = 200; i < 2000; i++) edit(i);
  const after = await settle();
  expect(early.filter(picture => picture.deref() !== undefined)).toEqual([]);
  expect((after - before) / 2 ** 20).toBeLessThan(4);
});
