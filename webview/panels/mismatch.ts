import type { Mismatch } from '../diagram/marks.js';
import { make } from '../widgets.js';

/** What a merge is given, side by side. With `go`, the title leads to it. */
export function mismatchTable({ rows }: Mismatch, go?: () => void): HTMLElement {
  const list = make('dl', 'shapes');
  for (const { title, shape } of rows) list.append(make('dt', '', title), make('dd', '', shape));
  return make('div', 'mismatch', titleOf(go), list);
}

function titleOf(go: (() => void) | undefined): HTMLElement {
  const text = 'Shapes do not match';
  if (!go) return make('strong', '', text);
  const title = make('button', 'link', make('strong', '', text));
  title.type = 'button';
  title.title = 'Show where';
  title.addEventListener('click', go);
  return title;
}
