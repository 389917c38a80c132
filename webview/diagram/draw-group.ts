import type { ShortcutKind } from '../../src/core/residual.js';
import type { ClosedBox, OpenBox } from './arrange.js';
import { badge, chevron, ring, shortcutMark, silent, title, treeItem } from './draw-parts.js';
import { channelsOf, formatCount, totalsOfGroup } from './figures.js';
import type { Cell } from './geometry.js';
import type { Group, Hierarchy } from './hierarchy.js';
import { marksIn } from './marks.js';
import type { PlacedSeries } from './scene.js';
import { describeClosed, describeOpen, seriesName, typeOf } from './sentences.js';
import { shortcutKinds } from './shortcuts.js';
import { closedSize, frameHeader, type } from './sizes.js';
import { type Attributes, type SvgElement, svg } from './svg.js';
import { fitText, monospaceWidth, textWidth } from './text.js';

const bold = (text: string): number => textWidth(text, type.title) * 1.08;
const small = (text: string): number => textWidth(text, type.small);

/** An open block: its frame with the title line. */
export function drawFrame(
  { group }: OpenBox,
  cell: Cell,
  hierarchy: Hierarchy,
  place: Attributes,
): SvgElement {
  const { left, right, height } = cell;
  const marks = marksIn(group, hierarchy.marks);
  const isError = marks.some(mark => mark.severity === 'error');
  const sentence = describeOpen(group, hierarchy);
  const count = `${formatCount(totalsOfGroup(group).weights)}${group.depth === 1 ? ' params' : ''}`;
  const countWidth = monospaceWidth(count, type.shape) + (marks.length > 0 ? 24 : 0);
  const room = left + right - 28 - 14 - countWidth - 12;
  const name = fitText(group.block.name, room, bold);
  const kind = fitText(typeOf(group), room - bold(name) - 8, small);
  const middle = frameHeader / 2;
  return svg(
    'g',
    { class: `frame ${group.depth === 1 ? 'outer' : 'inner'}`, 'data-id': group.id },
    svg('rect', {
      class: 'shape',
      x: -left,
      y: 0,
      width: left + right,
      height,
      rx: group.depth === 1 ? 12 : 9,
      ...treeItem(sentence, { 'aria-expanded': 'true', ...place }),
    }),
    svg(
      'g',
      { class: 'header', 'aria-hidden': 'true' },
      title(sentence),
      svg('rect', { class: 'hit', x: -left, y: 0, width: left + right, height: frameHeader }),
      chevron(true, -left + 17, middle),
      svg(
        'text',
        { class: 'title', x: -left + 30, y: middle + 4.6 },
        name,
        kind.length > 1 ? svg('tspan', { class: 'type', dx: 8 }, kind) : undefined,
      ),
      svg('text', { class: 'figure', x: right - 14 - (marks.length > 0 ? 24 : 0), y: middle + 4 }, count),
      marks.length > 0 ? badge(isError, right - 20, middle) : undefined,
    ),
    svg('rect', { class: 'ring', x: -left - 3, y: -3, width: left + right + 6, height: height + 6, rx: 12 }),
  );
}

/** A collapsed block, or a stack of equal ones. */
export function drawClosed({ id, groups }: ClosedBox, hierarchy: Hierarchy, place: Attributes): SvgElement {
  const group = groups[0]!;
  const { width, height } = closedSize;
  const marks = groups.flatMap(member => marksIn(member, hierarchy.marks));
  const isError = marks.some(mark => mark.severity === 'error');
  const [kind] = shortcutKinds(group);
  const sentence = describeClosed(groups, hierarchy);
  const told = treeItem(sentence, { 'aria-expanded': 'false', ...place });
  return svg(
    'g',
    {
      class: ['node', 'closed', marks.length === 0 ? '' : isError ? 'error' : 'warning']
        .filter(Boolean)
        .join(' '),
      'data-id': id,
    },
    title(sentence),
    ring(width, height, 8),
    ...(groups.length > 1 ? stack(width, height) : []),
    svg('rect', { class: 'shape', x: -width / 2, y: 0, width, height, rx: 8, ...told }),
    svg('rect', { class: 'tint', x: -width / 2 + 8, y: 9, width: 3.5, height: height - 18, rx: 1.75 }),
    chevron(false, -width / 2 + 25, 18),
    silent(...closedTexts(groups, kind, hierarchy)),
    marks.length > 0 ? badge(isError, width / 2 - 3, 3) : undefined,
  );
}

const stack = (width: number, height: number): SvgElement[] =>
  [8, 4].map(offset =>
    svg('rect', { class: 'shape behind', x: -width / 2 + offset, y: offset, width, height, rx: 8 }),
  );

function closedTexts(
  groups: readonly Group[],
  kind: ShortcutKind | undefined,
  hierarchy: Hierarchy,
): SvgElement[] {
  const { width } = closedSize;
  const start = -width / 2 + 36;
  const end = width / 2 - 12;
  const times = groups.length > 1 ? `×${groups.length}` : '';
  const channels = channelsThrough(groups, hierarchy);
  const mark = kind ? 28 : 0;
  const timesEnd = end - mark;
  const room = timesEnd - start - (times ? monospaceWidth(times, type.detail) + 10 : 0);
  const below = fitText(
    typeOf(groups[0]!),
    timesEnd - start - monospaceWidth(channels, type.shape) - 10,
    small,
  );
  return [
    svg('text', { class: 'title', x: start, y: 22.6 }, fitText(seriesName(groups), room, bold)),
    ...(times ? [svg('text', { class: 'times', x: timesEnd, y: 22 }, times)] : []),
    svg('text', { class: 'type', x: start, y: 40 }, below),
    svg('text', { class: 'figure', x: timesEnd, y: 39.6 }, channels),
    ...(kind ? [shortcutMark(kind, end - 15, 26)] : []),
  ];
}

/** `64 → 256` */
function channelsThrough(groups: readonly Group[], { leaves, channelsFirst }: Hierarchy): string {
  const channels = (value: string | undefined): string =>
    channelsOf(leaves.get(value ?? '')?.node.output ?? null, channelsFirst);
  return `${channels(groups[0]!.inputs[0])} → ${channels(groups.at(-1)!.outputs[0])}`;
}

/** The bracket beside unfolded repeats, with the button that folds them again. */
export function drawSeries({ series, count, height }: PlacedSeries): SvgElement {
  const text = `Fold ${count} equal blocks`;
  return svg(
    'g',
    { class: 'series', 'data-id': series.id, 'data-action': 'fold', role: 'button', 'aria-label': text },
    title(text),
    svg('path', { class: 'bracket', d: `M-5 4h-3q-4 0 -4 4v${height - 16}q0 4 4 4h3` }),
    svg('rect', { class: 'hit', x: -21, y: 10, width: 18, height: 18, rx: 9 }),
    svg('path', { class: 'fold', d: 'M-15 14l3 3l3 -3M-15 24l3 -3l3 3' }),
  );
}
