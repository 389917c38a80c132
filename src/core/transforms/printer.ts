import type { Part } from './parts.js';

/** Text of layers and blocks in the file's own language. Values are texts already. */
export class Printer {
  constructor(private readonly isJson: boolean) {}

  word(text: string): string {
    return this.isJson && !/^("|-?\d)/.test(text) ? JSON.stringify(text) : text;
  }

  map(entries: Iterable<readonly [string, string]>): string {
    return `{${[...entries].map(([key, value]) => `${this.word(key)}: ${value}`).join(', ')}}`;
  }

  list(items: readonly string[]): string {
    return `[${items.join(', ')}]`;
  }

  /** An item of a list of layers on one line; a map within a flow has braces of its own. */
  item({ word, parameters }: Part, isFlow: boolean): string {
    if (parameters.size === 0) return this.word(word);
    const values = [...parameters].map(([key, text]) => [key, this.value(text)] as const);
    const inside = `${this.word(word)}: ${this.map(values)}`;
    return isFlow ? `{${inside}}` : inside;
  }

  /** A name of a parameter needs quotes in JSON; all else is as it was written. */
  private value(text: string): string {
    return this.isJson && text.startsWith('$') ? JSON.stringify(text) : text;
  }
}
