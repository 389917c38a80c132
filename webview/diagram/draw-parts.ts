import type { ShortcutKind } from '../../src/core/residual.js';
import { type Attributes, type SvgElement, svg } from './svg.js';

/** The tooltip. */
export const title = (text: string): SvgElement => svg('title', {}, text);

/** What makes a form one that the keyboard reaches and a screen reader tells of. */
export const treeItem = (sentence: string, place: Attributes): Attributes => ({
  role: 'treeitem',
  tabindex: -1,
  'aria-label': sentence,
  ...place,
});

/** Texts that the sentence for screen readers has in better words. */
export const silent = (...texts: readonly SvgElement[]): SvgElement =>
  svg('g', { 'aria-hidden': 'true' }, ...texts);

/** The outline of what is selected, focused or at the editor's cursor. */
export const ring = (width: number, height: number, radius: number): SvgElement =>
  svg('rect', {
    class: 'ring',
    x: -width / 2 - 4,
    y: -4,
    width: width + 8,
    height: height + 8,
    rx: radius + 4,
  });

/** A sign for a mistake (a disc) or a warning (a triangle), told apart by form. */
export function badge(isError: boolean, x: number, y: number): SvgElement {
  const form = isError
    ? svg('circle', { cx: x, cy: y, r: 7.5 })
    : svg('path', { d: `M${x} ${y - 8}l8 14h-16z` });
  return svg(
    'g',
    { class: `badge ${isError ? 'error' : 'warning'}` },
    form,
    svg('path', { class: 'exclamation', d: `M${x} ${y - 3.5}v4M${x} ${y + 3.2}v0.2` }),
  );
}

/** A small picture of a residual unit: the line, and the arc with a sign for what it does on the way. */
export function shortcutMark(kind: ShortcutKind, x: number, y: number): SvgElement {
  const signs: Readonly<Record<ShortcutKind, string>> = {
    identity: '',
    projection: `M${x + 7} ${y - 3.5}h7v7h-7z`,
    padding: `M${x + 10.5} ${y - 5}l5 5l-5 5l-5 -5z`,
    pooling: `M${x + 6.5} ${y - 3.5}h8l-4 7.5z`,
    other: `M${x + 6.5} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z`,
  };
  return svg(
    'g',
    { class: 'shortcut-mark' },
    svg('path', { class: 'mark-line', d: `M${x} ${y - 12}v24` }),
    svg('path', { class: 'mark-arc', d: `M${x} ${y - 8}h5.5q5 0 5 5v6q0 5 -5 5h-5.5` }),
    signs[kind] === '' ? undefined : svg('path', { class: 'mark-sign', d: signs[kind] }),
  );
}

/** Points right where closed, down where open. */
export const chevron = (open: boolean, x: number, y: number): SvgElement =>
  svg(
    'g',
    { class: 'chevron', 'data-action': 'toggle' },
    svg('rect', { class: 'hit', x: x - 10, y: y - 11, width: 22, height: 22, rx: 4 }),
    svg('path', { d: open ? `M${x - 3} ${y - 2}l4 4l4 -4` : `M${x - 1} ${y - 4}l4 4l-4 4` }),
  );
