/** A half-open range of offsets in a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span of the analysed file, or of `file` (a URI) where it lies in another one. */
export interface Place extends Span {
  readonly file?: string;
}

/** A text to analyse, under the URI by which it is known. */
export interface Source {
  readonly uri: string;
  readonly text: string;
}

/** The other files that a model file may name. `read` answers undefined for one that is not there (yet). */
export interface Files {
  read(uri: string): string | undefined;
}

export const noFiles: Files = { read: () => undefined };

/** A text edit: `span` is replaced by `text`. */
export interface Edit {
  readonly span: Place;
  readonly text: string;
}

/** Applies edits of one file; they must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)
    .reduce((t, { span, text: inserted }) => t.slice(0, span.start) + inserted + t.slice(span.end), text);
}

/** Resolves a relative path against the URI of the file that names it: `a/b.yaml` + `../c.yaml` → `c.yaml`. */
export function resolveUri(base: string, relative: string): string {
  const slashes = /^[a-z][a-z\d+.-]*:\/\/[^/]*/i.exec(base)?.[0] ?? '';
  const folders = base.slice(slashes.length).split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (folders.length > 1 || (folders.length === 1 && folders[0] !== '')) folders.pop();
    } else if (part !== '.' && part !== '') folders.push(part);
  }
  return slashes + folders.join('/');
}

/** Offsets of the first character of every line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The zero-based line that holds an offset. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
