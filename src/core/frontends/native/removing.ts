import type { Edit, Place } from '../../source.js';

/**
 * Takes an item out of a list or an entry out of a map, with the line that it had to itself, or the comma that set it
 * apart from its neighbour.
 */
export function removal(text: string, place: Place): Edit {
  const { start, end } = extentOf(text, place);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const hasOwnLine =
    /^\s*(-\s+)?$/.test(text.slice(lineStart, start)) && /^\s*(#.*)?$/.test(text.slice(end, lineEnd));
  if (hasOwnLine) return edit(place, lineStart, Math.min(lineEnd + 1, text.length));
  const after = /^\s*,\s*/.exec(text.slice(end))?.[0].length;
  if (after !== undefined) return edit(place, start, end + after);
  const before = /\s*,\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return edit(place, start - before, end);
}

/** All of an item: without the end of its line, which YAML counts to a nested value, and with the braces around it. */
export const extentOf = (text: string, place: Place): { readonly start: number; readonly end: number } =>
  unwrapped(text, trimmed(text, place));

const edit = (place: Place, start: number, end: number): Edit => ({
  span: { ...place, start, end },
  text: '',
});

/** YAML counts the end of the line to a nested value. */
function trimmed(text: string, { start, end }: Place): { start: number; end: number } {
  const length = text.slice(start, end).trimEnd().length;
  return { start, end: start + length };
}

/** A layer with parameters in a list is a map of its own: `{relu: {}}`. */
function unwrapped(text: string, { start, end }: { start: number; end: number }) {
  const before = /\{\s*$/.exec(text.slice(0, start));
  const after = /^\s*\}/.exec(text.slice(end));
  return before && after ? { start: before.index, end: end + after[0].length } : { start, end };
}
