import { Lexer } from 'yaml';
import type { NativeReading } from '../frontends/native/index.js';
import { entryOf, type ListItem } from '../frontends/native/syntax.js';
import { Writer } from '../frontends/native/writer.js';
import { isLayerName } from '../layers/index.js';
import type { Edit, Source } from '../source.js';
import { BlockWriter } from './block-writer.js';
import { type ConvUnit, type Part, partsOf, type Run, RunReader } from './parts.js';
import { Printer } from './printer.js';
import { type Draft, draftOf, type Order, templateOf } from './residual-block.js';
import { ownBlocks, shortcutEdit, shortcutOf } from './shortcuts-of.js';
import type { Transform } from './transform.js';

/**
 * A plain network becomes a residual one: blocks whose shortcut was taken out get it back, and of every run of plain
 * convolutions each `depth` become a residual block.
 */
export const insertShortcuts = (depth: number, order: Order): Transform => ({
  title: `${depth} convolutions a block, ${order}`,
  detail:
    order === 'v1'
      ? 'the activation follows the addition (He et al. 2015)'
      : 'norm and activation come before the weights (He et al. 2016)',
  nothing: 'no plain convolutions in a row, and no block without its shortcut, was found in this file',
  edits(source, reading) {
    const rewriting = new Rewriting(source, reading, depth, order);
    return [...plainTwins(source, reading), ...rewriting.edits()];
  },
});

/** Blocks that say `shortcut: none`. */
function plainTwins(source: Source, reading: NativeReading): Edit[] {
  return ownBlocks(reading).flatMap(block => {
    if (shortcutOf(block) !== 'none') return [];
    const text = source.text.slice(block.item.at.start, block.item.at.end);
    return shortcutEdit(
      source,
      block,
      /\b(batch|group|layer|instance)Norm\b/.test(text) ? 'projection' : 'auto',
    );
  });
}

interface Definition {
  readonly name: string;
  draft: Draft;
}

class Rewriting {
  private readonly definitions = new Map<string, Definition>();
  private readonly printer: Printer;
  private readonly writer: Writer;

  constructor(
    private readonly source: Source,
    private readonly reading: NativeReading,
    private readonly depth: number,
    private readonly order: Order,
  ) {
    this.writer = new Writer(source);
    this.printer = new Printer(this.writer.isJson);
  }

  edits(): Edit[] {
    const { root } = this.reading;
    const list = root?.kind === 'map' ? entryOf(root, 'layers')?.value : undefined;
    if (root?.kind !== 'map' || list?.kind !== 'list') return [];
    const runs = new RunReader(this.source.text).runsIn(list);
    const edits = runs.flatMap(run => this.runEdit(run) ?? []);
    if (edits.length === 0) return [];
    const definitions = [...this.definitions.values()];
    return [...new BlockWriter(this.source, this.writer, this.printer).insert(root, definitions), ...edits];
  }

  /** What is left over stays plain at the beginning, where the channels change most. */
  private runEdit({ list, from, to, units, ends }: Run): Edit | undefined {
    // A block of the order v2 begins with an activation, which the image itself must not go through.
    const stem = this.order === 'v2' && from === 0 ? 1 : 0;
    const plain = stem + ((units.length - stem) % this.depth);
    if (units.length - plain < this.depth) return undefined;
    const kept = plain === 0 ? from : this.order === 'v1' ? ends[plain - 1] : undefined;
    const items = kept === undefined ? this.plainParts(units.slice(0, plain)) : [];
    const chunks: ConvUnit[][] = [];
    for (let at = plain; at < units.length; at += this.depth) chunks.push(units.slice(at, at + this.depth));
    items.push(...this.uses(chunks), ...this.trailing(units.at(-1)!));
    return this.replaceItems(list, kept ?? from, to, items);
  }

  /** In the order v2 the norm and the activation of the last one are those that the first block begins with. */
  private plainParts(units: readonly ConvUnit[]): Part[] {
    if (this.order === 'v1') return units.flatMap(partsOf);
    return [...units.slice(0, -1).flatMap(partsOf), units.at(-1)!.conv];
  }

  /** In the order v2 the last block leaves norm and activation to what follows. */
  private trailing({ norm, activation }: ConvUnit): Part[] {
    return this.order === 'v2' ? [norm, activation].filter(part => part !== undefined) : [];
  }

  /** One item for blocks in a row that are alike. */
  private uses(chunks: readonly (readonly ConvUnit[])[]): Part[] {
    const rows: { name: string; draft: Draft; repeat: number }[] = [];
    for (const chunk of chunks) {
      const draft = draftOf(chunk, this.order);
      const { name } = this.define(draft);
      const last = rows.at(-1);
      const isSame = last?.name === name && last.draft.filters === draft.filters;
      if (last && isSame && (draft.stride ?? '1') === '1') last.repeat++;
      else rows.push({ name, draft, repeat: 1 });
    }
    return rows.map(({ name, draft, repeat }) => {
      const own = Object.entries({ filters: draft.filters, stride: draft.stride }).flatMap(([key, text]) =>
        text === undefined ? [] : [[key, text] as const],
      );
      return repeat === 1
        ? { word: name, parameters: new Map(own) }
        : {
            word: 'stage',
            parameters: new Map([['block', this.printer.word(name)], ['repeat', String(repeat)], ...own]),
          };
    });
  }

  private define(draft: Draft): Definition {
    const key = templateOf(draft);
    const known = this.definitions.get(key);
    if (known) {
      if (known.draft.stride === undefined && draft.stride !== undefined)
        known.draft = { ...draft, filters: known.draft.filters };
      return known;
    }
    const definition = { name: this.freshName(), draft };
    this.definitions.set(key, definition);
    return definition;
  }

  private freshName(): string {
    const taken = new Set([
      ...this.reading.blockDefinitions.keys(),
      ...[...this.definitions.values()].map(({ name }) => name),
    ]);
    for (let n = 1; ; n++) {
      const name = n === 1 ? 'residual_block' : `residual_block_${n}`;
      if (!taken.has(name) && !isLayerName(name)) return name;
    }
  }

  /** Comments between the items that are replaced stay, above what replaces them. */
  private replaceItems(list: ListItem, from: number, to: number, parts: readonly Part[]): Edit {
    const { text } = this.source;
    const isFlow = text[list.at.start] === '[';
    const items = parts.map(part => this.printer.item(part, isFlow));
    const { start } = list.items[from]!.at;
    // A block map reaches to where the next line begins.
    const end = text.slice(0, list.items[to - 1]!.at.end).trimEnd().length;
    const line = text.lastIndexOf('\n', start - 1) + 1;
    if (isFlow) {
      const indent = /^\s*$/.exec(text.slice(line, start))?.[0];
      return { span: { start, end }, text: items.join(indent === undefined ? ', ' : `,\n${indent}`) };
    }
    const dash = line + list.at.start - (text.lastIndexOf('\n', list.at.start - 1) + 1);
    const written = [...commentsIn(text.slice(start, end)), ...items.map(item => `- ${item}`)];
    return { span: { start: dash, end }, text: written.join(`\n${text.slice(line, dash)}`) };
  }
}

const commentsIn = (text: string): string[] =>
  [...new Lexer().lex(text)].filter(token => token.startsWith('#'));
