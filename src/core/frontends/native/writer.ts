import type { Value } from '../../layers/parameters.js';
import type { Edit, Place, Source } from '../../source.js';
import type { Side } from './builder.js';
import type { Wording } from './fitting.js';
import { entryOf, type Item, type ListItem, type MapItem } from './syntax.js';

/** A layer to write: its word, and its parameters as they stand in the text. */
export type Step = readonly [layer: string, parameters: Readonly<Record<string, string>>];

/** Writes YAML or JSON into a text, in the style of what stands there. */
export class Writer {
  readonly isJson: boolean;
  private readonly text: string;

  constructor(source: Source) {
    this.text = source.text;
    this.isJson = /^\s*\{/.test(source.text);
  }

  /** A corrected word needs quotes where the word it replaces had them. */
  quoteEdit(edit: Edit): Edit {
    return this.text[edit.span.start] === '"' && !edit.text.startsWith('"')
      ? { ...edit, text: this.word(edit.text) }
      : edit;
  }

  value(value: Value): string {
    if (Array.isArray(value)) {
      const same = value.length === 2 && typeof value[0] === 'number' && value[0] === value[1];
      return same ? String(value[0]) : this.listOf(value);
    }
    return typeof value === 'string' ? this.word(value) : String(value);
  }

  /** Inside a list, two equal sizes stay two. */
  private listOf(values: readonly Value[]): string {
    const items = values.map(value => (Array.isArray(value) ? this.listOf(value) : this.value(value)));
    return `[${items.join(', ')}]`;
  }

  /** An expression keeps the quotes that it has. */
  wording(wording: Wording): string {
    if ('value' in wording) return this.value(wording.value);
    return wording.expression.startsWith('$') ? this.word(wording.expression) : wording.expression;
  }

  /** An entry more in a map, before another one; or the map itself where a layer has no parameters yet. */
  addEntry(
    map: Item | undefined,
    layerAt: Place,
    key: string,
    value: string,
    before?: string,
  ): readonly Edit[] | undefined {
    const entry = `${this.word(key)}: ${value}`;
    if (map?.kind !== 'map') {
      const name = this.text.slice(layerAt.start, layerAt.end);
      if (map !== undefined || this.isJson) return undefined;
      return [
        { span: { ...layerAt, start: layerAt.end }, text: `${name.endsWith(':') ? '' : ':'} {${entry}}` },
      ];
    }
    const first = map.entries.find(entry => entry.key === before) ?? map.entries[0];
    if (!first) return [{ span: map.at, text: `{${entry}}` }];
    return [
      {
        span: { ...first.keyAt, end: first.keyAt.start },
        text: entry + this.separator(map, first.keyAt.start),
      },
    ];
  }

  /** One value instead of another. A list over several lines reaches to where the next line begins, and what replaces it stands beside the key. */
  replace(item: Item, keyAt: Place, text: string): Edit {
    const { start, end } = item.at;
    if (end <= start)
      return { span: { ...keyAt, start: keyAt.end + 1, end: keyAt.end + 1 }, text: ` ${text}` };
    const span = { ...item.at, end: start + this.text.slice(start, end).trimEnd().length };
    const isBelow = /^:[^\S\n]*\n\s*$/.test(this.text.slice(keyAt.end, start));
    return isBelow ? { span: { ...span, start: keyAt.end + 1 }, text: ` ${text}` } : { span, text };
  }

  /** Layers at the end of one side of a merge, `at` being the merge's own place. */
  project(side: Side, at: Place, steps: readonly Step[]): readonly Edit[] | undefined {
    const { item } = side;
    if (side.kind === 'absent') return this.addEntry(item, at, 'shortcut', this.list(steps), 'residual');
    if (side.kind === 'policy') return [this.replace(item, at, this.list(steps))];
    if (side.kind === 'reference') {
      const name = this.text.slice(item.at.start, item.at.end);
      return [
        {
          span: item.at,
          text: `{${this.word('from')}: ${name}, ${this.word('layers')}: ${this.list(steps)}}`,
        },
      ];
    }
    const list = item.kind === 'map' ? entryOf(item, 'layers')?.value : item;
    return list?.kind === 'list' ? [this.append(list, steps)] : undefined;
  }

  private append(list: ListItem, steps: readonly Step[]): Edit {
    const last = list.items.at(-1);
    if (!last) return { span: list.at, text: this.list(steps) };
    if (this.text[list.at.start] === '[') {
      const text = steps.map(step => `, ${this.step(step)}`).join('');
      return { span: { ...last.at, start: last.at.end }, text };
    }
    const lineEnd = this.text.indexOf('\n', last.at.end);
    const end = lineEnd < 0 ? this.text.length : lineEnd;
    const indent = ' '.repeat(this.column(list.at.start));
    const text = steps.map(step => `\n${indent}- ${this.step(step)}`).join('');
    return { span: { ...last.at, start: end, end }, text };
  }

  private list(steps: readonly Step[]): string {
    return `[${steps.map(step => this.step(step)).join(', ')}]`;
  }

  private step([layer, parameters]: Step): string {
    const entries = Object.entries(parameters);
    if (entries.length === 0) return this.word(layer);
    return `{${this.word(layer)}: {${entries.map(([key, value]) => `${this.word(key)}: ${value}`).join(', ')}}}`;
  }

  /** A layer as an item of its own line, `conv: {filters: 64}`, or of a list in brackets. */
  layer(layer: string, parameters: Readonly<Record<string, Value>>, inBrackets: boolean): string {
    const words = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, this.value(value)]),
    );
    const step = this.step([layer, words]);
    return inBrackets || !step.startsWith('{') ? step : step.slice(1, -1);
  }

  private separator(map: MapItem, keyStart: number): string {
    const flow = this.text[map.at.start] === '{';
    const newline = this.text.lastIndexOf('\n', keyStart);
    const ownLine = /^\s*$/.test(this.text.slice(newline + 1, keyStart));
    if (flow && !ownLine) return ', ';
    return `${flow ? ',' : ''}\n${' '.repeat(this.column(keyStart))}`;
  }

  private column(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }

  private word(text: string): string {
    return this.isJson ? JSON.stringify(text) : text;
  }
}
