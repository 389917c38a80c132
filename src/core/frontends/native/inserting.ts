import type { Edit, Place } from '../../source.js';
import { extentOf } from './removing.js';

/** Puts a text behind an item of a list: on a line of its own where the item has one, else after a comma. */
export function insertion(text: string, place: Place, item: string): Edit {
  const { start, end } = extentOf(text, place);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lead = text.slice(lineStart, start);
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const at = (offset: number): Place => ({ ...place, start: offset, end: offset });
  if (/^\s*(-\s+)+$/.test(lead) && /^\s*(#.*)?$/.test(text.slice(end, lineEnd))) {
    const column = lead.lastIndexOf('-');
    return { span: at(lineEnd), text: `\n${' '.repeat(column)}- ${item}` };
  }
  if (/^\s*$/.test(lead)) return { span: at(end), text: `,\n${lead}${item}` };
  return { span: at(end), text: `, ${item}` };
}
