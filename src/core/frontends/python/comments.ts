import type { Edit, Span } from '../../source.js';
import type { Comment } from './syntax/index.js';

/** What a comment `# resnet: entry=… input=…` says. */
export interface Directive {
  readonly entry?: string;
  /** A shape for each input. */
  readonly input?: string;
  readonly at: Span;
}

export function directives(comments: readonly Comment[]): Directive[] {
  return comments.flatMap(({ text, at }) => {
    const said = /^#\s*resnet:\s*(.*)$/.exec(text)?.[1];
    if (said === undefined) return [];
    const input = /(?:^|\s)input=(.*?)(?=\s+entry=|$)/.exec(said)?.[1]?.trim();
    const entry = /(?:^|\s)entry=(.*?)(?=\s+input=|$)/.exec(said)?.[1]?.trim();
    return [{ at, ...(entry ? { entry } : {}), ...(input ? { input } : {}) }];
  });
}

/** `(1, 3, 32, 32); (1, 10)`, with `None` for what is not known; undefined where it is no list of shapes. */
export function shapesIn(text: string): (number | null)[][] | undefined {
  const parts = text.split(';').map(part =>
    part
      .trim()
      .replace(/^[([]|[)\]]$/g, '')
      .replace(/,\s*$/, ''),
  );
  const shapes = parts.map(part => (part === '' ? [] : part.split(',').map(size => readSize(size.trim()))));
  return shapes.every(shape => shape.every(size => size !== undefined))
    ? (shapes as (number | null)[][])
    : undefined;
}

const readSize = (text: string): number | null | undefined =>
  /^\d+$/.test(text) ? Number(text) : /^(None|\?|-1)$/.test(text) ? null : undefined;

/** Writes `# resnet: entry=… input=…` above what makes a network, or anew where such a comment is there. */
export function commentEdit(text: string, { entry, at }: { entry: string; at: Span }, input: string): Edit {
  const comment = `# resnet: entry=${entry} input=${input}`;
  const escaped = entry.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const known = new RegExp(`^#[ \\t]*resnet:[^\\n]*\\bentry=${escaped}(?=\\s|$)[^\\r\\n]*`, 'm').exec(text);
  if (known) return { span: { start: known.index, end: known.index + known[0].length }, text: comment };
  const start = startOfDefinition(text, at.start);
  return { span: { start, end: start }, text: `${comment}${text.includes('\r\n') ? '\r\n' : '\n'}` };
}

/** The start of the line, or of the first of the decorators above it. */
function startOfDefinition(text: string, offset: number): number {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!text.startsWith('@', before)) break;
    start = before;
  }
  return start;
}

/** `(1, 3, 32, 32)`, with `None` for what is not known. */
export const shapeText = (shape: readonly (number | null)[]): string =>
  `(${shape.map(size => size ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
