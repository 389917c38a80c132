import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, test } from 'vitest';
import { zoo } from '../../../src/core/zoo/index.js';
import type { OpenBox } from '../../../webview/diagram/arrange.js';
import type { GroupLayout } from '../../../webview/diagram/cells.js';
import { fromElk, toElk } from '../../../webview/diagram/elk.js';
import { levels } from '../../../webview/diagram/expansion.js';
import { buildHierarchy } from '../../../webview/diagram/hierarchy.js';
import { type Engine, Layouter } from '../../../webview/diagram/layout.js';
import { complaintsOf } from './complaints.js';
import {
  auxiliaryHeads,
  networks,
  pyramid,
  resnet50,
  resnet1202,
  sourceResNet,
  tangled,
  unet,
} from './networks.js';
import { arrange, draw, markupOf, modelOf } from './pictures.js';
import { randomModel, randomTangle } from './random-model.js';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

const elk = new ELK();
const engine: Engine = async piece => {
  const graph = toElk(piece);
  return graph && fromElk(piece, await elk.layout(graph));
};

describe('nothing overlaps, the main line is straight, no line runs through a box', () => {
  test.each(Object.entries(networks))('%s', (_, text) => {
    for (const level of levels) expect(complaintsOf(draw(modelOf(text), level).scene)).toEqual([]);
  });

  test.each(zoo.map(({ id, text }) => [id, text] as const))('%s of the zoo', (_, text) => {
    const model = modelOf(text);
    for (const level of ['auto', 'layers'] as const)
      expect(complaintsOf(draw(model, level).scene)).toEqual([]);
  });

  test.each(seeds)('random network %i', seed => {
    for (const level of levels) expect(complaintsOf(draw(randomModel(seed), level).scene)).toEqual([]);
    expect(complaintsOf(draw(randomTangle(seed)).scene)).toEqual([]);
  });

  test('after ELK has answered', async () => {
    let better = 0;
    for (const seed of seeds.slice(0, 30)) {
      for (const model of [randomModel(seed), randomTangle(seed)]) {
        const layouter = new Layouter();
        draw(model, 'layers', {}, layouter);
        if (await layouter.refine(engine)) better++;
        expect(complaintsOf(draw(model, 'layers', {}, layouter).scene)).toEqual([]);
      }
    }
    expect(better).toBeGreaterThan(12);
  });
});

test('networks with side outputs and skips are read without a mistake', () => {
  for (const text of [auxiliaryHeads, pyramid, unet]) expect(modelOf(text).findings).toEqual([]);
});

test('the same picture twice', () => {
  for (const seed of seeds.slice(0, 20)) {
    expect(markupOf(draw(randomModel(seed)))).toBe(markupOf(draw(randomModel(seed))));
  }
});

test('ELK is asked for tangled pieces alone, and each once', async () => {
  const asked: number[] = [];
  const count: Engine = async piece => {
    asked.push(piece.cells.length);
    return undefined;
  };
  const layouter = new Layouter();
  draw(modelOf(resnet50), 'layers', {}, layouter);
  await layouter.refine(count);
  expect(asked).toEqual([]);
  draw(modelOf(tangled), 'layers', {}, layouter);
  await layouter.refine(count);
  draw(modelOf(tangled), 'layers', {}, layouter);
  await layouter.refine(count);
  expect(asked).toHaveLength(1);
});

test('equal blocks share one layout', () => {
  const { scene } = draw(modelOf(resnet1202), 'layers');
  const layouts = new Set<GroupLayout>();
  let frames = 0;
  const visit = (open: OpenBox, layout: GroupLayout): void => {
    layouts.add(layout);
    frames++;
    open.items.forEach((item, i) => {
      if (item.kind === 'open') visit(item, layout.frames[i]!.layout);
    });
  };
  visit(scene.network, scene.layout);
  expect(frames).toBe(604);
  expect(layouts.size).toBeLessThanOrEqual(6);
});

test('an edit lays out what it touches, and nothing else', () => {
  const layouter = new Layouter();
  const before = draw(modelOf(sourceResNet), 'layers', {}, layouter).scene.layout;
  const edited = sourceResNet.replace('  - flatten\n', '  - flatten\n  - dense: {units: 64}\n');
  const after = draw(modelOf(edited), 'layers', {}, layouter).scene.layout;
  const framesOf = (layout: GroupLayout) => layout.frames.flatMap(frame => frame?.layout ?? []);
  expect(after).not.toBe(before);
  expect(framesOf(after)).toEqual(framesOf(before));
  for (const [i, layout] of framesOf(after).entries()) expect(layout).toBe(framesOf(before)[i]);
});

test('1,202 layers in a moment', () => {
  const hierarchy = buildHierarchy(modelOf(resnet1202));
  const network = arrange(hierarchy, 'layers');
  const began = performance.now();
  new Layouter().layout(network);
  expect(performance.now() - began).toBeLessThan(2000);
});
