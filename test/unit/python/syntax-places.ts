import type { Span } from '../../../src/core/source.js';

/**
 * Every span in a tree that is not within the text, not the right way round, or not within the node around it.
 * Decorators stand before their function.
 */
export function misplaced(tree: unknown, length: number): string[] {
  const wrong: string[] = [];
  const pending: { readonly value: unknown; readonly around: Span }[] = [
    { value: tree, around: { start: 0, end: length } },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, around } = next;
    if (typeof value !== 'object' || value === null) continue;
    const at = Object.hasOwn(value, 'at') ? (value as { at: Span }).at : around;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'decorators') pending.push({ value: child, around });
      else if (!isSpan(child)) pending.push({ value: child, around: at });
      else if (!isWithin(child, key === 'at' ? around : at)) {
        wrong.push(`${key} ${child.start}-${child.end} in ${around.start}-${around.end}`);
      }
    }
  }
  return wrong;
}

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.start <= inner.end && inner.start >= outer.start && inner.end <= outer.end;
