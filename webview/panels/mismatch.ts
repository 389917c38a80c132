import type { Mismatch } from '../diagram/marks.js';
import { make } from '../widgets.js';

/** What a merge is given, side by side. */
export function mismatchTable({ rows }: Mismatch): HTMLElement {
  const list = make('dl', 'shapes');
  for (const { title, shape } of rows) list.append(make('dt', '', title), make('dd', '', shape));
  return make('div', 'mismatch', make('strong', '', 'Shapes do not match'), list);
}
