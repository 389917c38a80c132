import { layers } from '../../src/core/layers/index.js';
import type { LeafBox } from './arrange.js';
import { badge, ring, silent, title, treeItem } from './draw-parts.js';
import type { Hierarchy } from './hierarchy.js';
import { describeLeaf } from './sentences.js';
import { type Look, lookOf, mergeSigns, type } from './sizes.js';
import { type Attributes, type SvgElement, svg } from './svg.js';
import { fitText, monospaceWidth, textWidth } from './text.js';

/** A node's box, seen from the top of its vertical line. */
export function drawLeaf({ item }: LeafBox, hierarchy: Hierarchy, place: Attributes): SvgElement {
  const look = lookOf(item);
  const marks = item.kind === 'leaf' ? (hierarchy.marks.byNode.get(item.id) ?? []) : [];
  const wrong = item.kind === 'leaf' && hierarchy.marks.mismatches.has(item.id);
  const category = item.kind === 'output' ? 'input' : layers[item.node.layer].category;
  const sentence = describeLeaf(item, hierarchy);
  const told = treeItem(sentence, place);
  const severity = marks.some(mark => mark.severity === 'error')
    ? 'error'
    : marks.length > 0
      ? 'warning'
      : '';
  return svg(
    'g',
    {
      class: ['node', look.form, category, severity, wrong ? 'wrong' : ''].filter(Boolean).join(' '),
      'data-id': item.id,
    },
    title(sentence),
    ring(look.width, look.height, look.form === 'circle' || look.form === 'pill' ? look.height / 2 : 7),
    ...(look.form === 'circle' ? drawCircle(look, item, wrong, told) : drawBox(look, told)),
    marks.length > 0 ? badge(severity === 'error', look.width / 2 - 3, 3) : undefined,
  );
}

/** The sign of an addition; a second circle says without colour that it is wrong. */
function drawCircle({ width }: Look, item: LeafBox['item'], wrong: boolean, told: Attributes): SvgElement[] {
  const radius = width / 2;
  const sign = mergeSigns[item.node.layer];
  const arms = sign === '−' ? `M-6 ${radius}h12` : `M-6 ${radius}h12M0 ${radius - 6}v12`;
  return [
    ...(wrong ? [svg('circle', { class: 'halo', cx: 0, cy: radius, r: radius + 4 })] : []),
    svg('circle', { class: 'shape', cx: 0, cy: radius, r: radius - 1, ...told }),
    svg('path', { class: 'sign', d: arms, transform: sign === '×' ? `rotate(45 0 ${radius})` : undefined }),
  ];
}

function drawBox(look: Look, told: Attributes): SvgElement[] {
  const { form, width, height } = look;
  const left = -width / 2;
  const rounded = form === 'pill' || form === 'end' ? height / 2 : 7;
  const box = svg('rect', { class: 'shape', x: left, y: 0, width, height, rx: rounded, ...told });
  return [box, ...colourMark(look), silent(...drawTexts(look))];
}

/** The category's colour: a bar in a card, a dot in a pill, nothing at the network's ends. */
function colourMark({ form, width, height, detail }: Look): SvgElement[] {
  if (form === 'card' || form === 'low') {
    const inset = form === 'card' ? 8 : 7;
    return [
      svg('rect', {
        class: 'tint',
        x: -width / 2 + 8,
        y: inset,
        width: 3.5,
        height: height - 2 * inset,
        rx: 1.75,
      }),
    ];
  }
  if (form === 'pill') return [svg('circle', { class: 'tint', cx: -width / 2 + 16, cy: height / 2, r: 4 })];
  return detail === undefined ? [] : [];
}

function drawTexts({ form, text, detail, width, height }: Look): SvgElement[] {
  const baseline = height / 2 + 4.3;
  if (form === 'end') return [svg('text', { class: 'label centred', x: 0, y: baseline }, text)];
  const start = -width / 2 + (form === 'pill' ? 28 : 20);
  const end = width / 2 - (form === 'pill' ? 14 : 11);
  const detailWidth = detail ? monospaceWidth(detail, type.detail) + 8 : 0;
  const label = fitText(text, end - start - detailWidth, t => textWidth(t, type.label));
  return [
    svg('text', { class: 'label', x: start, y: baseline }, label),
    ...(detail ? [svg('text', { class: 'detail', x: end, y: baseline - 0.3 }, detail)] : []),
  ];
}
