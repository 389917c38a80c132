import type { Change } from '../../finding.js';
import type { Node } from '../../graph.js';
import type { Value } from '../../layers/parameters.js';
import type { Edit, Place, Source } from '../../source.js';
import type { Side } from './builder.js';
import type { NativeReading } from './index.js';
import { entryOf, type Item, type ListItem, type MapItem } from './syntax.js';

/** Says a change in the file's own style; undefined where this file cannot say it. Everything around stays as it is. */
export function rewrite(source: Source, reading: NativeReading, change: Change): readonly Edit[] | undefined {
  const writer = new Writer(source);
  if (change.kind === 'all') return rewriteAll(source, reading, change.changes);
  if (change.kind === 'edit')
    return writer.isJson ? change.edits.map(edit => writer.quoteEdit(edit)) : change.edits;
  const node = reading.nodes.find(
    n => n.id === (change.kind === 'set-parameter' ? change.node : change.merge),
  );
  const written = node && reading.sources.get(node.id);
  if (!node || !written || node.at.file !== undefined) return undefined;
  if (change.kind === 'set-parameter') {
    const origin = written.origins[change.parameter];
    if (origin)
      return origin.file === undefined ? [{ span: origin, text: writer.value(change.value) }] : undefined;
    return writer.addEntry(written.value, node.at, change.parameter, writer.value(change.value));
  }
  if (change.kind === 'set-shortcut') {
    if (written.definition?.kind !== 'map') return undefined;
    const entry = entryOf(written.definition, 'shortcut');
    if (entry?.value.kind === 'list') return undefined;
    const text = writer.value(change.policy);
    return entry
      ? [writer.replace(entry.value, entry.keyAt, text)]
      : writer.addEntry(written.definition, node.at, 'shortcut', text, 'residual');
  }
  const side = written.sides?.[change.input];
  if (!side || side.item.at.file !== undefined) return undefined;
  return writer.project(side, projection(source, reading, node, change));
}

/** Several changes at once; none where one cannot be said, or where two would touch the same text. */
function rewriteAll(
  source: Source,
  reading: NativeReading,
  changes: readonly Change[],
): readonly Edit[] | undefined {
  const all = changes.map(change => rewrite(source, reading, change));
  if (!all.every(edits => edits !== undefined)) return undefined;
  const edits = all.flat().sort((a, b) => a.span.start - b.span.start);
  const apart = edits.every((edit, i) => i === 0 || edits[i - 1]!.span.end < edit.span.start);
  return apart ? edits : undefined;
}

type Step = readonly [layer: string, parameters: Readonly<Record<string, string>>];

/** A 1×1 convolution, with batch norm where the network normalises; written with the block's own `$names` where they say the same. */
function projection(
  source: Source,
  reading: NativeReading,
  merge: Node,
  change: Change & { kind: 'insert-projection' },
): readonly Step[] {
  const around = reading.nodes.filter(node => node.block === merge.block);
  const said = (parameter: string, value: Value): string | undefined => {
    const place = around.find(
      n => sameValue(n.parameters[parameter], value) && n.places?.[parameter]?.file === undefined,
    )?.places?.[parameter];
    const text = place && source.text.slice(place.start, place.end);
    return text && /^["']?\$/.test(text) ? text : undefined;
  };
  const norm = around.some(node => node.layer === 'batchNorm');
  const [first, second] = change.stride;
  const stride =
    said('stride', change.stride) ?? (first === second ? String(first) : `[${first}, ${second}]`);
  const parameters = {
    filters: said('filters', change.filters) ?? String(change.filters),
    kernel: '1',
    ...(stride !== '1' && { stride }),
    ...(norm && { bias: 'false' }),
  };
  return norm
    ? [
        ['conv', parameters],
        ['batchNorm', {}],
      ]
    : [['conv', parameters]];
}

const sameValue = (a: Value | undefined, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Writes YAML or JSON into a text, in the style of what stands there. */
class Writer {
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
      return same ? String(value[0]) : `[${value.map(v => this.value(v)).join(', ')}]`;
    }
    return typeof value === 'string' ? this.word(value) : String(value);
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

  replace(item: Item, keyAt: Place, text: string): Edit {
    return item.at.end > item.at.start
      ? { span: item.at, text }
      : { span: { ...keyAt, start: keyAt.end + 1, end: keyAt.end + 1 }, text: ` ${text}` };
  }

  project(side: Side, steps: readonly Step[]): readonly Edit[] | undefined {
    const { item } = side;
    if (side.kind === 'policy') return [{ span: item.at, text: this.list(steps) }];
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
