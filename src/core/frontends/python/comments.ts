import type { Span } from '../../source.js';
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
