import type { Span } from '../../../source.js';
import type { Call, Module } from '../syntax/index.js';
import { allIn } from './tree.js';

export const textOf = (text: string, { start, end }: Span): string => text.slice(start, end);

/** The white space before a place's line. */
export function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)![0];
}

/** One level more than this: as the file indents. */
export function deeper(text: string, indent: string): string {
  const step = /^(?:class|def|if|for|while|with)\b.*:[ \t]*(?:#.*)?\r?\n(?:[ \t]*\r?\n)*([ \t]+)\S/m.exec(
    text,
  )?.[1];
  return indent + (step ?? '    ');
}

export const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The file's own quotation mark: that of most of its short strings. */
export function quote(text: string, module: Module): string {
  let single = 0;
  let double = 0;
  for (const node of allIn({ body: module.body })) {
    if (node.kind !== 'str' || node.at.end - node.at.start > 24) continue;
    if (text[node.at.start] === "'") single++;
    else if (text[node.at.start] === '"') double++;
  }
  return double > single ? '"' : "'";
}

/** `=` or ` = `, as the file's calls have it. */
export function equals(text: string, call: Call | undefined): string {
  const keyword = call?.keywords.find(k => k.argAt);
  return keyword?.argAt ? text.slice(keyword.argAt.end, keyword.value.at.start) : '=';
}

const atomic = /^(?:[\w.]+|[\w.]*\([^()]*\)|\d+)$/;

/** In brackets where an operator beside it could take it apart. */
export const guarded = (expression: string): string =>
  atomic.test(expression) ? expression : `(${expression})`;

/** The value of a product or sum of whole numbers; undefined for anything else. */
export function constantOf(expression: string): number | undefined {
  if (!/^[\d\s*+()]+$/.test(expression)) return undefined;
  const sum = expression
    .replace(/[()]/g, '')
    .split('+')
    .map(part => part.split('*').reduce((product, factor) => product * Number(factor), 1));
  const isFlat = !/[()]/.test(expression) || !expression.includes('+');
  return isFlat ? sum.reduce((a, b) => a + b, 0) : undefined;
}

export const isNumber = (expression: string): boolean => /^\d+$/.test(expression);
