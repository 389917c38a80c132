import { describe, expect, test } from 'vitest';
import { drawFarParts, farness } from '../../../webview/diagram/draw-far.js';
import type { Level } from '../../../webview/diagram/expansion.js';
import { everything } from '../../../webview/diagram/scene.js';
import { svg, toMarkup } from '../../../webview/diagram/svg.js';
import { dense, inception, mismatch, resnet50, resnet1202, sourceResNet, unet } from './networks.js';
import { draw, markupOf, modelOf } from './pictures.js';

/** Pictures that were looked at and found good. `vitest -u` draws them anew. */
const goldens: readonly (readonly [name: string, text: string, level: Level])[] = [
  ['resnet-v1', sourceResNet, 'auto'],
  ['resnet-50-overview', resnet50, 'auto'],
  ['resnet-50-stages', resnet50, 'stages'],
  ['mismatch', mismatch, 'auto'],
  ['u-net', unet, 'auto'],
  ['densenet', dense, 'blocks'],
  ['inception', inception, 'auto'],
];

test.each(goldens)('%s', async (name, text, level) => {
  await expect(markupOf(draw(modelOf(text), level))).toMatchFileSnapshot(`goldens/${name}.svg`);
});

describe('markup', () => {
  test('numbers are rounded, text is escaped', () => {
    const element = svg('text', { x: 1.26, title: '"a" & b', y: undefined }, '<script>', svg('tspan', {}));
    expect(toMarkup(element)).toBe(
      '<text x="1.3" title="&quot;a&quot; &amp; b">&lt;script&gt;<tspan/></text>',
    );
  });

  test('names of the author stay text', () => {
    const model = modelOf(sourceResNet.replace('name: resnet_v1', 'name: "<img>"'));
    expect(markupOf(draw(model))).not.toContain('<img');
  });
});

describe('from afar', () => {
  test('a group is a few paths, however many nodes it has', () => {
    const { hierarchy, scene } = draw(modelOf(resnet1202), 'layers');
    const parts = drawFarParts(scene, everything, farness(0.1), hierarchy);
    expect(parts).toHaveLength(604);
    for (const { element } of parts) expect(element.children.length).toBeLessThan(14);
  });

  test('near by nothing is simplified', () => {
    expect(farness(1)).toBe(0);
    expect(farness(0.2)).toBeGreaterThan(0);
    expect(farness(0.05)).toBeGreaterThan(farness(0.2));
  });
});
