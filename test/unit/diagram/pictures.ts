import { analyze, type Model } from '../../../src/core/analyze.js';
import { Arranger, type OpenBox } from '../../../webview/diagram/arrange.js';
import { drawParts, layers, placePart } from '../../../webview/diagram/draw.js';
import { Expansion, type Level, type Toggles } from '../../../webview/diagram/expansion.js';
import { buildHierarchy, type Hierarchy } from '../../../webview/diagram/hierarchy.js';
import { Layouter } from '../../../webview/diagram/layout.js';
import { boundsOf, everything, look, type Scene } from '../../../webview/diagram/scene.js';
import { svg, toMarkup } from '../../../webview/diagram/svg.js';

export interface Drawn {
  readonly hierarchy: Hierarchy;
  readonly scene: Scene;
}

/** The model of a native file. */
export function modelOf(text: string): Model {
  const model = analyze({ uri: 'file:///test.resnet.yaml', text });
  if (!model) throw new Error('not a model file');
  return model;
}

export function arrange(hierarchy: Hierarchy, level: Level = 'auto', toggles: Toggles = {}): OpenBox {
  return new Arranger(hierarchy).open(hierarchy.root, new Expansion(hierarchy, level, toggles));
}

export function draw(
  model: Model,
  level: Level = 'auto',
  toggles: Toggles = {},
  layouter = new Layouter(),
): Drawn {
  const hierarchy = buildHierarchy(model);
  const network = arrange(hierarchy, level, toggles);
  return { hierarchy, scene: { network, layout: layouter.layout(network) } };
}

/** The whole picture as a file, a part a line. */
export function markupOf({ hierarchy, scene }: Drawn): string {
  const parts = drawParts(look(scene, everything), hierarchy);
  const { left, top, right, bottom } = boundsOf(scene);
  const groups = layers.map(layer => {
    const elements = parts.filter(part => part.layer === layer).map(placePart);
    return toMarkup(svg('g', { class: layer }, ...elements)).replaceAll('<g ', '\n<g ');
  });
  const viewBox = [left, top, right - left, bottom - top].join(' ');
  const title = toMarkup(svg('title', {}, hierarchy.model.graph.name));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">\n${title}${groups.join('\n')}\n</svg>\n`;
}
