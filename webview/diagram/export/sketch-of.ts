import type {
  Sketch,
  SketchBox,
  SketchEdge,
  SketchFrame,
  SketchLine,
} from '../../../src/core/exporters/drawings/sketch.js';
import { formatShape } from '../../../src/core/graph.js';
import { layers } from '../../../src/core/layers/index.js';
import type { ClosedBox, LeafBox, OpenBox } from '../arrange.js';
import { labelText } from '../draw-edge.js';
import { outputId } from '../hierarchy.js';
import { marksIn } from '../marks.js';
import type { Picture } from '../picture.js';
import { look, meets, type PlacedBox, type PlacedEdge, type Rectangle, rectangleOf } from '../scene.js';
import { seriesName, typeOf } from '../sentences.js';
import { lookOf, mergeSigns } from '../sizes.js';

/** What of a picture lies in a window, as plain data for the exporters. */
export function sketchOf(picture: Picture, window: Rectangle): Sketch {
  const { hierarchy, scene } = picture;
  const { boxes, edges } = look(scene, window);
  return {
    name: hierarchy.model.graph.name,
    frames: boxes.flatMap(placed =>
      placed.box.kind === 'open' ? [frameOf(placed, placed.box, picture)] : [],
    ),
    boxes: boxes.flatMap(placed => (placed.box.kind === 'open' ? [] : [boxOf(placed, placed.box, picture)])),
    edges: connections(picture, window),
    lines: edges.map(edge => lineOf(edge, picture)),
  };
}

const extentOf = (placed: PlacedBox): { left: number; top: number; width: number; height: number } => {
  const { left, top, right, bottom } = rectangleOf(placed);
  return { left, top, width: right - left, height: bottom - top };
};

/** Id of the innermost frame that is drawn around a box; the network itself is none. */
function frameAround({ box }: PlacedBox, { navigator }: Picture): string | undefined {
  let group =
    box.kind === 'leaf' ? box.item.parent : box.kind === 'open' ? box.group.parent : box.groups[0]!.parent;
  while (group && navigator.places.get(group.id)?.box.kind !== 'open') group = group.parent;
  return group?.id;
}

function frameOf(placed: PlacedBox, { id, group }: OpenBox, picture: Picture): SketchFrame {
  const label = [...new Set([group.block.name, typeOf(group)])].join(' · ');
  return { id, frame: frameAround(placed, picture), label, ...extentOf(placed) };
}

function boxOf(placed: PlacedBox, box: LeafBox | ClosedBox, picture: Picture): SketchBox {
  const { marks } = picture.hierarchy;
  const common = { id: box.id, frame: frameAround(placed, picture), ...extentOf(placed) };
  if (box.kind === 'closed') {
    const { groups } = box;
    const times = groups.length > 1 ? ` ×${groups.length}` : '';
    const wrong = groups.some(group => marksIn(group, marks).some(mark => mark.severity === 'error'));
    return { ...common, form: 'block', label: seriesName(groups) + times, detail: typeOf(groups[0]!), wrong };
  }
  const { item } = box;
  const { text, detail, form } = lookOf(item);
  const sign = item.kind === 'leaf' ? mergeSigns[item.node.layer] : undefined;
  return {
    ...common,
    form: sign ? 'merge' : form === 'end' ? 'end' : 'layer',
    category: layers[item.node.layer].category,
    label: sign ?? text,
    detail,
    wrong: item.kind === 'leaf' && (marks.byNode.get(item.id) ?? []).some(mark => mark.severity === 'error'),
  };
}

function lineOf(placed: PlacedEdge, { hierarchy }: Picture): SketchLine {
  const { edge, points, label, arrow } = placed;
  const text = labelText(placed, hierarchy);
  return {
    points,
    arrow,
    shortcut: edge.edge.shortcut !== undefined && !edge.edge.main,
    wrong: edge.edge.wrong,
    label: label && text !== undefined ? { ...label, text } : undefined,
  };
}

/** Every link of the network between the boxes that stand for its ends, once. */
function connections(picture: Picture, window: Rectangle): SketchEdge[] {
  const { hierarchy } = picture;
  const shortcuts = new Set<string>();
  for (const { edges } of hierarchy.groups.values()) {
    for (const { shortcut, links } of edges) {
      if (shortcut !== undefined)
        for (const { source, target } of links) shortcuts.add(`${source} ${target}`);
    }
  }
  const found = new Map<string, SketchEdge>();
  const connect = (source: string, target: string, end = target): void => {
    const [from, to] = [picture.boxOf(source), picture.boxOf(end)];
    if (!from || !to || from === to) return;
    if (!meets(rectangleOf(from), window) || !meets(rectangleOf(to), window)) return;
    const key = `${from.box.id}\n${to.box.id}`;
    if (found.has(key)) return;
    found.set(key, {
      from: from.box.id,
      to: to.box.id,
      label: formatShape(hierarchy.leaves.get(source)?.node.output ?? null),
      shortcut: shortcuts.has(`${source} ${target}`),
      wrong: hierarchy.marks.mismatches.has(target),
    });
  };
  const { nodes, outputs } = hierarchy.model.graph;
  for (const { id, inputs } of nodes) for (const input of inputs) connect(input, id);
  for (const id of outputs) connect(id, outputId(id));
  return [...found.values()];
}
