import { describe, expect, test } from 'vitest';
import { formatBytes } from '../../../src/core/analyses/format.js';
import { drawParts } from '../../../webview/diagram/draw.js';
import { drawFarParts, farness } from '../../../webview/diagram/draw-far.js';
import { Heat, steps } from '../../../webview/diagram/heat.js';
import { overlays } from '../../../webview/diagram/overlays/index.js';
import { everything, look } from '../../../webview/diagram/scene.js';
import { type SvgElement, toMarkup } from '../../../webview/diagram/svg.js';
import { resnet50 } from './networks.js';
import { draw, modelOf } from './pictures.js';

const model = modelOf(resnet50);
const drawn = draw(model);
const heatOf = (id: string): Heat => new Heat(overlays.find(overlay => overlay.id === id)!, model);

/** Class, label and length of the bar of a box, as it is drawn. */
function box(id: string, overlay: string): { kind: string; label: string; bar: number | undefined } {
  const parts = drawParts(look(drawn.scene, everything), drawn.hierarchy, heatOf(overlay));
  const { element } = parts.find(part => part.key === `nodes ${id}`)!;
  const { attributes, children } = element;
  const of = (kind: string): SvgElement | undefined =>
    children.find(
      (child): child is SvgElement => typeof child !== 'string' && child.attributes.class === kind,
    );
  const bar = of('heat-bar');
  return {
    kind: String(attributes.class),
    label: String(of('shape')?.attributes['aria-label']),
    bar: bar && Number(bar.attributes.width),
  };
}

describe('boxes are coloured by', () => {
  // By hand: 7·7·3·64 weights; 112·112·64 of them once for each place; 112·112·64·4 bytes; 7 + (3 − 1)·2 rows.
  test.each<[overlay: string, id: string, text: string]>([
    ['parameters', 'conv1', 'parameters 9.41k'],
    ['parameters', 'dense1', 'parameters 2.05M'],
    ['macs', 'conv1', 'MACs 118M'],
    ['macs', 'maxPool1', 'MACs 0'],
    ['activation-memory', 'conv1', 'activation memory 3.06 MiB'],
    ['activation-memory', 'dense1', 'activation memory 3.91 KiB'],
    ['receptive-field', 'conv1', 'receptive field 7 px'],
    ['receptive-field', 'maxPool1', 'receptive field 11 px'],
  ])('%s: %s has %s', (overlay, id, text) =>
    expect(box(id, overlay).label).toMatch(new RegExp(`, ${text}$`)),
  );

  test('a block has the sum of its nodes, or the widest field', () => {
    expect(box('stage1.1', 'parameters').label).toContain('parameters 71.2k');
    const field = (id: string): number =>
      Number(/field ([\d,]+) px/.exec(box(id, 'receptive-field').label)![1]!.replace(',', ''));
    expect(field('stage2.1')).toBeGreaterThan(field('stage1.1'));
  });
});

test('the most has the last colour and the longest bar, nothing the first', () => {
  const most = box('dense1', 'parameters');
  expect(most.kind).toMatch(/ heat h\d$/);
  const least = box('maxPool1', 'parameters');
  expect(least.kind).toContain('heat h0');
  expect(most.bar!).toBeGreaterThan(least.bar!);
});

test('what has no figure is told apart, and not taken for zero', () => {
  expect(box('globalAveragePool1', 'receptive-field')).toMatchObject({ bar: undefined });
  expect(box('globalAveragePool1', 'receptive-field').kind).toContain('heat none');
  const unknown = modelOf('input: [null, null, 3]\nlayers:\n  - conv: {filters: 8, kernel: 3}\n');
  for (const overlay of overlays) expect(() => new Heat(overlay, unknown).range).not.toThrow();
});

test('the scale goes from the least to the most', () => {
  expect(heatOf('parameters').range).toEqual(['256', '2.36M']);
  expect(heatOf('receptive-field').range?.[0]).toBe('1 px');
  expect(new Heat(overlays[0]!, modelOf('input: [4]\nlayers:\n  - relu\n')).range).toBeUndefined();
});

test('from afar, too', () => {
  const parts = drawFarParts(drawn.scene, everything, farness(0.1), drawn.hierarchy, heatOf('macs'));
  const text = parts.map(({ element }) => toMarkup(element)).join('');
  expect(text).toMatch(/class="silhouette heat h\d"/);
  expect(text).not.toContain('silhouette convolution');
});

test('every overlay has a name of its own', () => {
  expect(new Set(overlays.map(({ id }) => id)).size).toBe(overlays.length);
  expect(steps).toBe(9);
});

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.00 KiB'],
  [3_211_264, '3.06 MiB'],
  [2 ** 40 * 500, '500 TiB'],
])('%i is %s', (value, text) => expect(formatBytes(value)).toBe(text));
